"""The days on which a meeting in Jena is a bad idea."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import translation

from core import dates
from core.holidays import public_holiday, school_holiday
from scripts.holiday_table import written


@pytest.mark.parametrize(
    "day, name",
    [
        ("2025-09-20", "Weltkindertag"),  # in Thuringia alone
        ("2025-10-03", "Tag der Deutschen Einheit"),
        ("2025-10-31", "Reformationstag"),
        ("2025-06-19", ""),  # Corpus Christi: elsewhere
        ("2025-09-10", ""),
    ],
)
def test_public_holidays_of_thuringia(day, name):
    assert public_holiday(dt.date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    "day, name",
    [
        ("2025-06-27", ""),
        ("2025-06-28", "Sommerferien"),
        ("2025-08-08", "Sommerferien"),
        ("2025-08-11", ""),
        ("2025-10-08", "Herbstferien"),
        ("2025-04-14", "Oster-/\u200bFrühjahrsferien"),  # where a narrow column may break it
    ],
)
def test_school_holidays_of_thuringia(day, name):
    assert school_holiday(dt.date.fromisoformat(day)) == name


def test_where_the_tables_end_nothing_is_said():
    assert school_holiday(dt.date(2060, 7, 20)) == ""
    assert public_holiday(dt.date(2060, 10, 3)) == "Tag der Deutschen Einheit"


@pytest.mark.once
def test_the_table_is_what_the_library_computes():
    """After an update of the library: scripts/holiday_table.py writes it anew."""
    assert settings.HOLIDAYS.read_text(encoding="utf-8") == written()


def test_in_english():
    with translation.override("en"):
        assert public_holiday(dt.date(2025, 10, 3)) == "German Unity Day"


def test_working_days_leave_holidays_out():
    # 3 October 2025 is a Friday: one working day before Monday the 6th is Thursday the 2nd.
    assert dates.working_days_before(dt.date(2025, 10, 6), 1) == dt.date(2025, 10, 2)
    assert dates.working_days_before(dt.date(2025, 10, 6), 5) == dt.date(2025, 9, 26)


def test_nobody_is_reminded_on_a_holiday():
    assert dates.is_working_time(dates.local(dt.date(2025, 10, 2), dt.time(10)))
    assert not dates.is_working_time(dates.local(dt.date(2025, 10, 3), dt.time(10)))
