"""A calendar to subscribe to, its lines written directly: a thousand entries, eight times as fast as by the
library that writes single files (core/ical.py, docs/adr/0035).
"""

import datetime as dt
import re
from collections.abc import Iterable

from core.ical import PRODUCT, ZONE, Entry, in_zone, seen

OCTETS = 75  # in a line, RFC 5545 section 3.1
_SPECIAL = re.compile(r"[\\;,\n]")


def feed(events: Iterable[str], name: str) -> bytes:
    """A calendar of events that are written already.

    It has no METHOD: that makes it a message, which some programs offer to answer instead of showing it
    (RFC 5545, section 3.7.2).
    """
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(PRODUCT)}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        f"NAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        *ZONE,
    ]
    return "\r\n".join([_joined(head), *events, "END:VCALENDAR\r\n"]).encode()


def joined(events: Iterable[str]) -> str:
    """Events that are kept as one text; `feed` takes it as an event."""
    return "\r\n".join(events)


def event(entry: Entry) -> str:
    """The lines of one entry, as `core.ical.calendar` writes them."""
    return _joined(
        [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"SEQUENCE:{entry.sequence}",
            f"DTSTAMP:{_in_utc(entry.changed_at)}",
            f"LAST-MODIFIED:{_in_utc(entry.changed_at)}",
            f"DTSTART{_when(entry.begins)}",
            f"DTEND{_when(entry.ends)}" if entry.ends else "",
            f"SUMMARY:{escaped(entry.title)}",
            f"LOCATION:{escaped(entry.place)}" if entry.place else "",
            f"DESCRIPTION:{escaped(entry.text)}" if entry.text else "",
            f"URL:{entry.url}" if entry.url else "",
            "STATUS:CANCELLED" if entry.is_cancelled else "STATUS:CONFIRMED",
            f"TRANSP:{entry.busy}",
            "END:VEVENT",
        ]
    )


def _joined(lines):
    return "\r\n".join(fold(line) for line in lines if line)


def _in_utc(moment):
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _when(when):
    if not isinstance(when, dt.datetime):
        return f";VALUE=DATE:{when:%Y%m%d}"
    here = in_zone(when)
    if here.tzinfo is dt.UTC:
        return f":{_in_utc(here)}"
    return f";TZID=Europe/Berlin:{here:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A value of the kind TEXT: nothing that somebody typed ends its line or begins another."""
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", seen(text))


def fold(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a letter."""
    if len(line) <= OCTETS // 4 or len(line.encode()) <= OCTETS:
        return line
    parts, start, size, longest = [], 0, 0, OCTETS
    for at, letter in enumerate(line):
        octets = 1 if letter < "\x80" else len(letter.encode())
        if size + octets > longest:
            parts.append(line[start:at])
            start, size, longest = at, 0, OCTETS - 1  # the space that continues a line counts as well
        size += octets
    parts.append(line[start:])
    return "\r\n ".join(parts)
