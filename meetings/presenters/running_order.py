"""The Regiebuch: what those who host the meeting need in their hands, on paper as well."""

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import ports
from meetings.access import meetings
from meetings.enums import ItemKind, Presence
from meetings.models import InternalNote
from meetings.presenters.agenda import AgendaRow
from meetings.presenters.attendance import AttendanceList, attendance_list
from meetings.presenters.meetings import MeetingDetail, detail_of
from members.models import Membership
from members.querysets import NOBODY

AWAY = {each.value: each for each in (Presence.EXCUSED, Presence.ABSENT, Presence.REPRESENTED)}
NEEDS_A_PRESENTER = (ItemKind.TALK, ItemKind.DISCUSSION, ItemKind.DECISION)


@dataclass
class RunningOrderItem:
    """One TOP with its note and what is still missing."""

    row: AgendaRow
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
    items: list[RunningOrderItem]
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
        away = []
        for each in self.attendance.attendees:
            if each.presence in AWAY:  # »Ada Beispiel (entschuldigt, Urlaub)«
                said = filter(None, [str(AWAY[each.presence].label), each.details])
                away.append(f"{each.name} ({', '.join(said)})")
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
        meeting, found = self.detail.meeting, []
        if not meeting.starts_at:
            found.append(Point(_("Der Termin steht noch nicht fest.")))
        if not meeting.place_name and not meeting.online_url:
            found.append(Point(_("Weder Ort noch Link zur Teilnahme sind angegeben.")))
        if meeting.minute_taker_id is None:
            found.append(Point(_("Es gibt noch keine Protokollführung.")))
        if not self.items:
            found.append(Point(_("Es gibt noch keine Tagesordnung.")))
        if over := self.agenda.overrun_text:
            found.append(Point(_("Die Tagesordnung dauert zu lange: %(over)s.") % {"over": over}))
        if self.answers and self.answers.missing_pillars:
            pillars = ", ".join(self.answers.missing_pillars)
            found.append(Point(_("Noch niemand hat zugesagt von: %(pillars)s.") % {"pillars": pillars}))
        can_build = meetings.can_build_agenda(self.detail.viewer, meeting)
        for entry in self.items:
            if entry.missing:
                words = f"{entry.row.name} {entry.row.title}: {', '.join(entry.missing)}"
                keys = [meeting.pk, entry.row.item.pk] if entry.row.item and can_build else []
                found.append(Point(words, reverse("meetings:edit_item", args=keys) if keys else ""))
        return found


def running_order_of(meeting, user) -> RunningOrder:
    """For those who may read it: six queries, however long the agenda is."""
    detail = detail_of(meeting, user)
    written = InternalNote.objects.visible_to(user).filter(meeting=meeting)
    notes = {note.agenda_item_id: note for note in written}
    rows, items = detail.agenda.rows, []
    for row, following in zip_longest(rows, rows[1:]):
        key = row.item.pk if row.item else None
        note = notes.get(key) or InternalNote(meeting=meeting, agenda_item=row.item, version=0)
        items.append(
            RunningOrderItem(row, note, is_frame=following is not None and following.depth > row.depth)
        )
    attendance = attendance_list(meeting, user) if meeting.starts_at else None
    return RunningOrder(
        detail=detail,
        items=items,
        note=notes.get(None) or InternalNote(meeting=meeting, version=0),
        contacts=_contacts(meeting, rows, attendance.invited if attendance else []),
        attendance=attendance,
        answers=ports.coming(meeting, user) if meeting.invited_at else None,
    )


def note_to(meeting, item, user) -> InternalNote:
    """The note that is there, or an empty one to begin with."""
    found = InternalNote.objects.visible_to(user).filter(meeting=meeting, agenda_item=item).first()
    return found or InternalNote(meeting=meeting, agenda_item=item, version=0)


def _contacts(meeting, rows, invited) -> list[Contact]:
    """Whom to call: the Protokollführung, who presents, the organisers, and guests who are asked to come."""
    parts: dict = {}
    if meeting.minute_taker_id:
        parts.setdefault(meeting.minute_taker_id, []).append(_("Protokollführung"))
    for row in rows:
        if row.item and row.item.presenter_id and not row.is_dropped:
            parts.setdefault(row.item.presenter_id, []).append(row.name)
    found: dict = {}
    members = Membership.objects.active().who_see(NOBODY, *parts)
    members = members.select_related("person__user", "organisation")
    for each in members.order_by("person__sort_key__folded", "pk"):
        person, user = each.person, getattr(each.person, "user", None)
        # One contact for a person of two organisations: the first of them.
        contact = found.setdefault(
            person.pk,
            Contact(
                name=person.name, organisation=each.organisation.brief, phone=person.phone,
                email=user.email if user and user.is_active else "", parts=list(parts.get(person.pk, [])),
            ),
        )  # fmt: skip
        if each.is_organiser and _("Organisation") not in contact.parts:
            contact.parts.append(_("Organisation"))
    # The speaker among the guests is often the one who is late.
    guests = [
        Contact(
            name=each.guest_name, organisation=each.guest_organisation, email=each.guest_email,
            parts=[_("Gast")],
        )
        for each in invited
        if each.is_guest
    ]  # fmt: skip
    return [*found.values(), *guests]
