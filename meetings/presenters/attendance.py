"""Teilnahme: who should be there, who was, and what of it stands in the record."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.dates import clock
from core.safe_html import phrase, strung
from core.slugs import sort_key
from meetings import ports
from meetings.enums import Presence
from meetings.models import Attendance
from meetings.selectors.attendance import expected
from members import audience as audiences
from members.enums import KIND_ORDER, KIND_PLURALS, PILLARS, Kind
from members.speaking import one_per_person


@dataclass
class Attendee:
    """One person on the list, with what was recorded of them."""

    pk: int  # of the person
    name: str
    organisation: str
    kind: str
    sort_key: tuple[str, str]
    row: Attendance | None = None
    invitation: Any = None  # with what the person answered (ports.invitations_to)

    @property
    def presence(self):
        return self.row.presence if self.row else ""

    @property
    def version(self):
        return self.row.version if self.row else 0

    @property
    def details(self):
        if self.row and self.row.presence:
            return details_of(self.row)
        return self.invitation.said_in_words if self.invitation else ""

    @property
    def buttons(self):
        """(value, label, key, whether it is chosen) of each answer."""
        return [(each.value, each.label, KEYS[each], each == self.presence) for each in Presence]


# »f« for »fehlt«: »a« is taken.
KEYS = {Presence.PRESENT: "a", Presence.EXCUSED: "e", Presence.ABSENT: "f", Presence.REPRESENTED: "v"}


@dataclass
class PillarAttendance:
    """The people of one pillar, organisation by organisation."""

    kind: str
    label: str
    organisations: dict = field(default_factory=dict)  # its name → attendees

    @property
    def attendees(self):
        return [attendee for attendees in self.organisations.values() for attendee in attendees]

    @property
    def present(self):
        return sum(each.presence == Presence.PRESENT for each in self.attendees)

    @property
    def represented(self):
        return sum(each.presence == Presence.REPRESENTED for each in self.attendees)

    @property
    def expected(self):
        return len(self.attendees)


@dataclass
class AttendanceList:
    pillars: list[PillarAttendance]
    guests: list[Attendance]
    expected_guests: list = field(default_factory=list)  # invited, and not recorded yet
    audience: int = audiences.MEMBERS
    invited: list = field(default_factory=list)  # members and guests

    @property
    def attendees(self):
        return [attendee for pillar in self.pillars for attendee in pillar.attendees]

    @property
    def present(self):
        return sum(pillar.present for pillar in self.pillars)

    @property
    def expected(self):
        return sum(pillar.expected for pillar in self.pillars)

    @property
    def unknown(self):
        return [attendee for attendee in self.attendees if not attendee.presence]

    @property
    def absent_pillars(self):
        """Pillars that the meeting is for and of which nobody is there, not even a deputy."""
        there = {pillar.kind for pillar in self.pillars if pillar.present or pillar.represented}
        return [str(KIND_PLURALS[kind]) for kind in audiences.pillars_in(self.audience) if kind not in there]

    @property
    def covers_all_pillars(self):
        return not self.absent_pillars and audiences.pillars_in(self.audience) == list(PILLARS)

    def attendee_of(self, person):
        return next((attendee for attendee in self.attendees if attendee.pk == person), None)


def attendance_list(meeting, user) -> AttendanceList:
    """Everybody who should be listed, and everybody of whom something is recorded: two queries.

    One more where people were invited: what they answered stands beside their names.
    """
    rows = list(
        Attendance.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("person", "organisation", "deputy")
        .by_name()
    )
    chosen = one_per_person(expected(meeting).select_related("person", "organisation"), meeting.audience)
    organisations: dict = {key: membership.organisation for key, membership in chosen.items()}
    people: dict = {key: membership.person for key, membership in chosen.items()}
    recorded = {row.person_id: row for row in rows if row.person_id}
    for key, row in recorded.items():
        people[key] = row.person
        organisations[key] = row.organisation or organisations.get(key)
    asked = ports.invitations_to(meeting, user) if meeting.invited_at else []
    invitations = {each.person_id: each for each in asked if each.person_id}
    attendees = []
    for key, person in people.items():
        organisation = organisations[key]
        attendees.append(
            Attendee(
                pk=key, name=person.name, row=recorded.get(key), invitation=invitations.get(key),
                organisation=organisation.brief if organisation else "",
                kind=organisation.kind if organisation else Kind.EXTERNAL,
                sort_key=(organisation.sort_key if organisation else "", person.sort_key),
            )
        )  # fmt: skip
    pillars: dict = {}
    for attendee in sorted(attendees, key=lambda each: (KIND_ORDER.index(Kind(each.kind)), each.sort_key)):
        label = str(KIND_PLURALS[Kind(attendee.kind)])
        pillar = pillars.setdefault(attendee.kind, PillarAttendance(kind=attendee.kind, label=label))
        pillar.organisations.setdefault(attendee.organisation, []).append(attendee)
    guests = [row for row in rows if not row.person_id]
    here = {guest.submission_key for guest in guests}
    expected_guests = [
        each for each in asked if each.is_guest and each.may_come and each.attendance_key not in here
    ]
    return AttendanceList(list(pillars.values()), guests, expected_guests, meeting.audience, asked)


# --- the record of it -------------------------------------------------------------------------------------


def details_of(row) -> str:
    """»vertreten durch Ada Beispiel, verhindert«: what the word of the presence alone does not say."""
    deputy = row.deputy.name if row.deputy else row.deputy_name
    said = [
        deputy and phrase(_("vertreten durch %(name)s"), name=deputy),
        row.reason,
        row.arrived_at and _("gekommen um %(time)s") % {"time": clock(row.arrived_at)},
        row.left_at and _("gegangen um %(time)s") % {"time": clock(row.left_at)},
    ]
    return strung(said, ", ")


def people_at(meeting, viewer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return [(organisation, [(name, what is known of them)])] for members who see the meeting: one query."""
    rows = Attendance.objects.visible_to(viewer).filter(meeting=meeting).exclude(presence="").by_name()
    found: dict = {}
    for row in rows.select_related("person", "organisation", "deputy"):
        known = [details_of(row)]
        if not (row.deputy or row.deputy_name):  # »vertreten durch …« says the presence already
            known.insert(0, row.get_presence_display() if row.person else _("Gast"))
        # In the order of the pillars, and guests of no organisation last.
        place = KIND_ORDER.index(Kind(row.organisation.kind)) if row.organisation else len(KIND_ORDER)
        name = row.organisation.name if row.organisation else row.guest_organisation
        found.setdefault((place, sort_key(name), name), []).append((row.name, strung(known, ", ")))
    return [(name or _("Weitere"), found[place, key, name]) for place, key, name in sorted(found)]
