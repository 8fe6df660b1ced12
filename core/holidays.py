"""Public and school holidays, from the table that the settings name; nobody is asked over the network.

A library computes the table (scripts/holiday_table.py); in every process it would take 17 MB itself.
"""

import datetime as dt
import json
from functools import cache

from django.conf import settings
from django.utils.translation import get_language


def public_holiday(day: dt.date) -> str:
    """»Tag der Deutschen Einheit«, or nothing on a day like any other."""
    return _spoken(_days("public").get(day, ""))


def school_holiday(day: dt.date) -> str:
    """»Sommerferien«. They are known some years ahead (2029): after that nothing is said."""
    return _spoken(_days("school").get(day, ""))


def _spoken(name: str) -> str:
    spoken = name if (get_language() or "de") == "de" else _table()["english"].get(name, name)
    return spoken.replace("/", "/\u200b")  # »Oster-/Frühjahrsferien« may break there in a narrow column


@cache
def _days(category: str) -> dict[dt.date, str]:
    days: dict[dt.date, str] = {}
    for name, spans in _table()[category].items():
        for first, last in spans:
            begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
            days |= {begin + dt.timedelta(days=n): name for n in range((end - begin).days + 1)}
    return days


@cache
def _table() -> dict:
    return json.loads(settings.HOLIDAYS.read_text(encoding="utf-8"))
