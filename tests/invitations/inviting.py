"""What tests of invitations share: inviting through the form, and mails read as a calendar reads them."""

import datetime as dt
import email
import email.policy

import icalendar
from django.db import transaction
from ical.calendar_stream import IcsCalendarStream

from invitations.actions.notices import notify
from invitations.models import MeetingInvitation
from tests.meetings.conftest import dated, fresh

WAIT = dt.timedelta(minutes=3, seconds=1)
GUEST = {"name": "Grete Gast", "email": "Grete@Firma.Example", "house": "Firma Beispiel"}
MEMBERS = ("member_city", "member_enterprise", "member_utility", "minute_taker", "organiser", "admin")


def invite(client_of, cast, meeting, people=MEMBERS, message=""):
    """As the organiser does it: the form with boxes."""
    keys = [getattr(cast, name).person_id for name in people]
    data = {"people": keys, "message": message, "version": fresh(meeting).version}
    return client_of("organiser").post(f"/treffen/{meeting.pk}/einladen/", data)


def invitation_of(meeting, user) -> MeetingInvitation:
    return MeetingInvitation.objects.get(meeting=meeting, person=user.person_id)


def as_received(mail):
    """The mail as it goes over the wire, read again as a mail program reads it."""
    return email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)


def calendar_part(mail):
    """(method of the part, the event) of a mail; two readers that know nothing of each other must agree."""
    parts = [part for part in as_received(mail).walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1, "a mail brings one entry"
    content = parts[0].get_payload(decode=True)
    strict = IcsCalendarStream.calendar_from_ics(content.decode())
    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert str(strict.events[0].uid) == str(event["UID"])
    assert str(calendar["METHOD"]) == parts[0].get_param("method")
    return str(calendar["METHOD"]), event


def links_in(mail):
    """The personal links of a mail, by the word before them: {»Zusagen«: path}."""
    found = {}
    for line in mail.body.splitlines():
        word, _colon, url = line.partition(": ")
        if "/einladungen/" in url:
            found[word.strip()] = url[url.index("/einladungen/") :].strip()
    return found


def flush(clock, worker, mailbox):
    mailbox.clear()
    clock.shift(WAIT)
    worker.drain()
    return mailbox


def make_known(meeting, clock, worker, mailbox):
    """Everybody who sees it was notified of its date."""
    with transaction.atomic():
        notify(meeting)
    flush(clock, worker, mailbox)
    mailbox.clear()


def change(client_of, meeting, **fields):
    """Another date or place, with everything else as it is."""
    data = dated(place_address="Engelplatz 8, 07743 Jena", version=fresh(meeting).version, **fields)
    return client_of("organiser").post(f"/treffen/{meeting.pk}/verschieben/", data)
