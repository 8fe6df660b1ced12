"""The examples happen on sensible days, whatever day it is when they are loaded."""

import datetime as dt

import pytest

from core.dates import is_working_day, is_working_time, local
from core.holidays import school_holiday
from fachgruppe.seeds.examples.days import CIRCULATED, Days, last_working_time, next_working_day

pytestmark = [pytest.mark.once, pytest.mark.slow]  # no database has a say in it

FIRST, LAST = dt.date(2025, 12, 1), dt.date(2029, 12, 31)
EVERY_DAY = [FIRST + dt.timedelta(days=nr) for nr in range((LAST - FIRST).days)]


def met_on(days):
    return [days.first_held, days.second_held, days.coming, days.stammtisch, *days.offered]


def test_on_any_day_of_the_year_the_group_meets_when_people_are_at_work():
    for today in EVERY_DAY:
        for day in met_on(Days(today)):
            assert is_working_day(day), (today, day)
            assert day.weekday() in (1, 2, 3), (today, day)
            assert not school_holiday(day), (today, day)
            assert not dt.date(day.year, 12, 22) <= day <= dt.date(day.year, 12, 31), (today, day)


def test_on_any_day_of_the_year_things_happen_in_their_order():
    for today in EVERY_DAY:
        days = Days(today)
        in_order = [
            days.first_held + dt.timedelta(days=60),  # by then all that became of the first is done
            days.second_held,
            next_working_day(days.second_held + dt.timedelta(days=1)),  # published
            days.ago(1),
            today,
            days.ahead(7),  # the last day of the circulation and of the poll
            days.offered[0],
        ]
        assert in_order == sorted(in_order), today
        assert days.second_held < days.ago(CIRCULATED), today  # circulated after it was held
        assert today + dt.timedelta(days=14) < days.coming < days.offered[0], today
        assert days.offered == sorted(set(days.offered)), today


@pytest.mark.parametrize(
    "now, expected",
    [
        ((2028, 2, 29, 10), (2028, 2, 29, 10, 0)),  # at work
        ((2028, 2, 29, 7), (2028, 2, 28, 17, 59)),  # before work
        ((2028, 2, 29, 20), (2028, 2, 29, 17, 59)),  # after work
        ((2027, 1, 2, 12), (2026, 12, 31, 17, 59)),  # on a Saturday after a holiday
        ((2026, 10, 25, 2), (2026, 10, 23, 17, 59)),  # on the Sunday when that hour comes twice
    ],
)
def test_reminders_count_as_sent_until_the_last_working_time(now, expected):
    year, month, day, hour = now
    found = last_working_time(local(dt.date(year, month, day), dt.time(hour)))
    assert found == local(dt.date(*expected[:3]), dt.time(*expected[3:]))
    assert is_working_time(found)
