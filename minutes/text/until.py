"""Until when: a day read out of German words, as »bis 15.01.2027« or »bis Ende März«.

A closed set of phrases, read only behind »bis«, »Frist«, »Termin« or »fällig«. What is not certain is None:
the day is offered in a form, where somebody looks at it. Libraries that read dates take any number for one.
"""

import calendar
import datetime as dt
import re
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
    """Return the day of the first phrase that names one: in the year that was typed, else from `base` on."""
    for lead in _LEAD.finditer(text):
        for pattern, kind in _PHRASES:
            found = pattern.match(text, lead.end())
            if found is None:
                continue
            starts = [(base.year, base.month, base.day), (base.year + 1, 1, 1)]
            typed = found.groupdict().get("year")
            if typed:
                starts = [(int(typed) + (2000 if len(typed) == 2 else 0), 1, 1)]
            for start in starts:
                with suppress(ValueError):  # »bis 31. Februar«, »bis Ende 0000«
                    day = _day_in(kind, found, dt.date(*start))
                    if day >= dt.date(*start):
                        return day
            return None
    return None


def _day_in(kind, found, start):
    """The day that the phrase names in the year of `start`; ValueError where that year has none."""
    year, month = start.year, start.month
    match kind:
        case "date":
            return dt.date(year, int(found["number"]), int(found["day"]))
        case "named date":
            return dt.date(year, _position(_MONTHS, found["month"]), int(found["day"]))
        case "month":
            month = _position(_MONTHS, found["month"])
            part = (found["part"] or "").lower()
            # The first third and the middle, as people say it; without a word the month as a whole.
            if part in ("anfang", "mitte"):
                return dt.date(year, month, 10 if part == "anfang" else 15)
        case "quarter":
            month = 3 * int(found["quarter"])
        case "year":
            month = 12
        case "week":  # ISO 8601, until its Friday
            return dt.date.fromisocalendar(year, int(found["week"]), 5)
        case "next week":
            return _in_week_of(start, 5) + _WEEK
        case "weekday":
            day = _in_week_of(start, _position(_WEEKDAYS, found["weekday"]))
            return day if day > start else day + _WEEK
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _position(names, word):
    """Counted from 1, as months and weekdays are."""
    return next(at for at, name in enumerate(names, start=1) if re.fullmatch(name, word.lower()))


def _in_week_of(day, number):
    year, week, _number = day.isocalendar()
    return dt.date.fromisocalendar(year, week, number)


_WEEK = dt.timedelta(weeks=1)
_PHRASES = [
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in [
        (_ON_WEEKDAY + _DATE, "date"),
        (r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", "date"),
        (_ON_WEEKDAY + rf"(?P<day>\d{{1,2}})\.?\s*{_MONTH}{_YEAR}", "named date"),
        (rf"(?:(?P<part>anfang|mitte|ende)\s+)?(?:des\s+)?{_MONTH}{_YEAR}", "month"),
        (r"(?:monatsende|ende\s+(?:des|dieses)\s+monats)\b", "end of month"),
        (rf"(?:ende\s+)?(?:des\s+)?(?P<quarter>[1-4])\.\s*quartals?\b{_YEAR}", "quarter"),
        (rf"(?:ende\s+)?q(?P<quarter>[1-4])\b{_YEAR}", "quarter"),
        (r"(?:jahresende|ende\s+(?:des|dieses)\s+jahres)\b", "year"),
        (r"(?:ende|jahresende)\s+(?P<year>\d{4})\b", "year"),
        (rf"(?:ende\s+)?(?:kw|kalenderwoche)\s*(?P<week>\d{{1,2}})\b{_YEAR}", "week"),
        (r"(?:ende\s+)?nächste[rn]?\s+woche\b", "next week"),
        (rf"(?:(?:nächsten|kommenden|diesen)\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b", "weekday"),
    ]
]  # fmt: skip
