"""The page of whoever takes the minutes in the meeting: the agenda with its clock, and what runs now."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import clock, span
from meetings.enums import ItemKind
from meetings.models import AgendaItem, AgendaSpan


@dataclass
class Top:
    """One line of the agenda at the side."""

    pk: int
    number: str
    title: str
    planned: int | None  # minutes
    is_nested: bool
    seconds: int = 0  # of the stretches that are over
    since: dt.datetime | None = None  # while it runs
    was_called: bool = False
    pause: str = ""  # the break that is planned after it

    @property
    def label(self):
        return _("TOP %(number)s") % {"number": self.number}

    @property
    def is_running(self):
        return self.since is not None

    def total(self, now) -> int:
        running = int((now - self.since).total_seconds()) if self.since else 0
        return self.seconds + max(0, running)


@dataclass
class Room:
    now: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    tops: list[Top] = field(default_factory=list)
    span: int = 0  # key of what runs, 0 for nothing
    since: dt.datetime | None = None
    is_break: bool = False
    before_break: int | None = None  # key of the TOP that was called last

    @property
    def current(self):
        return next((top for top in self.tops if top.is_running), None)

    @property
    def called(self):
        return [top for top in self.tops if top.was_called]

    @property
    def last_called(self):
        """What runs, or in a break what ran before it: the text in hand."""
        return self.current or next((top for top in self.tops if top.pk == self.before_break), None)

    @property
    def following(self):
        """The next TOP in reading order after the one that runs, or ran before the break."""
        here = self.last_called
        if here is None:
            return self.tops[0] if self.tops else None
        at = self.tops.index(here)
        return self.tops[at + 1] if at + 1 < len(self.tops) else None

    @property
    def status(self):
        """»TOP 2 läuft seit 14:12«: short, because it is read out."""
        if self.is_break and self.since:
            return _("Pause seit %(time)s") % {"time": clock(self.since)}
        if self.current:
            values = {"top": self.current.label, "time": clock(self.current.since)}
            return _("%(top)s läuft seit %(time)s") % values
        if self.ended_at and self.began_at:
            return _("Treffen beendet: %(times)s") % {"times": span(self.began_at, self.ended_at)}
        if self.began_at:
            return _("Treffen läuft seit %(time)s") % {"time": clock(self.began_at)}
        return _("Das Treffen hat noch nicht begonnen.")

    @property
    def lines(self):
        return [Line(top, self.now) for top in self.tops]


@dataclass
class Line:
    """A TOP in words, as of the moment in which the page was made; the script only counts on."""

    top: Top
    now: dt.datetime

    @property
    def seconds(self):
        return self.top.total(self.now)

    @property
    def planned_text(self):
        return minutes_text(self.top.planned) if self.top.planned else ""

    @property
    def elapsed_text(self):
        return minutes_text(self.seconds // 60)

    @property
    def over(self):
        """Whole minutes beyond what was planned."""
        return max(0, self.seconds // 60 - self.top.planned) if self.top.planned else 0

    @property
    def over_text(self):
        return over_text(self.over)


def minutes_text(minutes):
    return ngettext("%(count)s Minute", "%(count)s Minuten", minutes) % {"count": minutes}


def over_text(minutes):
    if not minutes:
        return ""
    return ngettext("%(count)s Minute über der Planung", "%(count)s Minuten über der Planung", minutes) % {
        "count": minutes
    }


def room_of(meeting, user) -> Room:
    """Two queries. For writers, who see every TOP of the meeting."""
    tops: dict[int, Top] = {}
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting, dropped_at__isnull=True)
    columns = items.in_order().values_list("pk", "number", "title", "duration", "parent_id", "kind")
    for pk, number, title, duration, parent, kind in columns:
        if kind != ItemKind.BREAK:
            tops[pk] = Top(pk, number, title, duration, parent is not None)
        elif tops:  # a break is no TOP that is called: it stands with the TOP before it
            before = tops[next(reversed(tops))]
            before.pause = f"{title}, {minutes_text(duration)}" if duration else title
    room = Room(timezone.now(), meeting.began_at, meeting.ended_at, list(tops.values()))
    for span_ in AgendaSpan.objects.visible_to(user).filter(meeting=meeting).in_order():
        _count(room, tops.get(span_.agenda_item_id), span_)
    return room


def _count(room, top, span_):
    if top is not None:
        top.was_called = True
        room.before_break = top.pk
    if span_.ended_at is None:
        room.span, room.since, room.is_break = span_.pk, span_.started_at, span_.is_break
        if top is not None:
            top.since = span_.started_at
    elif top is not None:
        top.seconds += int((span_.ended_at - span_.started_at).total_seconds())
