"""A month as a table of weeks: meetings, holidays, and the deadlines of whoever is looking."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.dates import day_short, day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from fachgruppe.pages.deadlines import Deadline, deadlines_of
from meetings.queries.month import Slot, next_day_of, slots_between

YEARS = range(2000, 2101)  # as the forms take them
A_DAY = dt.timedelta(days=1)
LONGEST_HOLIDAYS = 70 * A_DAY


@dataclass
class Day:
    date: dt.date
    is_today: bool
    holiday: str
    school: str
    meetings: list[Slot] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    @property
    def name(self) -> str:
        return day_with_weekday(self.date)

    @property
    def has_something(self) -> bool:
        return bool(self.meetings or self.deadlines or self.holiday)


@dataclass
class Month:
    first: dt.date
    weeks: list[list[Day | None]]  # from Monday; None for days of the months beside it
    has_entries: bool

    @property
    def name(self) -> str:
        return month(self.first)

    @property
    def before(self) -> "Link | None":
        return _link_to(self.first - A_DAY)

    @property
    def after(self) -> "Link | None":
        return _link_to(_first_after(self.first))

    @property
    def now(self) -> "Link | None":
        """To the month of today, unless it is this one."""
        here = today().replace(day=1)
        return _link_to(here) if here != self.first else None

    @property
    def weekdays(self) -> list:
        return [(WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)]

    @property
    def school_holidays(self) -> list[str]:
        """»Sommerferien, 28. Juni bis 8. August«, also where they begin or end in another month."""
        days = [day for week in self.weeks for day in week if day and day.school]
        return [_span(name, next(run).date) for name, run in groupby(days, key=lambda day: day.school)]


@dataclass(frozen=True)
class Link:
    name: str
    url: str


def first_of(text: str) -> dt.date | None:
    """The first day of »2025-09«; None for what is no month of ours."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII)
    if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def month_to_begin_with(user) -> dt.date:
    """That of the next meeting; without one, this month."""
    return (next_day_of(user) or today()).replace(day=1)


def month_of(first: dt.date, user) -> Month:
    """Three queries at most, however much there is in the month."""
    after = _first_after(first)
    days = {day: _day(day) for day in _days(first, after)}
    entries = slots_between(user, first, after)
    for slot in entries:
        days[slot.day].meetings.append(slot)
    deadlines = [deadline for deadline in deadlines_of(user) if deadline.day in days]
    for deadline in deadlines:
        days[deadline.day].deadlines.append(deadline)
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=[[days.get(day) for day in week] for week in weeks],
        has_entries=bool(entries or deadlines),
    )


def _day(day):
    return Day(day, day == today(), public_holiday(day), school_holiday(day))


def _days(first, after):
    return (first + number * A_DAY for number in range((after - first).days))


def _first_after(first):
    return (first.replace(day=28) + 4 * A_DAY).replace(day=1)


def _link_to(day):
    if day.year not in YEARS:
        return None
    return Link(month(day), reverse("month", args=[f"{day:%Y-%m}"]))


def _span(name, day):
    first = _edge(name, day, -A_DAY)
    return _("%(name)s, %(first)s bis %(last)s") % {
        "name": name, "first": day_short(first), "last": day_short(_edge(name, day, A_DAY)),
    }  # fmt: skip


def _edge(name, day, step):
    """The last day in that direction that still belongs to these holidays."""
    end = day + (LONGEST_HOLIDAYS if step > dt.timedelta() else -LONGEST_HOLIDAYS)
    while day != end and school_holiday(day + step) == name:
        day += step
    return day
