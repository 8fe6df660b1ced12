"""Calendar files for one entry (RFC 5545) and invitations (RFC 5546), written by the library.

The long feed writes its lines itself (core/ical_feed.py, docs/adr/0035); a test holds both together.
Times stand in Berlin's clock with the zone beside them, so that a meeting at 14:00 stays at 14:00 whatever a
calendar thinks of summer time.
"""

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from core.dates import BERLIN

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

KIND = "text/calendar; charset=utf-8"
PRODUCT = f"-//{settings.BODY_NAME}//Portal//DE"
# Two rules, as Outlook reads them. A list of every change since 1970, as libraries write it, it ignores.
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

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029]")
_HOUR_BEFORE, _MORNING_BEFORE = dt.timedelta(hours=-1), dt.timedelta(hours=-15)


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

    @property
    def busy(self) -> str:
        return "TRANSPARENT" if self.is_cancelled or self.is_deadline else "OPAQUE"


class Asked(NamedTuple):
    """Who asks whom to come (RFC 5546). The addressee stands there alone: nobody reads who else is asked."""

    organiser: str  # the address to which the calendar mails the answer
    organiser_name: str
    attendee: str
    attendee_name: str = ""
    status: str = "NEEDS-ACTION"


def calendar(entry: Entry) -> bytes:
    """One entry to open. Without a name of its own: Outlook would open a named file as a second calendar."""
    return _file("PUBLISH", _event(entry))


def request(entry: Entry, asked: Asked) -> bytes:
    """An invitation, or what became of it: calendars show it with buttons to answer."""
    from icalendar import Alarm

    event = _event(entry)
    _add_people(event, asked)
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", seen(entry.title))
    # An hour before; where no hour is known, at nine on the day before.
    alarm.add("TRIGGER", _HOUR_BEFORE if isinstance(entry.begins, dt.datetime) else _MORNING_BEFORE)
    event.add_component(alarm)
    return _file("REQUEST", event)


def cancellation(entry: Entry, asked: Asked) -> bytes:
    """Takes the entry out of the addressee's calendar.

    A status is said only where the meeting is cancelled for everybody: whoever is taken off alone reads none
    (RFC 5546, section 3.2.5).
    """
    event = _event(entry)
    if not entry.is_cancelled:
        del event["STATUS"]
    _add_people(event, asked)
    return _file("CANCEL", event)


def _file(method: str, event: "Event") -> bytes:
    from icalendar import Calendar, Timezone

    file = Calendar()
    head = {"VERSION": "2.0", "PRODID": PRODUCT, "CALSCALE": "GREGORIAN", "METHOD": method}
    for name, value in head.items():
        file.add(name, value)
    file.add_component(Timezone.from_ical("\r\n".join(ZONE)))
    file.add_component(event)
    return file.to_ical(sorted=False)


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # 5 MB that a process which writes no file does without

    values = {
        "UID": entry.uid,
        "SEQUENCE": entry.sequence,
        "DTSTAMP": entry.changed_at.astimezone(dt.UTC),
        "LAST-MODIFIED": entry.changed_at.astimezone(dt.UTC),
        "DTSTART": _when(entry.begins),
        "DTEND": entry.ends and _when(entry.ends),
        "SUMMARY": seen(entry.title),
        "LOCATION": seen(entry.place),
        "DESCRIPTION": seen(entry.text),
        "URL": entry.url,
        "STATUS": "CANCELLED" if entry.is_cancelled else "CONFIRMED",
        "TRANSP": entry.busy,
    }
    event = Event()
    for name, value in values.items():
        if value not in (None, "") or name == "SUMMARY":
            event.add(name, value)
    return event


def _when(when: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return in_zone(when) if isinstance(when, dt.datetime) else when


def _add_people(event: "Event", asked: Asked) -> None:
    event.add("ORGANIZER", _person(asked.organiser, asked.organiser_name))
    name = asked.attendee_name or asked.attendee
    role = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": asked.status, "RSVP": "TRUE"}
    event.add("ATTENDEE", _person(asked.attendee, name, role))


def _person(email: str, name: str, parameters: dict[str, str] | None = None) -> "vCalAddress":
    from icalendar import vCalAddress

    person = vCalAddress("mailto:" + re.sub(r"[\s;:,\"<>\x00-\x1f\x7f]", "", email))
    # Unquoted, some readers take what follows a name that ends in a backslash for an escaped colon.
    person.params.always_quoted = ("CN",)  # type: ignore[assignment]
    # RFC 5545 has no quotation marks in a parameter, and whoever does not know RFC 6868 would show its »^'«.
    person.params |= {**(parameters or {}), "CN": seen(name).replace("\n", " ").replace('"', "'")}
    return person


def in_zone(moment: dt.datetime) -> dt.datetime:
    """The moment on Berlin's clock.

    The second 02:30 of the night in which clocks go back has no name of its own there and stays in UTC.
    """
    here = moment.astimezone(BERLIN)
    return moment.astimezone(dt.UTC) if here.fold else here


def seen(text: str) -> str:
    """What was typed, with one kind of line end and nothing that a calendar may not hold."""
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
