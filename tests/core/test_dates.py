import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import dates


def test_german_forms_of_the_first_meeting():
    moment = dates.local(dt.date(2025, 6, 4), dt.time(14, 15))
    assert dates.day_long(moment) == "Mittwoch, 4. Juni 2025"
    assert dates.day(moment) == "4. Juni 2025"
    assert dates.day_short(moment) == "4. Juni"
    assert dates.stamp(moment) == "4. Juni 2025, 14:15"


def test_the_same_day_in_english():
    with translation.override("en"):
        assert dates.day_long(dt.date(2025, 6, 4)) == "Wednesday, 4 June 2025"


@pytest.mark.parametrize(
    "day, offset", [(dt.date(2025, 10, 25), 2), (dt.date(2025, 10, 27), 1), (dt.date(2026, 3, 28), 1)]
)
def test_wall_clock_survives_the_change_of_time(day, offset):
    moment = dates.local(day, dt.time(14))
    assert dates.clock(moment) == "14:00"
    assert moment.utcoffset() == dt.timedelta(hours=offset)


def test_a_skipped_hour_moves_forward():
    assert dates.clock(dates.local(dt.date(2026, 3, 29), dt.time(2, 30))) == "03:30"


def test_a_late_evening_in_utc_is_the_next_day_in_jena():
    assert dates.day(dt.datetime(2025, 6, 4, 22, 30, tzinfo=dt.UTC)) == "5. Juni 2025"


def test_span_with_and_without_end():
    begins = dates.local(dt.date(2025, 9, 10), dt.time(14))
    assert dates.span(begins, begins + dt.timedelta(hours=2)) == "14:00–16:00 Uhr"
    assert dates.span(begins, None) == "14:00 Uhr"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_the_end_of_a_day_is_on_that_day(day):
    assert dates.end_of_day(day).astimezone(dates.BERLIN).date() == day
    assert dates.start_of_day(day) < dates.end_of_day(day)
