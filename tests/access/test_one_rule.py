"""One rule, however it is asked: by a page, of a row in hand, in SQL, as a list of accounts."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from core.dates import today
from meetings.access.meetings import knows_only_the_quarter
from meetings.access.people import readers_of, takes_minutes, writers_of, writes_minutes
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from meetings.querysets import minutes_taken_by, notified, over
from members import audience
from members.models import Membership, User
from members.viewers import viewer_for
from minutes.access.circulation import in_circulation
from minutes.enums import State
from minutes.models import Minutes
from outcomes.enums import TaskState
from outcomes.models import ActionItem
from polls.enums import PollState
from polls.models import DatePoll
from tests.factories.rows import (
    ActionItemFactory,
    MeetingFactory,
    MembershipFactory,
    MinutesFactory,
    UserFactory,
)
from tests.personas import ALL

NARROW = audience.CITY | audience.UTILITY
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def running(cast):
    """For the Stadt and the Stadtwerke; the minutes are taken by somebody of neither."""
    meeting = MeetingFactory(
        audience=NARROW, state=MeetingState.RUNNING, starts_at=timezone.now() - HOUR,
        minute_taker=cast.minute_taker.person,
    )  # fmt: skip
    meeting.record = MinutesFactory(meeting=meeting, state=State.DRAFT)
    return meeting


@pytest.mark.parametrize("persona", ALL)
def test_every_door_to_the_writing_opens_to_the_same_people(client_of, cast, running, persona):
    user, client = cast.users.get(persona), client_of(persona)
    meeting, minutes = f"/treffen/{running.pk}", f"/protokolle/{running.record.pk}"
    doors = (f"{meeting}/sitzung/", f"{meeting}/regiebuch/", f"{meeting}/teilnahme/", f"{minutes}/schreiben/")
    writers = {account.pk for account in writers_of(running)}
    assert writers == {cast.organiser.pk, cast.minute_taker.pk}
    expected = user is not None and user.pk in writers
    assert [client.get(door).status_code == 200 for door in doors] == [expected] * len(doors)
    assert Minutes.objects.visible_to(user).exists() == expected == writes_minutes(user, running)


@pytest.mark.parametrize("mask", [audience.CITY, NARROW, audience.MEMBERS])
def test_who_is_told_of_a_meeting_is_who_reads_it(client_of, cast, running, mask):
    Meeting.objects.update(audience=mask)
    running.refresh_from_db()
    UserFactory(email="niemand@example.org")
    told_of_it = {account.email for account in readers_of(running, mask)}
    url = running.get_absolute_url()
    reading = {user.email for name, user in cast.users.items() if client_of(name).get(url).status_code == 200}
    assert told_of_it == reading
    day = Membership.objects.active().who_see(mask, running.minute_taker_id)
    assert {user.email for user in User.objects.filter(person__in=day.values("person"))} == reading


def test_the_organisers_are_those_who_organise(cast):
    """Some in another way: twice, no more, not yet, without an account in use."""
    MembershipFactory(person=cast.organiser.person, organisation=cast.organisations["city"])
    ways = (
        {"is_organiser": True, "ends_on": dt.date(2025, 6, 30)},
        {"is_organiser": True, "starts_on": dt.date(2025, 7, 2)},
        {"is_organiser": False},
        {"is_organiser": True},
    )
    for way in ways:
        MembershipFactory(person=UserFactory().person, **way)
    MembershipFactory(person=UserFactory(is_active=False).person, is_organiser=True)
    organising = {user.pk for user in User.objects.all() if viewer_for(user).is_organiser}
    assert {user.pk for user in User.objects.organisers()} == organising
    assert len(organising) == 2


@pytest.fixture
def meetings(cast):
    """Of every state, at every time, polled or not, with and without an end."""
    now = timezone.now()
    begins = (None, now - dt.timedelta(days=2), now - HOUR, now + HOUR)
    rows = []
    for state, at, length, polled in product(MeetingState, begins, (None, HOUR / 2, 3 * HOUR), (None, now)):
        if at is None and (length or state not in ("DRAFT", "POLLING", "CANCELLED")):
            continue
        taker = cast.minute_taker.person if length is None else None
        ends = at + length if length else None
        rows.append(
            MeetingFactory.build(
                state=state,
                starts_at=at,
                ends_at=ends,
                polled_at=polled,
                minute_taker=taker,
                number=None,
                is_announced=polled is None,
            )
        )
    Meeting.objects.bulk_create(rows)
    return Meeting.objects.order_by("pk")


def keys(rows):
    return {row.pk for row in rows}


def test_the_same_of_a_row_as_in_sql(cast, meetings):
    rows = list(meetings)
    assert keys(row for row in rows if row.is_over) == keys(meetings.filter(over())) != set()
    assert (
        keys(row for row in rows if not row.is_not_notified)
        == keys(meetings.filter(notified()))
        != keys(rows)
    )
    for user in (*cast.users.values(), None):
        mine = keys(row for row in rows if takes_minutes(user, row))
        assert mine == keys(meetings.filter(minutes_taken_by(viewer_for(user))))
        seen = meetings.visible_to(user)
        bare = keys(row for row in seen if knows_only_the_quarter(user, row))
        assert keys(seen) - bare == keys(meetings.fully_visible_to(user))
        assert bool(bare) == (user not in (cast.organiser, cast.former_member, None))


def test_the_same_of_what_ends_with_a_deadline(cast):
    """A circulation, a poll, a task, a link into the portal: at every state, before and after its end."""
    now, day = timezone.now(), dt.timedelta(days=1)
    for at, state in product((now - HOUR, now + HOUR), State):
        MinutesFactory(state=state, objections_until=at)
    minutes = list(Minutes.objects.all())
    assert (
        keys(row for row in minutes if in_circulation(row)) == keys(Minutes.objects.to_object_to()) != set()
    )
    rest = Minutes.objects.in_circulation().exclude(pk__in=Minutes.objects.to_object_to())
    assert keys(rest) == keys(Minutes.objects.run_out()) != set()
    for at, state in product((now - HOUR, now + HOUR), (PollState.DRAFT, PollState.OPEN, PollState.CLOSED)):
        ended = now if state == PollState.CLOSED else None
        DatePoll.objects.create(meeting=MeetingFactory(), state=state, deadline=at, ended_at=ended)
    polls = list(DatePoll.objects.all())
    assert keys(row for row in polls if row.is_running) == keys(DatePoll.objects.running()) != set()
    late = {row.pk for row in polls if row.state == PollState.OPEN and not row.is_running}
    assert late == keys(DatePoll.objects.run_out()) != set()
    for at, state in product((None, today() - day, today(), today() + day), TaskState):
        ActionItemFactory(due_on=at, state=state)
    tasks = list(ActionItem.objects.all())
    assert keys(row for row in tasks if row.is_overdue) == keys(ActionItem.objects.overdue()) != set()
    assert keys(row for row in tasks if row.is_open) == keys(ActionItem.objects.open()) != keys(tasks)
