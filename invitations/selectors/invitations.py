"""Who is asked, and what they answered."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import berlin, day, working_days_before
from core.slugs import sort_key
from invitations.enums import Reply, reply_in_words
from invitations.models import MeetingInvitation
from invitations.selectors.mails import Unsettled, unsettled_at
from meetings.access.people import writes_minutes
from meetings.models import Meeting
from meetings.presenters.attendance import expected
from meetings.selectors.people import asked
from members import audience as audiences
from members.enums import KIND_ORDER, KIND_PLURALS, PILLARS, Kind
from members.models import GroupRules
from members.speaking import organisations_of
from members.viewers import viewer_for

TAGS = {Reply.ACCEPTED: "ok", Reply.TENTATIVE: "wait", Reply.DECLINED: "danger", Reply.OPEN: "plain"}
WORDS = {
    Reply.ACCEPTED: lambda n: ngettext("%(n)s Zusage", "%(n)s Zusagen", n),
    Reply.TENTATIVE: lambda n: _("%(n)s vielleicht"),
    Reply.DECLINED: lambda n: ngettext("%(n)s Absage", "%(n)s Absagen", n),
}
ANSWERS = (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED)


# --- who can be asked -------------------------------------------------------------------------------------


@dataclass
class House:
    """Accounts of one house that can be asked, for the list with a box beside each."""

    name: str
    kind: str
    people: list = field(default_factory=list)


def not_yet_invited(meeting):
    standing = MeetingInvitation.objects.standing().filter(meeting=meeting, person__isnull=False)
    return asked(meeting).exclude(person__in=standing.values("person"))


def by_house(meeting, accounts) -> list[House]:
    """The accounts in the order of pillars, houses and names: one query, whatever their number."""
    houses = houses_of(meeting)
    found: dict = {}
    for account in sorted(accounts, key=lambda account: account.person.sort_key):
        house = houses.get(account.person_id)
        name, kind = (house.brief, house.kind) if house else (_("Weitere"), Kind.EXTERNAL)
        found.setdefault((kind, name), House(name, kind)).people.append(account)
    return sorted(found.values(), key=lambda each: (KIND_ORDER.index(Kind(each.kind)), sort_key(each.name)))


def houses_of(meeting) -> dict:
    """Person → the house that they stand for on the day of the meeting."""
    return organisations_of(expected(meeting).select_related("organisation"), meeting.audience)


# --- who comes --------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """One invitation in words."""

    pk: int
    person: int | None
    name: str
    house: str
    kind: str
    reply: str
    reply_before: str
    note: str
    deputy: str
    way: str
    is_guest: bool

    @property
    def label(self):
        return reply_in_words(self.reply, self.way)

    @property
    def tag(self):
        return TAGS[Reply(self.reply)]

    @property
    def before(self):
        """»zum alten Termin: zugesagt«, as long as nothing newer is known."""
        if self.reply != Reply.OPEN or not self.reply_before:
            return ""
        return _("zum alten Termin: %(reply)s") % {"reply": Reply(self.reply_before).label}


@dataclass
class Coming:
    """How the answers stand."""

    rows: list[Asked]
    capacity: int | None
    audience: int
    own_person: int | None = None
    unsettled: Unsettled = field(default_factory=Unsettled)  # for those who may look at the mails

    def __bool__(self):
        return bool(self.rows)

    @property
    def mine(self) -> Asked | None:
        mine = (row for row in self.rows if row.person is not None and row.person == self.own_person)
        return next(mine, None)

    def of(self, reply):
        return [row for row in self.rows if row.reply == reply]

    @property
    def counts(self):
        """[(»8 Zusagen«, kind of the tag)] of the answers that somebody gave, open and unclear ones last."""
        numbered = [(reply, len(self.of(reply))) for reply in ANSWERS]
        counts = [(WORDS[reply](n) % {"n": n}, TAGS[reply]) for reply, n in numbered if n]
        rest = self.unsettled.in_words(len(self.of(Reply.OPEN)))
        return [*counts, *((words, TAGS[Reply.OPEN]) for words in rest)]

    @property
    def heads(self):
        """Places that are needed: who comes, who may come, and the deputies of those who do not."""
        return sum(row.reply in (Reply.ACCEPTED, Reply.TENTATIVE) or bool(row.deputy) for row in self.rows)

    @property
    def guests_who_may_come(self):
        return [row for row in self.rows if row.is_guest and row.reply != Reply.DECLINED]

    @property
    def too_many(self):
        """The warning about the room, or nothing."""
        if not self.capacity or self.heads <= self.capacity:
            return ""
        sentence = ngettext(
            "Der Raum hat einen Platz, mit %(heads)s Personen ist zu rechnen.",
            "Der Raum hat %(places)s Plätze, mit %(heads)s Personen ist zu rechnen.",
            self.capacity,
        )
        return sentence % {"places": self.capacity, "heads": self.heads}

    @property
    def missing_pillars(self):
        """Pillars the meeting is for, of which nobody has said yes or sends somebody."""
        there = {row.kind for row in self.rows if row.reply == Reply.ACCEPTED or row.deputy}
        wanted = [kind for kind in audiences.pillars_in(self.audience) if kind in PILLARS]
        return [str(KIND_PLURALS[kind]) for kind in wanted if kind not in there]

    @property
    def by_house(self):
        """[(house, rows)] in the order of the pillars, guests last."""
        found: dict = {}
        for row in self.rows:
            place = (
                len(KIND_ORDER) if row.is_guest else KIND_ORDER.index(Kind(row.kind or Kind.EXTERNAL)),
                row.house,
            )
            found.setdefault(place, []).append(row)
        ordered = sorted(found.items(), key=lambda item: (item[0][0], sort_key(item[0][1])))
        return [(house or _("Weitere"), rows) for (_at, house), rows in ordered]

    @property
    def who_comes(self):
        """As `by_house`, with those alone who come, may come, or send somebody: what members read."""
        chosen = (Reply.ACCEPTED, Reply.TENTATIVE)
        houses = [
            (house, [r for r in rows if r.reply in chosen or r.deputy]) for house, rows in self.by_house
        ]
        return [(house, rows) for house, rows in houses if rows]


def coming(meeting, user) -> Coming:
    """The answers to a meeting that this reader sees: one query, and one about mails for those who run it."""
    viewer = viewer_for(user)
    rows = [_asked(*row) for row in _rows(viewer, meeting=meeting.pk)]
    unsettled = unsettled_at(user, meeting) if writes_minutes(user, meeting) else Unsettled()
    return Coming(rows, meeting.capacity, meeting.audience, viewer.person_id, unsettled)


def _asked(pk, person, name, guest, guest_organisation, house, short, kind, reply, before, note, deputy,
           deputy_name, way):  # fmt: skip
    return Asked(
        pk=pk, person=person, name=name or guest, house=short or house or guest_organisation, kind=kind or "",
        reply=reply, reply_before=before, note=note, deputy=deputy or deputy_name, way=way,
        is_guest=person is None,
    )  # fmt: skip


def _rows(viewer, *, meeting):
    return (
        MeetingInvitation.objects.visible_to(viewer)
        .standing()
        .filter(meeting=meeting)
        .by_name()
        .values_list(
            "pk", "person", "person__name", "guest_name", "guest_organisation", "organisation__name",
            "organisation__short_name", "organisation__kind", "reply", "reply_before", "note",
            "deputy__name", "deputy_name", "way",
        )
    )  # fmt: skip


def invitations_to(meeting, user) -> list[MeetingInvitation]:
    """Those that this reader sees and that were not taken back, by name; one query."""
    rows = MeetingInvitation.objects.visible_to(user).standing().filter(meeting=meeting)
    return list(rows.select_related("deputy").by_name())


def deputy_named_by(meeting, person) -> tuple | None:
    """(deputy, deputy_name) that the invited person has named, or None where nobody is invited."""
    said = MeetingInvitation.objects.standing().filter(meeting=meeting, person=person).first()
    return None if said is None else (said.deputy, said.deputy_name)


def own_invitation(user, meeting) -> MeetingInvitation | None:
    person = viewer_for(user).person_id
    if person is None:
        return None
    rows = MeetingInvitation.objects.visible_to(user).standing().select_related("meeting", "person", "deputy")
    return rows.filter(meeting=meeting, person=person).first()


def unanswered(user):
    """Invitations of people to meetings ahead that wait for their answers, the soonest meeting first."""
    rows = (
        MeetingInvitation.objects.visible_to(user).standing().filter(person__isnull=False, reply=Reply.OPEN)
    )
    upcoming = Meeting.objects.visible_to(user).upcoming().filter(state="INVITED").values("pk")
    return rows.filter(meeting__in=upcoming).select_related("meeting").order_by("meeting__starts_at", "pk")


# --- in time? ---------------------------------------------------------------------------------------------


def lateness(meeting, today: dt.date, rules: GroupRules) -> str:
    """What the group has agreed about the time between invitation and meeting, where it is not kept."""
    if not rules.invite_days or not meeting.starts_at:
        return ""
    latest = berlin(meeting.starts_at).date() - dt.timedelta(days=rules.invite_days)
    if today <= latest:
        return ""
    agreed = ngettext("%(n)s Tag", "%(n)s Tage", rules.invite_days) % {"n": rules.invite_days}
    return _("Die Gruppe hat vereinbart, %(agreed)s vorher einzuladen. Das wäre bis zum %(day)s gewesen.") % {
        "agreed": agreed,
        "day": day(latest),
    }


def seats(meeting, people: int) -> str:
    """No warning yet: who is asked need not come."""
    if not meeting.capacity or people <= meeting.capacity:
        return ""
    sentence = ngettext(
        "Der Raum hat einen Platz, gewählt sind %(people)s Personen.",
        "Der Raum hat %(places)s Plätze, gewählt sind %(people)s Personen.",
        meeting.capacity,
    )
    return sentence % {"places": meeting.capacity, "people": people}


def is_day_before(meeting, today: dt.date) -> bool:
    """From the last working day before the meeting on, until it is there."""
    on = berlin(meeting.starts_at).date()
    return working_days_before(on, 1) <= today < on
