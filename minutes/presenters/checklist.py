"""What minutes must be able to show, line by line: done, or missing with the way to where it is mended."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import clock, day_long
from core.safe_html import German, phrase
from meetings.access.meetings import can_correct_times
from meetings.enums import Presence, State
from meetings.models import AgendaItem
from meetings.presenters.attendance import attendance_list
from minutes.models import MinutesSection
from minutes.presenters.writing import open_lines_in
from minutes.text.marks import overlooked_lines
from outcomes.enums import Result
from outcomes.models import ActionItem, Decision

SHOWN = 12  # links of one line


@dataclass
class Check:
    label: str
    is_done: bool
    note: str = ""
    url: str = ""
    missing: list = field(default_factory=list)  # (words, address, section that can be left out or None)
    left_out: list = field(default_factory=list)  # (words, section that says »entfällt«)
    more: int = 0

    def __post_init__(self):
        self.more = max(0, len(self.missing) - SHOWN)
        self.missing = self.missing[:SHOWN]

    @property
    def gap(self) -> str:
        """»3 fehlen noch«, or »fehlt noch« where it is one thing or none can be named."""
        count = len(self.missing) + self.more
        if not count:
            return _("fehlt noch")
        return ngettext("%(n)s fehlt noch", "%(n)s fehlen noch", count) % {"n": count}


def checklist_of(meeting, minutes, user, *, is_ending=False) -> list[Check]:
    """Six queries. `is_ending`: the end comes with the click that is being thought about."""
    attendance = attendance_list(meeting, user)
    times = reverse("meetings:times", args=[meeting.pk]) if can_correct_times(user, meeting) else ""
    author = (minutes.author or meeting.minute_taker) if minutes is not None else None
    create = reverse("minutes:create", args=[meeting.pk]) if minutes is None else ""
    return [
        Check(_("Tag"), True, day_long(meeting.began_at or meeting.starts_at)),
        Check(_("Beginn"), bool(meeting.began_at), _clock(meeting.began_at), times),
        _end(meeting, is_ending, times),
        Check(_("Ort"), bool(meeting.place_name or meeting.online_url), meeting.place_name, times),
        *_attendance(meeting, attendance),
        *_items(meeting, minutes),
        *_decisions(meeting),
        Check(
            _("Wer das Protokoll geschrieben hat"), author is not None, author.name if author else "", create
        ),
    ]


def missing_of(meeting, minutes, user) -> list[Check]:
    return [check for check in checklist_of(meeting, minutes, user) if not check.is_done]


def _clock(moment):
    return _("%(time)s Uhr") % {"time": clock(moment)} if moment else ""


def _end(meeting, is_ending, url):
    if is_ending and not meeting.ended_at:
        return Check(_("Ende"), True, _("wird beim Beenden vermerkt"))
    if meeting.state == State.RUNNING:
        url = reverse("minutes:end", args=[meeting.pk])
    return Check(_("Ende"), bool(meeting.ended_at), _clock(meeting.ended_at), url)


def _attendance(meeting, attendance):
    every = reverse("meetings:attendance", args=[meeting.pk])

    def those(attendees):
        return [
            (attendee.name, reverse("meetings:attendee", args=[meeting.pk, attendee.pk]), None)
            for attendee in attendees
        ]

    without_reason = [
        attendee
        for attendee in attendance.attendees
        if attendee.presence == Presence.EXCUSED and not attendee.row.reason
    ]
    without_deputy = [
        attendee
        for attendee in attendance.attendees
        if attendee.presence == Presence.REPRESENTED
        and not (attendee.row.deputy_id or attendee.row.deputy_name)
    ]
    present = ngettext("%(count)s Person anwesend", "%(count)s Personen anwesend", attendance.present)
    return [
        Check(
            _("Wer da war und wer nicht"), not attendance.unknown, present % {"count": attendance.present},
            every, those(attendance.unknown),
        ),
        Check(_("Grund, wo jemand entschuldigt ist"), not without_reason, "", every, those(without_reason)),
        Check(_("Wer wen vertreten hat"), not without_deputy, "", every, those(without_deputy)),
    ]  # fmt: skip


def _items(meeting, minutes):
    """A frame with TOPs below it needs no words of its own."""
    tops = AgendaItem.objects.filter(meeting=meeting).tops().in_order()
    rows = list(tops.values_list("pk", "number", "title", "parent_id", "dropped_at", named=True))
    items = [row for row in rows if row.dropped_at is None]
    frames = {item.parent_id for item in items}
    written = MinutesSection.objects.filter(minutes=minutes).only("agenda_item", "body") if minutes else ()
    sections = {section.agenda_item_id: section for section in written}
    texts = {item.pk: sections[item.pk].body if item.pk in sections else "" for item in items}
    recorded = set(Decision.objects.filter(meeting=meeting).values_list("agenda_item", flat=True))
    recorded |= set(ActionItem.objects.filter(meeting=meeting).values_list("agenda_item", flat=True))
    open_items = [
        (
            phrase(_("TOP %(number)s %(title)s"), number=item.number, title=item.title),
            *_place(minutes, sections.get(item.pk)),
        )
        for item in items
        if item.pk not in frames and item.pk not in recorded and not texts[item.pk].strip()
    ]
    note = ngettext("%(count)s TOP", "%(count)s TOPs", len(items)) % {"count": len(items)}
    left_out = [
        (phrase(_("TOP %(number)s %(title)s"), number=row.number, title=row.title), sections[row.pk].pk)
        for row in rows
        if row.dropped_at is not None and row.pk in sections
    ]
    label = _("Jeder TOP mit Text, Beschluss, Aufgabe oder »entfällt«")
    waiting = [
        (words, _place(minutes, sections.get(item.pk))[0], None)
        for item in items
        for words in _waiting_in(texts[item.pk], item.number)
    ]
    return [
        Check(label, bool(items) and not open_items, note, "", open_items, left_out),
        Check(
            _("Jede Zeile »Beschluss:« oder »Aufgabe:« festgehalten"), not waiting,
            "" if waiting else _("nichts offen"), "", waiting,
        ),
    ]  # fmt: skip


def _waiting_in(text, number):
    """Lines of one TOP that are not yet what they say."""
    for line in open_lines_in(text):
        yield phrase(_("TOP %(number)s: %(line)s"), **_short(number, line.wording))
    for words in overlooked_lines(text):
        words_of_it = _("TOP %(number)s: »%(line)s« wird erst am Anfang einer Zeile erkannt")
        yield phrase(words_of_it, **_short(number, words))


def _short(number, words):
    return {"number": number, "line": German(Truncator(words).chars(60))}


def _place(minutes, section):
    """Where the text is written, and the section that can be left out in one click."""
    if minutes is None:
        return "", None
    write = reverse("minutes:write", args=[minutes.pk])
    return (f"{write}#abschnitt-{section.pk}", section.pk) if section else (write, None)


def _decisions(meeting):
    decisions = list(Decision.objects.filter(meeting=meeting).order_by("year", "number"))
    uncounted = [
        (decision.label, reverse("outcomes:edit_decision", args=[decision.pk]), None)
        for decision in decisions
        if decision.result == Result.MAJORITY and decision.votes_yes is None
    ]
    note = ngettext("%(count)s Beschluss", "%(count)s Beschlüsse", len(decisions)) % {"count": len(decisions)}
    note = note if decisions else _("kein Beschluss")
    return [
        Check(_("Ergebnis jedes Beschlusses, mehrheitlich mit Stimmen"), not uncounted, note, "", uncounted)
    ]
