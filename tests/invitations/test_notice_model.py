"""Random lives of a meeting, with the worker at random moments: in the end everybody knows what is so.

`NOTICE_LIVES=2000 pytest tests/invitations/test_notice_model.py` tries more; a life that fails names its
number, and `NOTICE_LIVES=1 NOTICE_FIRST=<number>` tries it alone.
"""

import contextlib
import datetime as dt
import os
import random
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from activity import composing, jobs
from activity.enums import Frequency
from activity.models import OutboxMail, Preference
from activity.outbox import next_digest
from core.access import Forbidden
from invitations.actions import invitations as invitation_actions
from invitations.jobs import look_after
from invitations.models import MeetingInvitation
from meetings.actions import meetings
from meetings.enums import State
from meetings.selectors.people import asked
from members import audience
from members.models import Membership
from tests.conftest import NOW
from tests.factories.rows import MeetingFactory
from tests.invitations.inviting import WAIT
from tests.invitations.notice_model import Killed, Post, World

LIVES = int(os.environ.get("NOTICE_LIVES", "6"))
FIRST = int(os.environ.get("NOTICE_FIRST", "1"))
KINDS = ("scheduled", "moved", "changed", "cancelled", "lost")
GUESTS = ("grete@firma.example", "gustav@firma.example")
AUDIENCES = (
    audience.MEMBERS, audience.PUBLIC, audience.CITY, audience.UTILITY, audience.CITY | audience.UTILITY,
)  # fmt: skip
STEPS = {
    "schedule": 2, "invite": 3, "more": 2, "guest": 1, "off": 3, "move": 4, "place": 2, "title": 1,
    "audience": 3, "cancel": 1, "leave": 1, "minute": 3, "look": 5, "morning": 2, "killed": 1, "down": 1,
}  # fmt: skip


