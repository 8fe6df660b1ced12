"""Until when: a day read out of German words, as »bis 15.01.2027« or »bis Ende März«.

A closed set of phrases, read only behind »bis«, »Frist«, »Termin« or »fällig«. What is not certain is None:
the day is offered in a form, where somebody looks at it. Libraries that read dates take any number for one.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress

_MONTHS = [
    "jan(?:uar)?|jänner", "feb(?:ruar|er)?", "märz|mär|mrz", "apr(?:il)?", "mai", "juni?", "juli?",
    "aug(?:ust)?", "sept?(?:ember)?", "okt(?:ober)?", "nov(?:ember)?", "dez(?:ember)?",
]  # fmt: skip
_WEEKDAYS = ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\b\.?"
_YEAR = r"(?:[ /]*(?P<year>\d{4})\b)?"
_ON_WEEKDAY = rf"(?:(?:{'|'.join(_WEEKDAYS)}|mo|di|mi|do|fr|sa|so)\b\.?,?\s+(?:(?:den|dem)\s+)?)?"
_DATE = r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.(?:\s?(?P<year>\d{4}|\d\d)(?!\d))?(?!\d)"
_MEETING = r"(?:fachgruppen)?(?:treffen|sitzung|termin|besprechung|runde|fachgruppe|mal)s?\b"
_LEAD = re.compile(
    r"\b(?:bis|frist|termin|fällig)\b:?\s*"
    r"(?:(?:spätestens|einschließlich|inklusive|inkl\.|zum|zur|zu|am|den|dem|der|etwa|ca\.)\s+)*",
    re.IGNORECASE,
)
_NEXT_MEETING = re.compile(rf"(?:nächste|kommende|folgende)[nrms]?\s+{_MEETING}", re.IGNORECASE)


def until_next_meeting(text: str) -> bool:
    """Whether it says »bis zum nächsten Treffen«, or the like."""
    return any(_NEXT_MEETING.match(text, lead.end()) for lead in _LEAD.finditer(text))


def day_until(text: str, base: dt.date) -> dt.date | None:
    """The day of the first phrase that names one. Without a year it is the next such day from `base` on."""
    for lead in _LEAD.finditer(text):
        for pattern, day_of in _PHRASES:
            found = pattern.match(text, lead.end())
            if found:
                return _first_day(day_of, found, base)
    return None


def _first_day(day_of, found, base):
    """In the year that was typed, else from `base` on, in this year or the next."""
    typed = found.groupdict().get("year")
    year = int(typed) + (2000 if len(typed) == 2 else 0) if typed else 0
    for start in [(year, 1, 1)] if typed else [(base.year, base.month, base.day), (base.year + 1, 1, 1)]:
        with suppress(ValueError):  # »bis 31. Februar«
            day = day_of(found, dt.date(*start))
            if day >= dt.date(*start):
                return day
    return None


def _month_of(found):
    return next(at for at, name in enumerate(_MONTHS, start=1) if re.fullmatch(name, found["month"].lower()))


def _last_day(year, month):
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _on_date(found, start):
    return dt.date(start.year, int(found["number"]), int(found["day"]))


def _on_named_date(found, start):
    return dt.date(start.year, _month_of(found), int(found["day"]))


def _part_of_month(found, start):
    month = _month_of(found)
    day = {"anfang": 10, "mitte": 15}.get((found["part"] or "").lower())
    return dt.date(start.year, month, day) if day else _last_day(start.year, month)


def _end_of_month(_found, start):
    return _last_day(start.year, start.month)


def _end_of_quarter(found, start):
    return _last_day(start.year, 3 * int(found["quarter"]))


def _end_of_year(_found, start):
    return dt.date(start.year, 12, 31)


def _friday_of_week(found, start):
    return dt.date.fromisocalendar(start.year, int(found["week"]), 5)


def _friday_of_next_week(_found, start):
    return _in_week_of(start, 5) + _WEEK


def _on_weekday(found, start):
    wanted = found["weekday"].lower()
    number = next(at for at, name in enumerate(_WEEKDAYS, start=1) if re.fullmatch(name, wanted))
    day = _in_week_of(start, number)
    return day if day > start else day + _WEEK


def _in_week_of(day, number):
    year, week, _number = day.isocalendar()
    return dt.date.fromisocalendar(year, week, number)


_WEEK = dt.timedelta(weeks=1)
_PHRASES: list[tuple[re.Pattern, Callable[[re.Match, dt.date], dt.date]]] = [
    (re.compile(pattern, re.IGNORECASE), day_of)
    for pattern, day_of in [
        (_ON_WEEKDAY + _DATE, _on_date),
        (r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", _on_date),
        (_ON_WEEKDAY + rf"(?P<day>\d{{1,2}})\.?\s*{_MONTH}{_YEAR}", _on_named_date),
        (rf"(?:(?P<part>anfang|mitte|ende)\s+)?(?:des\s+)?{_MONTH}{_YEAR}", _part_of_month),
        (r"(?:monatsende|ende\s+(?:des|dieses)\s+monats)\b", _end_of_month),
        (rf"(?:ende\s+)?(?:des\s+)?(?P<quarter>[1-4])\.\s*quartals?\b{_YEAR}", _end_of_quarter),
        (rf"(?:ende\s+)?q(?P<quarter>[1-4])\b{_YEAR}", _end_of_quarter),
        (r"(?:jahresende|ende\s+(?:des|dieses)\s+jahres)\b", _end_of_year),
        (r"(?:ende|jahresende)\s+(?P<year>\d{4})\b", _end_of_year),
        (rf"(?:ende\s+)?(?:kw|kalenderwoche)\s*(?P<week>\d{{1,2}})\b{_YEAR}", _friday_of_week),
        (r"(?:ende\s+)?nächste[rn]?\s+woche\b", _friday_of_next_week),
        (rf"(?:(?:nächsten|kommenden|diesen)\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b", _on_weekday),
    ]
]  # fmt: skip
