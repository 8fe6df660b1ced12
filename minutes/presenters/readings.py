"""What a member can say of minutes that go round, and the whole picture for those who write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import dates
from members.enums import PILLAR_LABELS, PILLARS, Kind
from members.models import Membership
from members.selectors.directory import by_organisation_and_name
from members.speaking import one_per_person
from minutes.access import circulation
from minutes.access import readings as access
from minutes.models import Objection, Reading
from minutes.selectors.people import asked_to_read
from minutes.selectors.readings import Said, said_in_this_round


def days_left(until) -> str:
    """»noch 3 Tage«, counted in days of Jena."""
    days = (dates.berlin(until).date() - dates.today()).days
    return ngettext("noch %(n)s Tag", "noch %(n)s Tage", days) % {"n": days} if days else _("nur noch heute")


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
