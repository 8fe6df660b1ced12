"""The Regiebuch: what those who host the meeting need in their hands, on paper as well."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import ports
from meetings.access import meetings
from meetings.enums import ItemKind, Presence
from meetings.models import InternalNote, Meeting
from meetings.presenters.agenda import Row
from meetings.presenters.attendance import AttendanceList, attendance_list
from meetings.presenters.meetings import MeetingDetail, detail_of
from members.models import Membership
from members.querysets import NOBODY
from members.viewers import viewer_for

AWAY = {each.value: each for each in (Presence.EXCUSED, Presence.ABSENT, Presence.REPRESENTED)}
NEEDS_A_PRESENTER = (ItemKind.TALK, ItemKind.DISCUSSION, ItemKind.DECISION)


@dataclass
class Line:
    """One TOP with its note and what is still missing."""

    row: Row
    note: InternalNote
    is_frame: bool = False  # others stand below it
    form: Any = None

    @property
    def missing(self) -> list[str]:
        item = self.row.item
        if item is None or self.row.is_dropped or self.row.is_gap:
            return []
        nobody = not (item.presenter_id or item.presenter_organisation_id or item.presenter_name)
        found = []
        if nobody and item.kind in NEEDS_A_PRESENTER and not self.is_frame:
            found.append(_("niemand trägt vor"))
        if item.duration is None and not self.is_frame:
            found.append(_("ohne Dauer"))
        return found


@dataclass(frozen=True)
class Point:
    """Something to prepare, and where that is done."""

    words: str
    url: str = ""


@dataclass
class Contact:
    name: str
    organisation: str
    email: str = ""
    phone: str = ""
    parts: list[str] = field(default_factory=list)  # »Protokollführung«, »TOP 2«


@dataclass
class RunningOrder:
    detail: MeetingDetail
    lines: list[Line]
    note: InternalNote  # of the whole meeting
    contacts: list[Contact]
    attendance: AttendanceList | None  # without a date nobody is expected yet
    answers: Any = None  # where people were invited (ports.coming)
    form: Any = None

    @property
    def agenda(self):
        return self.detail.agenda

    @property
    def coming(self) -> list[str]:
        """How many are expected, who will not come as far as that is known, and the guests."""
        if self.attendance is None:
            return []
        if self.answers:
            return self._answered(self.answers)
        away = [_absence(attendee) for attendee in self.attendance.attendees if attendee.presence in AWAY]
        guests = [guest.name for guest in self.attendance.guests]
        expected = ngettext(
            "%(n)s Mitglied wird erwartet", "%(n)s Mitglieder werden erwartet", self.attendance.expected
        )
        absent = ngettext("%(n)s abgemeldet: %(names)s", "%(n)s abgemeldet: %(names)s", len(away))
        invited = ngettext("%(n)s Gast: %(names)s", "%(n)s Gäste: %(names)s", len(guests))
        words = [expected % {"n": self.attendance.expected}]
        found = ((absent, away), (invited, guests))
        return words + [text % {"n": len(names), "names": ", ".join(names)} for text, names in found if names]

    def _answered(self, answers):
        """»8 Zusagen«, »1 Absage«, who stands in for whom, and the guests who come."""
        words = [text for text, _kind in answers.counts]
        deputies = [f"{row.deputy} ({row.name})" for row in answers.rows if row.deputy]
        if deputies:
            words.append(_("Vertretungen: %(names)s") % {"names": ", ".join(deputies)})
        guests = [row.name for row in answers.guests_who_may_come]
        if guests:
            text = ngettext("%(n)s Gast: %(names)s", "%(n)s Gäste: %(names)s", len(guests))
            words.append(text % {"n": len(guests), "names": ", ".join(guests)})
        return [*words, *filter(None, [answers.too_many])]

    @property
    def open_points(self) -> list[Point]:
        return [*self._of_meeting(), *self._of_items()]

    def _of_meeting(self):
        meeting, words = self.detail.meeting, []
        if not meeting.starts_at:
            words.append(_("Der Termin steht noch nicht fest."))
        if not meeting.place_name and not meeting.online_url:
            words.append(_("Weder Ort noch Link zur Teilnahme sind angegeben."))
        if meeting.minute_taker_id is None:
            words.append(_("Es gibt noch keine Protokollführung."))
        if not self.lines:
            words.append(_("Es gibt noch keine Tagesordnung."))
        if self.agenda.overrun_text:
            words.append(
                _("Die Tagesordnung dauert zu lange: %(over)s.") % {"over": self.agenda.overrun_text}
            )
        if self.answers and self.answers.missing_pillars:
            pillars = ", ".join(self.answers.missing_pillars)
            words.append(_("Noch niemand hat zugesagt von: %(pillars)s.") % {"pillars": pillars})
        return [Point(each) for each in words]

    def _of_items(self):
        can_build = meetings.can_build_agenda(self.detail.viewer, self.detail.meeting)
        for line in self.lines:
            if line.missing:
                words = f"{line.row.name} {line.row.title}: {', '.join(line.missing)}"
                keys = [self.detail.pk, line.row.item.pk] if line.row.item else []
                yield Point(words, reverse("meetings:edit_item", args=keys) if can_build and keys else "")


def _absence(attendee):
    """»Ada Beispiel (entschuldigt, Urlaub)«"""
    return (
        f"{attendee.name} ({', '.join(filter(None, [str(AWAY[attendee.presence].label), attendee.details]))})"
    )


def meeting_with_running_order(user, pk) -> Meeting | None:
    return next(iter(_meeting(viewer_for(user), key=pk)), None)


def _meeting(viewer, *, key):
    return Meeting.objects.visible_to(viewer).filter(pk=key).select_related("minute_taker")


def running_order_of(meeting, user) -> RunningOrder:
    """For those who may read it: six queries, however long the agenda is."""
    detail = detail_of(meeting, user)
    notes = {note.agenda_item_id: note for note in _notes(viewer_for(user), meeting=meeting.pk)}
    rows = detail.agenda.rows
    lines = [Line(row, _note(notes, meeting, row.item), _is_frame(rows, at)) for at, row in enumerate(rows)]
    attendance = attendance_list(meeting, user) if meeting.starts_at else None
    return RunningOrder(
        detail=detail,
        lines=lines,
        note=_note(notes, meeting, None),
        contacts=[*_contacts(meeting, rows), *_guests(attendance.invited if attendance else [])],
        attendance=attendance,
        answers=ports.coming(meeting, user) if meeting.invited_at else None,
    )


def _is_frame(rows, at):
    return any(row.depth > rows[at].depth for row in rows[at + 1 : at + 2])


def _notes(viewer, *, meeting):
    return InternalNote.objects.visible_to(viewer).filter(meeting=meeting)


def note_to(meeting, item, user) -> InternalNote:
    """The note that is there, or an empty one to begin with."""
    found = InternalNote.objects.visible_to(user).filter(meeting=meeting, agenda_item=item).first()
    return found or InternalNote(meeting=meeting, agenda_item=item, version=0)


def _note(notes, meeting, item):
    key = item.pk if item else None
    return notes.get(key) or InternalNote(meeting=meeting, agenda_item=item, version=0)


def _contacts(meeting, rows) -> list[Contact]:
    """Whom to call: the Protokollführung, who presents, and the organisers; members of today."""
    parts: dict = {}
    if meeting.minute_taker_id:
        parts.setdefault(meeting.minute_taker_id, []).append(_("Protokollführung"))
    for row in rows:
        if row.item and row.item.presenter_id and not row.is_dropped:
            parts.setdefault(row.item.presenter_id, []).append(row.name)
    found: dict = {}
    rows = Membership.objects.active().who_see(NOBODY, *parts)
    rows = rows.select_related("person__user", "organisation").order_by("person__sort_key__folded", "pk")
    for each in rows:
        contact = found.setdefault(each.person_id, _contact(each, parts.get(each.person_id, [])))
        if each.is_organiser and _("Organisation") not in contact.parts:
            contact.parts.append(_("Organisation"))
    return list(found.values())


def _guests(invited):
    """Whoever is asked from outside: the speaker among them is often the one who is late."""
    return [
        Contact(
            name=each.guest_name,
            organisation=each.guest_organisation,
            email=each.guest_email,
            parts=[_("Gast")],
        )
        for each in invited
        if each.is_guest
    ]


def _contact(membership, parts):
    person = membership.person
    user = getattr(person, "user", None)
    return Contact(
        name=person.name, organisation=membership.organisation.brief, phone=person.phone, parts=list(parts),
        email=user.email if user and user.is_active else "",
    )  # fmt: skip
