"""Public and school holidays in Thuringia, from a library's tables; nobody is asked over the network."""

import datetime as dt
from functools import cache

from django.utils.translation import get_language


def public_holiday(day: dt.date) -> str:
    """»Tag der Deutschen Einheit«, or nothing on a day like any other."""
    return _named("public", day.year, get_language() or "de").get(day, "")


def school_holiday(day: dt.date) -> str:
    """»Sommerferien«. The tables end some years ahead (2029): then nothing is known, and nothing is said."""
    return _named("school", day.year, get_language() or "de").get(day, "")


@cache
def _named(category: str, year: int, language: str) -> dict[dt.date, str]:
    from holidays.countries.germany import Germany  # 20 MB: only for processes that ask for a holiday

    spoken = "de" if language == "de" else "en_US"
    return dict(Germany(subdiv="TH", years=year, categories=(category,), language=spoken).items())
