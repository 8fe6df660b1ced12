"""What to choose the options of a poll from: three months as tables of weeks, with what is on at each day."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from core.dates import day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from core.months import YEARS, days_between, first_of, shifted, weekday_names, weeks_of
from core.safe_html import strung
from meetings.presenters.month import meetings_between

MONTHS = 3
A_DAY = dt.timedelta(days=1)


def marks_of_days(user, days, but=None) -> dict[dt.date, list[str]]:
    """Return day → what is to be known of it: holidays, and meetings that `user` sees. Two queries."""
    days = set(days)
    marks = {day: list(filter(None, (public_holiday(day), school_holiday(day)))) for day in days}
    if days:
        for slot in meetings_between(user, min(days), max(days) + A_DAY):
            if slot.day in days and not slot.is_off and slot.url != but:
                times = f"({slot.times})" if slot.times else ""
                marks[slot.day].append(strung([slot.title, times], " "))
    return marks


@dataclass
class Day:
    date: dt.date
    is_past: bool
    on: list[tuple[str, str]]  # (letter, what it stands for), whoever plans a meeting
    offered: list[tuple[str, str]] = field(default_factory=list)  # the same of times that are offered already

    @property
    def key(self):
        return self.date.isoformat()

    @property
    def name(self):
        return day_with_weekday(self.date)

    @property
    def notes(self):
        """In a day there is room for the letter."""
        return self.on + self.offered


@dataclass
class Month:
    key: str  # »2025-09«
    name: str
    weeks: list[list[Day | None]]
    notes: list[tuple[str, str, str]]  # (letter, »23.–31.«, »Weihnachtsferien«): what the letters stand for


@dataclass
class Sheet:
    """Three months beside each other, and the way to those before and after them."""

    months: list[Month]
    weekdays: list
    before: str
    after: str
    elsewhere: list[Day]  # ticked, in other months


def sheet_of(meeting, options, user, wanted="", chosen=()) -> Sheet:
    """Return the quarter that the meeting is meant for; where that has begun or is over, from this month on.

    `chosen`: what the boxes have sent; anything else that came is no day.
    """
    first = first_of(wanted) or today().replace(day=1)
    if not first_of(wanted) and meeting.target_year and meeting.target_quarter:
        first = max(first, dt.date(meeting.target_year, meeting.target_quarter * 3 - 2, 1))
    before, after = shifted(first, -MONTHS), shifted(first, MONTHS)
    days = {date: day_of(date) for date in days_between(first, after)}
    for slot in meetings_between(user, first, after):
        if not slot.is_off:
            days[slot.day].on.append((_("T"), slot.title))
    for option in options:
        if option.day in days:
            times = {"times": option.times or _("ganzer Tag")}
            days[option.day].offered.append((_("V"), _("schon vorgeschlagen: %(times)s") % times))
    ticked = set()
    for text in chosen:
        try:
            ticked.add(dt.date.fromisoformat(text))
        except ValueError:
            continue
    return Sheet(
        months=[month_of(shifted(first, number), days) for number in range(MONTHS)],
        weekdays=weekday_names(),
        before=f"{before:%Y-%m}" if before.year in YEARS and first > today() else "",
        after=f"{after:%Y-%m}" if after.year in YEARS else "",
        elsewhere=[day_of(date) for date in sorted(ticked - set(days))],
    )


def day_of(date) -> Day:
    holidays = [(_("F"), public_holiday(date)), (_("S"), school_holiday(date))]
    return Day(date, date < today(), [note for note in holidays if note[1]])


def month_of(first, days) -> Month:
    """Without the weeks that are over."""
    weeks = [week for week in weeks_of(first, days) if any(day and not day.is_past for day in week)]
    found: dict = {}
    for note, date in ((note, day.date) for week in weeks for day in week if day for note in day.on):
        found.setdefault(note, []).append(date.day)
    notes = []
    for (letter, text), numbers in found.items():
        spans = []
        # Days in a row differ from their place in the list by the same number.
        for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
            row = [number for _at, number in run]
            spans.append(f"{row[0]}." if len(row) == 1 else f"{row[0]}.–{row[-1]}.")
        notes.append((letter, ", ".join(spans), text))
    return Month(f"{first:%Y-%m}", month(first), weeks, notes)
