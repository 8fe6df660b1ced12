"""What to choose from: three months as tables of weeks, usual times, places, and the usual last day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from core import dates
from core.dates import day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from core.months import YEARS, days_between, first_of, shifted, weekday_names, weeks_of
from meetings.models import Meeting
from meetings.presenters.month import slots_between

MONTHS = 3
TEN_DAYS = dt.timedelta(days=10)
MOST_TIMES = 6
LATELY = 200  # meetings
WORKING_TIMES = [(dt.time(hour), dt.time(hour + 2)) for hour in (10, 14, 9, 13, 15, 16)]
Times = tuple[dt.time, dt.time | None]
JEDI = ("JEDI, Jena Digital Innovation Hub", "Engelplatz 8, 07743 Jena")


class Earlier(NamedTuple):
    """When and where a meeting was."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None
    has_times: bool
    place_name: str
    place_address: str


@dataclass
class Day:
    date: dt.date
    holiday: str
    school: str
    is_past: bool
    meetings: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)  # times that are offered already

    @property
    def key(self):
        return self.date.isoformat()

    @property
    def name(self):
        return day_with_weekday(self.date)

    @property
    def what_is_on(self):
        """[(letter, what it stands for)], whoever plans a meeting."""
        holidays = [(_("F"), self.holiday), (_("S"), self.school)]
        return [note for note in holidays if note[1]] + [(_("T"), meeting) for meeting in self.meetings]

    @property
    def notes(self):
        """The same and what is offered: in a day there is room for the letter."""
        offered = [_("schon vorgeschlagen: %(times)s") % {"times": times} for times in self.offered]
        return self.what_is_on + [(_("V"), words) for words in offered]


@dataclass
class Month:
    first: dt.date
    weeks: list[list[Day | None]]

    @property
    def name(self):
        return month(self.first)

    @property
    def key(self):
        return f"{self.first:%Y-%m}"

    @property
    def notes(self):
        """[(letter, »23.–31.«, »Weihnachtsferien«)] in the order of the days: what the letters stand for."""
        found: dict = {}
        for day in (day for week in self.weeks for day in week if day):
            for note in day.what_is_on:
                found.setdefault(note, []).append(day.date.day)
        return [(letter, _spans(days), text) for (letter, text), days in found.items()]


@dataclass
class Sheet:
    """Three months beside each other, and the way to those before and after them."""

    months: list[Month]
    elsewhere: list[Day] = field(default_factory=list)  # ticked, in other months

    @property
    def weekdays(self):
        return weekday_names()

    @property
    def before(self):
        first = shifted(self.months[0].first, -MONTHS)
        return f"{first:%Y-%m}" if first.year in YEARS and self.months[0].first > today() else ""

    @property
    def after(self):
        first = shifted(self.months[0].first, MONTHS)
        return f"{first:%Y-%m}" if first.year in YEARS else ""


def sheet_of(meeting, options, user, wanted="", chosen=()) -> Sheet:
    """Of the quarter that the meeting is meant for; where that has begun or is over, from this month on."""
    first = first_of(wanted) or _first_of_target(meeting)
    firsts = [shifted(first, number) for number in range(MONTHS)]
    after = shifted(first, MONTHS)
    days = {day: _day(day) for day in days_between(first, after)}
    for slot in slots_between(user, first, after):
        if not slot.is_off:
            days[slot.day].meetings.append(slot.title)
    for option in options:
        if option.day in days:
            days[option.day].offered.append(option.times or _("ganzer Tag"))
    return Sheet([Month(first, _weeks_left(first, days)) for first in firsts], _elsewhere(chosen, days))


def _weeks_left(first, days):
    """Without the weeks that are over."""
    weeks = weeks_of(first, days)
    return [week for week in weeks if any(day and not day.is_past for day in week)]


def _spans(days):
    """»3., 23.–31.«"""
    grouped = groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    runs = [[day for _at, day in run] for _key, run in grouped]
    return ", ".join(f"{run[0]}." if len(run) == 1 else f"{run[0]}.–{run[-1]}." for run in runs)


def _elsewhere(chosen, days):
    """What the boxes of other months have sent; anything else that came is no day."""
    found = {day for text in chosen for day in _parsed(text)}
    return [_day(day) for day in sorted(found - set(days))]


def _parsed(text):
    try:
        return [dt.date.fromisoformat(text)]
    except ValueError:
        return []


def _day(day):
    return Day(day, public_holiday(day), school_holiday(day), day < today())


def _first_of_target(meeting):
    here = today().replace(day=1)
    if not meeting.target_year or not meeting.target_quarter:
        return here
    return max(here, dt.date(meeting.target_year, meeting.target_quarter * 3 - 2, 1))


def earlier_meetings(user) -> list[Earlier]:
    """What earlier meetings had, the latest first: times and places to choose from; one query."""
    rows = Meeting.objects.fully_visible_to(user).filter(starts_at__isnull=False)
    rows = rows.order_by("-starts_at", "-pk").values_list(*Earlier._fields)[:LATELY]
    return [Earlier(*row) for row in rows]


def usual_times(earlier, options) -> list[Times]:
    """(begin, end) to choose from, in the order of the clock.

    All times of this poll; up to six with those that earlier meetings had most often, and working hours.
    """
    of_poll = [option.clock_times for option in options if option.has_times]
    counted = Counter(dates.clock_times(row.starts_at, row.ends_at) for row in earlier if row.has_times)
    of_late = [times for times, _n in counted.most_common(3)]
    found = list(dict.fromkeys([*of_poll, *of_late, *WORKING_TIMES]))
    found = found[: max(MOST_TIMES, len(set(of_poll)))]
    return sorted(found, key=lambda times: (times[0], times[1] or dt.time.max))


def places(earlier) -> list[tuple[str, str]]:
    """(name, address) of the JEDI, then of earlier meetings, those last used first."""
    by_name: dict = {}
    for name, address in (JEDI, *((row.place_name, row.place_address) for row in earlier if row.place_name)):
        by_name.setdefault(name.casefold(), (name, address))
    return list(by_name.values())[:12]


def usual_last_day(poll) -> dt.date:
    """Ten days from now on a working day, as long as that is before the first option."""
    day = dates.next_working_day(today() + TEN_DAYS)
    first = poll.options.in_order().first()
    if first is not None and day >= first.day:
        day = max(today(), dates.working_days_before(first.day, 1))
    return day