class Life:
    def __init__(self, number, cast, clock, worker):
        self.chance = random.Random(number)
        self.cast, self.clock, self.worker = cast, clock, worker
        clock.move_to(NOW)
        mail.outbox = []
        self.count = 0
        draft = MeetingFactory(title="T0x", state=State.DRAFT, starts_at=None, ends_at=None, place_name="")
        self.world = World(draft, GUESTS)
        self.organisers = [cast.organiser, cast.admin]
        Membership.objects.filter(person=cast.admin.person).update(is_organiser=True)
        self.declines = self._wishes()
        self.log = []
        for address in self.declines:
            self.world.minds[address].is_excused = True

    def _wishes(self):
        """At once, daily, never, or by chance."""
        rows, declines = [], {}
        for user in self.cast.users.values():
            of_person = self.chance.choice(["at_once", "at_once", "daily", "never", "mixed"])
            for kind in KINDS:
                chosen = self.chance.choice(list(Frequency.values)) if of_person == "mixed" else of_person
                rows.append(Preference(user=user, kind=f"meetings.{kind}", frequency=chosen))
                if chosen == Frequency.NEVER:
                    declines.setdefault(user.email, set()).add(kind)
        Preference.objects.bulk_create(rows)
        return declines

    def run(self, steps=14):
        Post.trouble = ""
        for _step in range(steps):
            name = self.chance.choices(list(STEPS), weights=STEPS.values())[0]
            self.log.append(name)
            with contextlib.suppress(Forbidden, ValidationError):
                getattr(self, name)()
            self.world.allow()
        for _day in range(2):
            self.look(dt.timedelta(minutes=20))
            self.morning()
            self.look(dt.timedelta(minutes=20))
        assert not OutboxMail.objects.filter(state__in=("waiting", "sending")).exists()
        self.world.check(self.declines)

    @property
    def meeting(self):
        return self.world.meeting()

    def date(self):
        return dt.date(2025, 9, 1) + dt.timedelta(days=self.chance.randrange(25))

    def act(self, action, **arguments):
        by = self.chance.choice(self.organisers)
        action(by=by, **arguments)
        self.world.allow()
        return by

    def act_on_all(self, action, **arguments):
        """A deed that everybody hears of: who does it knows it."""
        by = self.act(action, meeting=self.meeting, version=self.meeting.version, **arguments)
        if self.meeting.state not in (State.DRAFT,):
            self.world.acted(by)

    # --- what people do

    def schedule(self):
        self.act_on_all(meetings.schedule, day=self.date(), begins=dt.time(14))

    def move(self):
        meeting = self.meeting
        place = {"place_name": self.place_name()} if self.chance.random() < 0.3 else {}
        if meeting.starts_at and self.chance.random() < 0.2:
            old = meeting.moves.order_by("pk").first()  # back to where it was
            date = old.old_starts_at.date() if old else self.date()
        else:
            date = self.date()
        self.act_on_all(meetings.move, day=date, begins=dt.time(14), reason="Raum", **place)

    def place(self):
        starts_at = self.meeting.starts_at
        if starts_at:
            day = starts_at.date()
            self.act_on_all(meetings.move, day=day, begins=dt.time(14), place_name=self.place_name())

    def place_name(self):
        self.count += 1
        return f"R{self.count}x"

    def title(self):
        if self.meeting.state != State.DRAFT:
            self.count += 1
            self.act_on_all(meetings.edit, title=f"T{self.count}x")

    def audience(self):
        if self.meeting.state != State.DRAFT:
            self.act_on_all(meetings.edit, audience=self.chance.choice(AUDIENCES))

    def cancel(self):
        if self.meeting.state != State.DRAFT:
            self.act_on_all(meetings.cancel, reason="Zu wenige.")

    def people(self):
        people = [user.person_id for user in asked(self.meeting)]
        return self.chance.sample(people, self.chance.randint(1, len(people)))

    def invite(self):
        meeting = self.meeting
        self.act(invitation_actions.invite, meeting=meeting, version=meeting.version, people=self.people())

    def more(self):
        self.act(invitation_actions.invite_more, meeting=self.meeting, people=self.people())

    def guest(self):
        address = self.chance.choice(GUESTS)
        if not self.meeting.invitations.active().filter(guest_email=address).exists():
            self.act(invitation_actions.invite_guest, meeting=self.meeting, name="Gast", email=address)

    def off(self):
        rows = list(MeetingInvitation.objects.active().filter(meeting=self.meeting).order_by("pk"))
        if rows and self.meeting.invited_at:
            self.act(invitation_actions.take_off, invitation=self.chance.choice(rows))

    def leave(self):
        """A membership ends; the portal finds out by itself."""
        rows = Membership.objects.filter(person=self.cast.member_enterprise.person)
        rows.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    # --- what the portal does

    def minute(self):
        self.clock.shift(60)

    def look(self, after=WAIT):
        """The clock and the worker, as every minute."""
        self.clock.shift(after)
        try:
            for job in (jobs.reap_tasks, jobs.reap_mails, look_after, jobs.send_digests):
                job()
            self.worker.drain()
        except Killed as end:
            for message in end.args[0]:
                self.world.minds[message.to[0]].is_excused = True
        self.world.read(mail.outbox)

    def morning(self):
        self.clock.move_to(next_digest())
        self.look(dt.timedelta())

    def killed(self):
        Post.trouble = self.chance.choice(["before", "after"])

    def down(self):
        Post.trouble = "down"


@pytest.fixture
def troubled(settings, worker, monkeypatch):
    settings.EMAIL_BACKEND = "tests.invitations.notice_model.Post"
    monkeypatch.setattr(
        composing, "_inliner", lambda: SimpleNamespace(inline=str)
    )  # the look of a mail says nothing here
    worker.mails_may_fail = True
    yield worker
    Post.trouble = ""


@pytest.mark.slow
def test_in_the_end_everybody_knows_what_is_so(cast, clock, troubled):
    for number in range(FIRST, FIRST + LIVES):
        with transaction.atomic():
            cache.clear()
            life = Life(number, cast, clock, troubled)
            try:
                life.run()
            except Exception as error:
                error.add_note(f"life {number}: {' '.join(life.log)}")
                raise
            transaction.set_rollback(True)
