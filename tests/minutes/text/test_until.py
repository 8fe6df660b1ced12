"""Days read out of German words, as they stand in lines of minutes."""

import datetime as dt

import pytest

from minutes.text.until import day_until, until_next_meeting

pytestmark = pytest.mark.once
MEETING = dt.date(2026, 12, 1)  # a Tuesday


@pytest.mark.parametrize(
    "words, day",
    [
        ("Liste schicken bis 15.01.2027", "2027-01-15"),
        ("bis zum 15.1.", "2027-01-15"),
        ("(bis spätestens Fr., 15.01.27)", "2027-01-15"),
        ("bis 2027-01-15", "2027-01-15"),
        ("Frist: 15. Januar", "2027-01-15"),
        ("bis Freitag, den 15. Januar 2027", "2027-01-15"),
        ("fällig am 15. Jan. 2027", "2027-01-15"),
        ("bis 1. Dezember", "2026-12-01"),  # the day of the meeting itself
        ("bis 30. November", "2027-11-30"),
        ("bis Ende März", "2027-03-31"),
        ("bis Mitte März 2028", "2028-03-15"),
        ("bis Anfang März", "2027-03-10"),
        ("bis Februar 2028", "2028-02-29"),
        ("bis Monatsende", "2026-12-31"),
        ("bis Ende des 1. Quartals", "2027-03-31"),
        ("bis Q2/2027", "2027-06-30"),
        ("bis Jahresende", "2026-12-31"),
        ("bis Ende 2027", "2027-12-31"),
        ("bis KW 3", "2027-01-22"),
        ("bis Freitag", "2026-12-04"),
        ("bis Dienstag", "2026-12-08"),
        ("bis nächste Woche", "2026-12-11"),
        ("von 8 bis 10 Uhr, bis 15.01.", "2027-01-15"),
        ("bis 14.30 Uhr", None),
        ("von 8 bis 10 Uhr", None),
        ("bis 31. Februar", None),
        ("bis 01.01.0000", None),
        ("bis KW 77", None),
        ("bis zu 5 Personen", None),
        ("bis auf Weiteres", None),
        ("am 15.01.2027 war es kalt", None),
        ("bis zum nächsten Treffen", None),
    ],
)
def test_a_day_is_read_where_it_is_certain(words, day):
    assert day_until(words, MEETING) == (day and dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    "words, said",
    [
        ("Liste schicken bis zum nächsten Treffen", True),
        ("bis zur nächsten Sitzung", True),
        ("bis zum kommenden Fachgruppentreffen", True),
        ("beim nächsten Treffen berichten", False),
        ("bis nächste Woche", False),
    ],
)
def test_until_the_next_meeting(words, said):
    assert until_next_meeting(words) is said
