"""Calendar files: two libraries that know nothing of each other read what was meant."""

import datetime as dt

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from core.dates import BERLIN
from core.ical import KIND, Asked, Entry, calendar, cancellation, request
from core.ical_feed import event, feed, fold

CHANGED = dt.datetime(2025, 7, 1, 8, tzinfo=dt.UTC)
typed = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\;,:\"'\r\n\tBEGINEND äöüß€😀👩‍👩‍👧\u2028\u0085\x00\x0b"),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)
moments = st.datetimes(
    dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC), allow_imaginary=False
).map(lambda moment: moment.replace(microsecond=0))


days = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


def entry(**fields):
    usual = {
        "uid": "1@fachgruppe",
        "sequence": 0,
        "changed_at": CHANGED,
        "begins": CHANGED,
        "title": "Treffen",
    }
    return Entry(**(usual | fields))


def both(*entries):
    content = feed(map(event, entries), "Fachgruppe")
    strict = IcsCalendarStream.calendar_from_ics(content.decode()).events
    tolerant = icalendar.Calendar.from_ical(content).events
    assert len(strict) == len(tolerant) == len(entries)
    return content, strict, tolerant


def as_shown(text):
    """What is left of typed text: its letters, and one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(" " if is_unseen(letter) else letter for letter in line) for line in lines)


def is_unseen(letter):
    return ord(letter) < 32 or letter in "\x7f\u0085\u2028\u2029"


@settings(max_examples=60, deadline=None)
@given(title=typed, place=typed, text=typed)
def test_whatever_was_typed_stays_in_its_field(title, place, text):
    _content, (strict,), (tolerant,) = both(entry(title=title, place=place, text=text))
    assert str(tolerant["SUMMARY"]) == as_shown(title)
    assert tolerant.get("LOCATION", "") == as_shown(place)
    assert tolerant.get("DESCRIPTION", "") == as_shown(text)
    assert strict.summary == as_shown(title)
    assert [name for name in tolerant if name.startswith(("X-", "ATT", "ORG"))] == []


@settings(max_examples=80, deadline=None)
@given(text=typed)
def test_lines_are_short_and_whole_letters(text):
    content = feed([event(entry(title=text, text=text * 3))], text)
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    assert all(line.decode() is not None for line in lines)  # raises where a letter was cut
    assert fold(text.replace("\r", "")).replace("\r\n ", "") == text.replace("\r", "")


@settings(max_examples=60, deadline=None)
@given(begins=moments, hours=st.integers(1, 200))
def test_a_moment_is_that_moment_in_every_season(begins, hours):
    ends = begins + dt.timedelta(hours=hours)
    _content, (strict,), (tolerant,) = both(entry(begins=begins, ends=ends))
    assert tolerant.start.astimezone(dt.UTC) == begins
    assert tolerant.end.astimezone(dt.UTC) == ends
    assert strict.dtstart.astimezone(dt.UTC) == begins
    assert strict.dtend.astimezone(dt.UTC) == ends


@pytest.mark.parametrize(
    "moment, line",
    [
        (dt.datetime(2025, 3, 30, 0, 59, tzinfo=dt.UTC), "DTSTART;TZID=Europe/Berlin:20250330T015900"),
        (dt.datetime(2025, 3, 30, 1, 0, tzinfo=dt.UTC), "DTSTART;TZID=Europe/Berlin:20250330T030000"),
        (dt.datetime(2025, 10, 26, 0, 30, tzinfo=dt.UTC), "DTSTART;TZID=Europe/Berlin:20251026T023000"),
        (dt.datetime(2025, 10, 26, 1, 30, tzinfo=dt.UTC), "DTSTART:20251026T013000Z"),
        (dt.datetime(2025, 10, 26, 13, 0, tzinfo=dt.UTC), "DTSTART;TZID=Europe/Berlin:20251026T140000"),
    ],
)
def test_in_the_nights_in_which_clocks_change(moment, line):
    assert line in calendar(entry(begins=moment)).decode().split("\r\n")


@pytest.mark.parametrize("year", range(2025, 2036))
def test_the_two_rules_of_the_zone_are_those_of_the_law(year):
    """Outlook goes by the rules in the file, not by the name of the zone."""
    zone = icalendar.Calendar.from_ical(feed([], "x")).timezones[0].to_tz(lookup_tzid=False)
    for month, day, hour in ((1, 1, 12), (3, 25, 12), (4, 1, 12), (7, 1, 12), (10, 20, 12), (11, 1, 12)):
        here = dt.datetime(year, month, day, hour)
        assert here.replace(tzinfo=zone).utcoffset() == here.replace(tzinfo=BERLIN).utcoffset(), here


def test_a_day_without_hours_and_a_cancelled_meeting():
    content, (strict, gone), _tolerant = both(
        entry(begins=dt.date(2025, 6, 4)), entry(uid="2@fachgruppe", sequence=3, is_cancelled=True)
    )
    assert strict.dtstart == dt.date(2025, 6, 4)
    assert (gone.status, gone.sequence, gone.transparency) == ("CANCELLED", 3, "TRANSPARENT")
    assert "METHOD:" not in content.decode()
    assert KIND.startswith("text/calendar")


def test_a_feed_is_no_message_and_a_file_is_no_calendar():
    """With METHOD some programs offer to answer a feed; a named file Outlook opens as a second calendar."""
    lines = feed([event(entry())], "Fachgruppe").decode().split("\r\n")
    assert "X-WR-CALNAME:Fachgruppe" in lines
    assert not [line for line in lines if line.startswith("METHOD")]
    alone = calendar(entry()).decode().split("\r\n")
    assert "METHOD:PUBLISH" in alone
    assert not [line for line in alone if line.startswith(("X-WR-CALNAME", "NAME", "REFRESH-INTERVAL"))]


@settings(max_examples=30, deadline=None)
@given(
    title=typed, place=typed, text=typed, begins=st.one_of(moments, days), is_cancelled=st.booleans(),
    is_deadline=st.booleans(), hours=st.integers(0, 200),
)  # fmt: skip
def test_a_file_and_the_feed_say_the_same(title, place, text, begins, is_cancelled, is_deadline, hours):
    """Two hands write them: the library single files, our own lines the feed."""
    ends = begins + dt.timedelta(hours=hours) if hours and isinstance(begins, dt.datetime) else None
    one = entry(title=title, place=place, text=text, begins=begins, ends=ends,
                is_cancelled=is_cancelled, is_deadline=is_deadline)  # fmt: skip
    (alone,) = icalendar.Calendar.from_ical(calendar(one)).events
    (among,) = icalendar.Calendar.from_ical(feed([event(one)], "x")).events
    assert sorted(alone.property_items()) == sorted(among.property_items())


@settings(max_examples=30, deadline=None)
@given(name=typed, title=typed, begins=st.one_of(moments, days))
def test_whoever_is_asked_stays_one_person(name, title, begins):
    """Nothing in a name or a title becomes another property, another addressee or another entry."""
    asked = Asked("antwort@example.org", name, "gast@example.org", name)
    one = entry(title=title, begins=begins)
    for content in (request(one, asked), cancellation(one, asked)):
        (strict,) = IcsCalendarStream.calendar_from_ics(content.decode()).events
        (tolerant,) = icalendar.Calendar.from_ical(content).events
        assert [who.uri for who in strict.attendees] == ["mailto:gast@example.org"]
        assert str(tolerant["ORGANIZER"]) == "mailto:antwort@example.org"
        expected = as_shown(name).replace("\n", " ").replace('"', "'")
        assert tolerant["ATTENDEE"].params["CN"] == (expected or "gast@example.org")
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
