"""The days on which the examples happen: before and after today, and sensible on any day of the year."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from core.dates import (
    WORKING_HOURS,
    berlin,
    is_working_day,
    is_working_time,
    last_working_day,
    local,
    next_working_day,
    working_days_before,
)
from core.holidays import school_holiday

A_DAY = dt.timedelta(days=1)
A_WEEK = dt.timedelta(weeks=1)
CIRCULATED = 5  # working days ago
BETWEEN_THE_YEARS = ((12, 22), (1, 6))  # nobody meets, holiday or not


@dataclass(frozen=True)
class Days:
    today: dt.date

    def ago(self, count: int) -> dt.date:
        """`count` working days before today; 0 is today itself or the last working day."""
        return working_days_before(last_working_day(self.today), count)

    def ahead(self, days: int) -> dt.date:
        """The first working day that is at least so many days away."""
        return next_working_day(self.today + days * A_DAY)

    @cached_property
    def first_held(self) -> dt.date:
        """A quarter before the second."""
        return meeting_day(self.second_held - 13 * A_WEEK, -1)

    @cached_property
    def second_held(self) -> dt.date:
        """Long enough ago for its minutes to be written and in circulation."""
        return meeting_day(min(self.today - 12 * A_DAY, self.ago(CIRCULATED) - A_DAY), -1)

    @cached_property
    def coming(self) -> dt.date:
        return meeting_day(self.today + 16 * A_DAY, 1)

    @cached_property
    def stammtisch(self) -> dt.date:
        return meeting_day(self.today + 25 * A_DAY, 1)

    @cached_property
    def offered(self) -> list[dt.date]:
        """Four days for the Terminabstimmung, in one or two weeks."""
        days = [meeting_day(max(self.today + 8 * A_WEEK, self.coming + 4 * A_WEEK), 1)]
        while len(days) < 4:
            days.append(meeting_day(days[-1] + A_DAY, 1))
        return days


def meeting_day(day: dt.date, step: int) -> dt.date:
    """`day` itself, or the next day in the direction of `step` on which the group would meet.

    Amid working days, so on no Monday or Friday and not beside a holiday.
    """
    last, first = BETWEEN_THE_YEARS
    while True:
        is_quiet = (day.month, day.day) >= last or (day.month, day.day) <= first or school_holiday(day)
        if not is_quiet and all(is_working_day(day + near * A_DAY) for near in (-1, 0, 1)):
            return day
        day += step * A_DAY


def last_working_time(now: dt.datetime) -> dt.datetime:
    """`now` in working time, else the end of the last working day: by then the portal has reminded people."""
    if is_working_time(now):
        return now
    day = berlin(now).date()
    has_ended = berlin(now).hour >= WORKING_HOURS.stop and is_working_day(day)
    return local(day if has_ended else last_working_day(day - A_DAY), dt.time(WORKING_HOURS.stop - 1, 59))
