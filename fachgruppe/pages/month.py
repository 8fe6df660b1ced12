"""A month as a table of weeks: meetings, holidays, and the deadlines of whoever is looking."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day_short, day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from core.months import A_DAY, YEARS, days_between, shifted, weekday_names, weeks_of
from fachgruppe.pages.deadlines import Deadline, deadlines_of
from meetings.presenters.month import Slot, month_slots, next_day_of

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
        return _link_to(shifted(self.first, 1))

    @property
    def now(self) -> "Link | None":
        """To the month of today, unless it is this one."""
        here = today().replace(day=1)
        return _link_to(here) if here != self.first else None

    @property
    def weekdays(self) -> list:
        return weekday_names()

    @property
    def school_holidays(self) -> list[str]:
        """»Sommerferien, 28. Juni bis 8. August«, also where they begin or end in another month."""
        days = [day for week in self.weeks for day in week if day and day.school]
        return [_span(name, next(run).date) for name, run in groupby(days, key=lambda day: day.school)]


@dataclass(frozen=True)
class Link:
    name: str
    url: str


def month_to_begin_with(user) -> dt.date:
    """That of the next meeting; without one, this month."""
    return (next_day_of(user) or today()).replace(day=1)


def month_of(first: dt.date, user, change_token) -> Month:
    """Three queries at most, however much there is in the month."""
    after = shifted(first, 1)
    days = {day: _day(day) for day in days_between(first, after)}
    entries = month_slots(user, first, after, change_token)
    for slot in entries:
        days[slot.day].meetings.append(slot)
    deadlines = [deadline for deadline in deadlines_of(user) if deadline.day in days]
    for deadline in deadlines:
        days[deadline.day].deadlines.append(deadline)
    return Month(first, weeks_of(first, days), has_entries=bool(entries or deadlines))


def _day(day):
    return Day(day, day == today(), public_holiday(day), school_holiday(day))


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
