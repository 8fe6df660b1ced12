"""Calendar files (RFC 5545), their lines written directly: a feed has a thousand entries. A library is the
oracle of the tests.

Times stand in Berlin's clock with the zone beside them, so that a meeting at 14:00 stays at 14:00 whatever a
calendar thinks of summer time. Outlook reads the zone only as two rules; a list of every change since 1970,
as libraries write it, it ignores.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from core.dates import BERLIN

KIND = "text/calendar; charset=utf-8"
OCTETS = 75  # in a line, RFC 5545 section 3.1
PRODUCT = f"-//{settings.BODY_NAME}//Portal//DE"
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".splitlines()

END = "END:VEVENT"
CONFIRMED = "STATUS:CONFIRMED"

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029]")
_SPECIAL = re.compile(r"[\\;,\n]")


class Entry(NamedTuple):
    """One event. `begins` and `ends` are moments, or days where no hour is known; `ends` may be missing."""

    uid: str
    sequence: int
    changed_at: dt.datetime
    begins: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None = None
    title: str = ""
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_deadline: bool = False  # takes nobody's time: the calendar shows the day as free


class Asked(NamedTuple):
    """Who asks whom to come (RFC 5546). The addressee stands there alone: nobody reads who else is asked."""

    organiser: str  # the address to which the calendar mails the answer
    organiser_name: str
    attendee: str
    attendee_name: str = ""
    status: str = "NEEDS-ACTION"


def calendar(entry: Entry) -> bytes:
    """One entry to open. Without a name of its own: Outlook would open a named file as a second calendar."""
    return _calendar(["METHOD:PUBLISH"], [event(entry)])


def feed(events: Iterable[str], name: str) -> bytes:
    """A calendar to subscribe to, of events that are written already.

    It has no METHOD: that makes it a message, which some programs offer to answer instead of showing it
    (RFC 5545, section 3.7.2).
    """
    head = [
        f"X-WR-CALNAME:{escaped(name)}",
        f"NAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    return _calendar(head, events)


def request(entry: Entry, asked: Asked) -> bytes:
    """An invitation, or what became of it: calendars show it with buttons to answer."""
    return _calendar(["METHOD:REQUEST"], [_joined([*_lines(entry, _people(asked)), *_alarm(entry), END])])


def cancellation(entry: Entry, asked: Asked) -> bytes:
    """Takes the entry out of the addressee's calendar.

    A status is said only where the meeting is cancelled for everybody: whoever is taken off alone reads none
    (RFC 5546, section 3.2.5).
    """
    lines = [line for line in _lines(entry, _people(asked)) if line != CONFIRMED]
    return _calendar(["METHOD:CANCEL"], [_joined([*lines, END])])


def _calendar(head, events) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(PRODUCT)}",
        "CALSCALE:GREGORIAN",
        *head,
        *ZONE,
    ]
    return "\r\n".join([_joined(lines), *events, "END:VCALENDAR\r\n"]).encode()


def event(entry: Entry) -> str:
    return _joined([*_lines(entry), END])


def _joined(lines) -> str:
    return "\r\n".join(fold(line) for line in lines if line)


def _lines(entry: Entry, people=()) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{in_utc(entry.changed_at)}",
        f"LAST-MODIFIED:{in_utc(entry.changed_at)}",
        f"DTSTART{_when(entry.begins)}",
        f"DTEND{_when(entry.ends)}" if entry.ends else "",
        f"SUMMARY:{escaped(entry.title)}",
        f"LOCATION:{escaped(entry.place)}" if entry.place else "",
        f"DESCRIPTION:{escaped(entry.text)}" if entry.text else "",
        f"URL:{entry.url}" if entry.url else "",
        "STATUS:CANCELLED" if entry.is_cancelled else CONFIRMED,
        "TRANSP:TRANSPARENT" if entry.is_cancelled or entry.is_deadline else "TRANSP:OPAQUE",
        *people,
    ]


def _people(asked: Asked) -> list[str]:
    return [
        f"ORGANIZER;CN={_quoted(asked.organiser_name)}:mailto:{_address(asked.organiser)}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={asked.status};RSVP=TRUE;"
        f"CN={_quoted(asked.attendee_name or asked.attendee)}:mailto:{_address(asked.attendee)}",
    ]


def _alarm(entry: Entry) -> list[str]:
    """An hour before; where no hour is known, at nine on the day before."""
    before = "-PT1H" if isinstance(entry.begins, dt.datetime) else "-PT15H"
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(entry.title)}",
        f"TRIGGER:{before}",
        "END:VALARM",
    ]


def _quoted(text: str) -> str:
    """A parameter: it knows no escapes, so a quotation mark becomes another (RFC 5545, section 3.2)."""
    return '"' + _UNSEEN.sub(" ", text.replace("\n", " ")).replace('"', "'") + '"'


def _address(email: str) -> str:
    return re.sub(r"[\s;:,\"<>\x00-\x1f\x7f]", "", email)


def in_utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _when(when):
    if not isinstance(when, dt.datetime):
        return f";VALUE=DATE:{when:%Y%m%d}"
    here = when.astimezone(BERLIN)
    if here.fold:  # the second 02:30 of the night in which clocks go back has no name of its own in a zone
        return f":{in_utc(when)}"
    return f";TZID=Europe/Berlin:{here:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A value of the kind TEXT: nothing that somebody typed ends its line or begins another."""
    text = _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", text)


def fold(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a letter."""
    if len(line) <= OCTETS // 4 or len(line.encode()) <= OCTETS:
        return line
    parts, start, size, room = [], 0, 0, OCTETS
    for at, letter in enumerate(line):
        octets = 1 if letter < "\x80" else len(letter.encode())
        if size + octets > room:
            parts.append(line[start:at])
            start, size, room = at, 0, OCTETS - 1  # the space that continues a line counts as well
        size += octets
    parts.append(line[start:])
    return "\r\n ".join(parts)
