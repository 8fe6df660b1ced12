"""Stored in UTC, shown in Europe/Berlin. Formatted here once, because `|date` is slow in long lists."""

import datetime as dt
import re
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext

from core.holidays import public_holiday

BERLIN = ZoneInfo("Europe/Berlin")


def today() -> dt.date:
    """The date in Berlin now."""
    return timezone.now().astimezone(BERLIN).date()


def berlin(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(BERLIN)


def from_database(moment):
    """A moment as a query without Django's fields gives it: SQLite keeps texts, in UTC."""
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    return moment.replace(tzinfo=dt.UTC) if moment and moment.tzinfo is None else moment


def local(day: dt.date, time: dt.time) -> dt.datetime:
    """A wall-clock time in Berlin as an aware moment.

    A time that the change to summer time skips moves forward by an hour; one that comes twice in
    autumn is the first of the two (PEP 495, fold=0).
    """
    moment = dt.datetime.combine(day, time, tzinfo=BERLIN)
    return moment.astimezone(dt.UTC).astimezone(BERLIN)


LONGEST = dt.timedelta(hours=14)  # of a meeting; more is a slip of the hand


def can_end(begins: dt.time, ends: dt.time) -> bool:
    """Whether what begins at `begins` can end at `ends`: later on that day, or after midnight.

    »14:00 bis 13:00« means no meeting of 23 hours: nothing lasts longer than LONGEST.
    """
    if ends > begins:
        return True
    midnight = dt.date.min
    later = dt.datetime.combine(midnight + dt.timedelta(days=1), ends)
    return dt.timedelta() < later - dt.datetime.combine(midnight, begins) <= LONGEST


def day_of_end(day: dt.date, begins: dt.time, ends: dt.time) -> dt.date:
    """The day on which ends what begins on `day`."""
    return day if ends > begins else day + dt.timedelta(days=1)


def end_after(day: dt.date, begins: dt.time, ends: dt.time) -> dt.datetime | None:
    """The moment of the end of what begins on `day`; None where `can_end` says no."""
    if not can_end(begins, ends):
        return None
    moment = local(day_of_end(day, begins, ends), ends)
    return moment if moment > local(day, begins) else None  # the hour that summer time skips


def start_of_day(day: dt.date) -> dt.datetime:
    return local(day, dt.time.min)


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of `day` in Berlin."""
    return local(day, dt.time(23, 59, 59))


WORKING_HOURS = range(8, 18)


def is_working_time(moment: dt.datetime | None = None) -> bool:
    """On working days between eight and six in Berlin: when the portal reminds people of things."""
    moment = berlin(moment or timezone.now())
    return moment.hour in WORKING_HOURS and is_working_day(moment.date())


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday without public holidays."""
    return day.weekday() < 5 and not public_holiday(day)


def last_working_day(day: dt.date) -> dt.date:
    """`day` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def next_working_day(day: dt.date) -> dt.date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def next_working_time(moment: dt.datetime | None = None) -> dt.datetime:
    """`moment` (now) itself in working time, else the beginning of the next working day in Berlin."""
    moment = berlin(moment or timezone.now())
    if is_working_time(moment):
        return moment
    day = moment.date() + dt.timedelta(days=moment.hour >= WORKING_HOURS.start)
    return local(next_working_day(day), dt.time(WORKING_HOURS.start))


def working_days_before(day: dt.date, count: int) -> dt.date:
    """The day that lies `count` working days before `day`."""
    while count:
        day -= dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def quarter_of(day: dt.date) -> int:
    return (day.month - 1) // 3 + 1


def quarter_is_over(year: int | None, quarter: int | None) -> bool:
    """Whether today lies behind that quarter; never of one that is not known."""
    return bool(year and quarter) and (year, quarter) < (today().year, quarter_of(today()))


# How titles name a quarter: »3. Quartal 2025«, »Q3/2025«.
QUARTER_NAMED = re.compile(r"\b(?:[1-4]\.\s?Quartal|Q[1-4])[\s/]{1,2}(?:20)?\d\d\b", re.IGNORECASE)


def quarter_label(year: int, quarter: int) -> str:
    return gettext("%(quarter)s. Quartal %(year)s") % {"quarter": quarter, "year": year}


def _as_date(value) -> dt.date:
    """The day in Berlin of a moment; a day is one already."""
    return value.astimezone(BERLIN).date() if isinstance(value, dt.datetime) else value


@lru_cache(maxsize=4096)
def _formatted(value: dt.date, form: str, language: str) -> str:
    day_and_month = f"{value.day}{'' if language == 'en' else '.'} {MONTHS[value.month]}"
    if form == "short":
        return day_and_month
    if form == "weekday":
        return f"{WEEKDAYS[value.weekday()]}, {day_and_month}"
    if form == "month":
        return f"{MONTHS[value.month]} {value.year}"
    body = f"{day_and_month} {value.year}"
    return f"{WEEKDAYS[value.weekday()]}, {body}" if form == "long" else body


def _in_words(form: str, value: Any) -> str:
    return _formatted(_as_date(value), form, get_language() or "de")


# Each takes a day or a moment and writes it in the language of the page.
day = partial(_in_words, "day")  # »4. Juni 2025«
day_long = partial(_in_words, "long")  # »Mittwoch, 4. Juni 2025«
day_short = partial(_in_words, "short")  # »4. Juni«
day_with_weekday = partial(_in_words, "weekday")  # »Mittwoch, 4. Juni«
month = partial(_in_words, "month")  # »Juni 2025«


def day_near(value) -> str:
    """»4. Juni«, in another year than this »4. Juni 2024«"""
    return day_short(value) if _as_date(value).year == today().year else day(value)


def clock(moment: dt.datetime) -> str:
    """»14:15«, in Berlin"""
    return moment.astimezone(BERLIN).strftime("%H:%M")


def stamp(moment: dt.datetime) -> str:
    """»22. Juni 2025, 09:14«"""
    return f"{day(moment)}, {clock(moment)}"


def stamp_near(moment: dt.datetime) -> str:
    """»22. Juni, 09:14«, in another year than this »22. Juni 2024, 09:14«"""
    return f"{day_near(moment)}, {clock(moment)}"


def clock_times(begins: dt.datetime, ends: dt.datetime | None) -> tuple[dt.time, dt.time | None]:
    """(begin, end) as the clock in Berlin shows them."""
    return berlin(begins).time(), berlin(ends).time() if ends else None


def span(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """»14:00–16:00 Uhr«, or »14:00 Uhr« while the end is open."""
    times = f"{clock(begins)}–{clock(ends)}" if ends else clock(begins)
    return gettext("%(times)s Uhr") % {"times": times}
