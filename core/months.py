"""Months as tables of weeks, and their names in addresses: »2025-09«."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

YEARS = range(2000, 2101)  # as the forms take them
A_DAY = dt.timedelta(days=1)


def first_of(text: str) -> dt.date | None:
    """The first day of »2025-09«; None for what is no month of ours."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII)
    if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def shifted(first: dt.date, months: int) -> dt.date:
    """The first day of the month that lies so many months after (or before) that of `first`."""
    year, index = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, index + 1, 1)


def days_between(first: dt.date, after: dt.date) -> Iterator[dt.date]:
    return (first + number * A_DAY for number in range((after - first).days))


def weeks_of(first: dt.date, days: dict) -> list[list]:
    """The weeks of that month from Monday; None for days of the months beside it."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    return [[days.get(day) if day.month == first.month else None for day in week] for week in weeks]


def weekday_names() -> list[tuple]:
    """(name, short name) from Monday."""
    return [(WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)]
