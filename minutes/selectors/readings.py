"""Who has read minutes that go round: a bar for one member, the whole picture for writers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activity.changes import QUERY as CHANGE_TOKEN
from activity.changes import text_of
from core import dates
from members import audience
from members.enums import PILLAR_LABELS, PILLARS, Kind
from members.models import GroupRules, Membership
from members.selectors.directory import by_organisation_and_name
from members.speaking import one_per_person
from members.viewers import viewer_for
from minutes.access import circulation
from minutes.access import readings as access
from minutes.enums import State
from minutes.models import Minutes, Objection, Reading
from minutes.selectors.people import asked_to_read


class Said(NamedTuple):
    """What one person did with the minutes, in any round."""

    read_at: dt.datetime | None = None
    read_revision: int | None = None
    consented_at: dt.datetime | None = None
    consented_revision: int | None = None


def said_in_this_round(minutes, said_at) -> bool:
    """What was said before the minutes went round the last time was about an older text."""
    return said_at is not None and minutes.circulated_at is not None and said_at >= minutes.circulated_at


def days_left(until) -> str:
    """»noch 3 Tage«, counted in days of Jena."""
    days = (dates.berlin(until).date() - dates.today()).days
    return ngettext("noch %(n)s Tag", "noch %(n)s Tage", days) % {"n": days} if days else _("nur noch heute")


def reminder_day(minutes) -> dt.date | None:
    """When the portal reminds by itself: some days before the end, on a working day; None: never."""
    days = GroupRules.objects.in_force().reminder_days
    if not days:
        return None
    last_day = dates.berlin(minutes.objections_until).date()
    return dates.last_working_day(last_day - dt.timedelta(days=days))


# --- to do ------------------------------------------------------------------------------------------------


def waiting_for(user):
    """Minutes that go round and that this member has neither read nor answered in this round."""
    person, round_of = viewer_for(user).person_id, OuterRef("circulated_at")
    mine = Reading.objects.filter(minutes=OuterRef("pk"), person=person)
    objected = Objection.objects.filter(minutes=OuterRef("pk"), author=person)
    return (
        in_circulation(user)
        .exclude(author=person)
        .exclude(Exists(mine.said_since(round_of)))
        .exclude(Exists(objected.raised_since(round_of)))
    )


def in_circulation(user):
    """Minutes that this reader sees and that may be objected to, those first that end first."""
    return Minutes.objects.visible_to(user).to_object_to()


def who_said_something(found) -> dict[int, set[int]]:
    """Minutes → people who have read, consented or objected in this round, or wrote them. Two queries."""
    said = {minutes.pk: {minutes.author_id} for minutes in found}
    began = F("minutes__circulated_at")
    readings = Reading.objects.filter(minutes__in=said).said_since(began)
    objected = Objection.objects.filter(minutes__in=said).raised_since(began)
    for minutes, person in [
        *readings.values_list("minutes", "person"),
        *objected.values_list("minutes", "author"),
    ]:
        said[minutes].add(person)
    return said


_TABLE = Reading._meta.db_table
_NEWEST = f"SELECT max(read_at) FROM {_TABLE} WHERE person_id = %s"  # noqa: S608
_ALL = f"SELECT max(read_at) AS newest, count(*) AS number FROM {_TABLE}"  # noqa: S608
_TOKEN_AND_READINGS = (
    f"SELECT changes.*, ({_NEWEST}), readings.* FROM ({CHANGE_TOKEN}) changes, ({_ALL}) readings"  # noqa: S608
)


class TokenWithReadings(NamedTuple):
    """The change token, and what was read: no event tells of that, but it is done on the overview."""

    own: str  # with this person's newest reading
    of_all: str  # with everybody's
    plain: str  # without any


def token_with_readings(user) -> TokenWithReadings:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOKEN_AND_READINGS, [viewer_for(user).person_id])
        highest, count, own, newest, number = cursor.fetchone()
    change_token = text_of(highest, count)
    return TokenWithReadings(f"{change_token} {own}", f"{change_token} {newest} {number}", change_token)


# --- how many: for every member, without names ------------------------------------------------------------


def asked_of_each():
    """Who is asked to read, as a subquery for rows of minutes: »asked_to_read« for many at once.

    Rows are memberships; a person who has two counts once. A test holds the two together.
    """
    wide = audience.values_shared_with(audience.MEMBERS_ONLY)
    inside = Q(mask__in=wide) | Q(is_organiser=True) | Q(person=OuterRef("meeting__minute_taker"))
    for kind in PILLARS:
        mine = audience.values_shared_with(audience.pillars(kind))
        inside |= Q(mask__in=mine, organisation__kind=kind)
    rows = Membership.objects.active().filter(person__user__is_active=True)
    rows = rows.alias(mask=ExpressionWrapper(OuterRef("meeting__audience"), IntegerField()))
    return rows.filter(inside).exclude(person=Coalesce(OuterRef("author"), 0))


def with_counts(rows):
    """Minutes with `asked` and `answered`: how many shall read them, and how many of those said something."""
    asked = asked_of_each()
    since = OuterRef(OuterRef("circulated_at"))
    here = {"minutes": OuterRef(OuterRef("pk"))}
    read = Reading.objects.filter(person=OuterRef("person"), **here)
    objected = Objection.objects.filter(author=OuterRef("person"), **here).raised_since(since)
    answered = asked.filter(Exists(read.said_since(since)) | Exists(objected))
    return rows.annotate(asked=_while_in_circulation(asked), answered=_while_in_circulation(answered))


def _while_in_circulation(memberships):
    people = memberships.order_by().annotate(all=Value(1)).values("all")
    number = people.annotate(number=Count("person", distinct=True)).values("number")
    return Case(When(state=State.CIRCULATING, then=Coalesce(Subquery(number), 0)))


# --- the bar of one member --------------------------------------------------------------------------------


@dataclass
class Bar:
    """What a member can say while the minutes go round, and what they have said."""

    until: str
    left: str
    count: str = ""  # »11 von 17 haben gelesen«
    read: str = ""  # »gelesen am 3. Juli (Fassung 1)«
    consented: str = ""
    is_read: bool = False  # this very text
    has_consented: bool = False
    has_objected: bool = False
    is_older: bool = False  # what was said was said of an older text
    urls: dict = field(default_factory=dict)


def bar_of(minutes, user, said: Said, has_objected: bool, counts=(None, None)) -> Bar | None:
    """None where there is nothing to say: outside the period, and for the public."""
    if not access.can_mark_read(user, minutes):
        return None
    number = minutes.revision_number
    is_read = said_in_this_round(minutes, said.read_at) and said.read_revision == number
    has_consented = said_in_this_round(minutes, said.consented_at) and said.consented_revision == number
    names = ("mark_read", "consent", "take_back_consent", "object")
    return Bar(
        until=dates.day_long(minutes.objections_until),
        left=days_left(minutes.objections_until),
        count=_count(*counts),
        read=_of_revision(_("gelesen am %(day)s"), said.read_at, said.read_revision, number),
        consented=_of_revision(
            _("keine Einwendungen, gesagt am %(day)s"), said.consented_at, said.consented_revision, number
        ),
        is_read=is_read,
        has_consented=has_consented,
        has_objected=has_objected,
        is_older=bool(said.read_at) and not is_read,
        urls={name: reverse(f"minutes:{name}", args=[minutes.pk]) for name in names},
    )


def _count(asked, answered) -> str:
    if not asked:
        return ""
    words = ngettext("%(n)s von %(all)s hat gelesen", "%(n)s von %(all)s haben gelesen", answered)
    return words % {"n": answered, "all": asked}


def _of_revision(sentence, at, revision, number) -> str:
    """The revision is named where it is not the present one."""
    if at is None:
        return ""
    words = sentence % {"day": dates.day(at)}
    return words if revision == number else _("%(words)s (Fassung %(number)s)") % {
        "words": words, "number": revision,
    }  # fmt: skip


# --- the picture for those who write ----------------------------------------------------------------------


class Reader(NamedTuple):
    person_id: int
    name: str
    state: str  # missing, read, consented, objected
    label: str
    tag: str
    line: str
    can_be_reminded: bool


class OrganisationReaders(NamedTuple):
    name: str
    kind: str
    is_pillar: bool
    readers: Sequence[Reader]
    missing: int

    @property
    def note(self):
        return _said_of([self])

    @property
    def who_is_missing(self) -> str:
        return ", ".join(reader.name for reader in self.readers if reader.state == "missing")


def _said_of(organisations) -> str:
    """»2 von 5«"""
    people = sum(len(organisation.readers) for organisation in organisations)
    said = people - sum(organisation.missing for organisation in organisations)
    return _("%(said)s von %(all)s") % {"said": said, "all": people}


@dataclass
class Standing:
    organisations: list[OrganisationReaders]
    counts: dict[str, int]  # state → people

    @property
    def pillars(self) -> list[tuple[str, str, str]]:
        """[(kind, name, »2 von 5«)], all organisations outside the pillars together at the end."""
        groups: list[tuple[str, str, list[Kind]]]
        groups = [(kind, str(PILLAR_LABELS[kind]), [kind]) for kind in PILLARS]
        groups.append(("", _("Weitere"), [kind for kind in Kind if kind not in PILLARS]))
        return [
            (kind, name, _said_of(organisations))
            for kind, name, kinds in groups
            if (
                organisations := [
                    organisation for organisation in self.organisations if organisation.kind in kinds
                ]
            )
        ]

    @property
    def all(self):
        return sum(self.counts.values())

    @property
    def said(self):
        return self.all - self.counts["missing"]

    @property
    def can_remind(self):
        return any(
            reader.can_be_reminded for organisation in self.organisations for reader in organisation.readers
        )


STATES = {
    "missing": (gettext_lazy("fehlt noch"), "wait"),
    "read": (gettext_lazy("gelesen"), "info"),
    "consented": (gettext_lazy("keine Einwendungen"), "ok"),
    "objected": (gettext_lazy("Einwendung"), "danger"),
}


def standing_of(minutes) -> Standing:
    """Everybody who is asked to read, by organisation; each person once, where they speak for it."""
    organisations = _organisations_of(minutes)
    readings = {row.person_id: row for row in Reading.objects.filter(minutes=minutes)}
    objectors = set()
    if minutes.circulated_at:
        objectors = set(Objection.objects.in_round_of(minutes).values_list("author", flat=True))
    in_circulation = bool(circulation.in_circulation(minutes))
    shown, counts = [], dict.fromkeys(STATES, 0)
    for organisation, people in organisations:
        readers = [_reader(minutes, person, readings, objectors, in_circulation) for person in people]
        for reader in readers:
            counts[reader.state] += 1
        missing = sum(reader.state == "missing" for reader in readers)
        shown.append(
            OrganisationReaders(
                organisation.name, organisation.kind, organisation.is_pillar, readers, missing
            )
        )
    return Standing(shown, counts)


def _organisations_of(minutes):
    people = asked_to_read(minutes).values("person")
    rows = Membership.objects.active().filter(person__in=people).select_related("organisation", "person")
    chosen = one_per_person(rows, minutes.meeting.audience)
    ordered = sorted(chosen.values(), key=by_organisation_and_name)
    return [
        (organisation, [row.person for row in group])
        for organisation, group in groupby(ordered, key=lambda row: row.organisation)
    ]


def _reader(minutes, person, readings, objectors, in_circulation):
    reading = readings.get(person.pk)
    state = _state(minutes, person, reading, objectors)
    label, tag = STATES[state]
    reminded_today = reading is not None and reading.reminded_on == dates.today()
    return Reader(
        person.pk, person.name, state, str(label), tag, _line(minutes, reading),
        can_be_reminded=in_circulation and state == "missing" and not reminded_today,
    )  # fmt: skip


def _state(minutes, person, reading, objectors):
    if person.pk in objectors:
        return "objected"
    if reading and said_in_this_round(minutes, reading.consented_at):
        return "consented"
    return "read" if reading and said_in_this_round(minutes, reading.read_at) else "missing"


def _line(minutes, reading):
    """»gelesen am 3. Juli 2025 (Fassung 1) · erinnert am 8. Juli 2025«"""
    if reading is None:
        return ""
    number = minutes.revision_number
    parts = [
        _of_revision(_("gelesen am %(day)s"), reading.read_at, reading.read_revision, number),
        _of_revision(
            _("keine Einwendungen am %(day)s"), reading.consented_at, reading.consented_revision, number
        ),
        _("erinnert am %(day)s") % {"day": dates.day(reading.reminded_on)} if reading.reminded_on else "",
    ]
    return " · ".join(filter(None, parts))
