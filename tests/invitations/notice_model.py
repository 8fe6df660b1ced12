"""What people know of a meeting, told from their mails and their calendars alone, and what is so."""

import datetime as dt
import email
import email.policy
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import ClassVar

import icalendar
from django.core.mail.backends.locmem import EmailBackend

from core.dates import BERLIN, day
from meetings.models import Meeting
from members.models import User

SUBJECTS = re.compile(
    r"^(?P<what>Termin|Einladung|Verschoben|Geändert|Ort geändert|Abgesagt|Nicht mehr eingeladen): "
    r"(?P<title>.*?) (?:am|auf den) (?P<day>\d+\. \w+ \d{4})$"
)
LOST = "Ein Termin der Fachgruppe gilt für Sie nicht mehr"
TOKEN = re.compile(r"\b[TR]\d+x\b|\b\d{1,2}\. (?:August|September|Oktober|November) 2025\b")


@dataclass
class Calendar:
    """A program that keeps one entry and follows SEQUENCE and DTSTAMP (RFC 5546, section 2.1.5)."""

    stamp: tuple = (-1, None)
    entry: dict | None = None

    def take(self, content):
        calendar = icalendar.Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        stamp = (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        if self.stamp[0] >= 0 and stamp < self.stamp:
            return
        self.stamp = stamp
        is_off = str(calendar["METHOD"]) == "CANCEL" or str(event.get("STATUS", "")) == "CANCELLED"
        begins = event["DTSTART"].dt
        self.entry = (
            None
            if is_off
            else {
                "begins": begins.astimezone(BERLIN) if isinstance(begins, dt.datetime) else begins,
                "place": str(event.get("LOCATION", "")),
                "title": str(event["SUMMARY"]),
            }
        )


@dataclass
class Mind:
    """One addressee: what they read, what their calendar holds, and what they ever were allowed to know."""

    known: str = "nothing"  # dated, invited, off
    day: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    allowed: set = field(default_factory=set)
    read: set = field(default_factory=set)
    last: str = ""
    is_guest: bool = False
    is_excused: bool = (
        False  # they know more than we saw: it was their own deed, or a worker died over their mail
    )

    def take(self, mail):
        message = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
        if message["Message-ID"] in self.read:
            return  # mail programs show it once
        self.read.add(message["Message-ID"])
        texts = [message["Subject"]]
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                self.calendar.take(content)
                texts.append(content.decode().replace("\r\n ", ""))
            elif part.get_content_maintype() == "text":
                texts.append(part.get_content())
        told = set(TOKEN.findall(" ".join(texts)))
        assert told <= self.allowed, f"may not know {told - self.allowed}: {message['Subject']}"
        subjects = [line.removeprefix("– ") for line in mail.body.splitlines()]
        is_digest = "Neuigkeit" in message["Subject"]
        for subject in subjects if is_digest else [message["Subject"].strip()]:
            self.hear(subject, is_digest)
        assert mail.body != self.last, f"the same mail twice: {message['Subject']}"
        self.last = mail.body

    def hear(self, subject, is_digest):
        if subject == LOST:
            assert self.is_excused or self.known != "nothing", "they never knew of it"
            self.known, self.day = "off", ""
            return
        found = SUBJECTS.match(subject)
        if found is None:
            assert is_digest, subject
            return
        what = found["what"]
        if what in ("Termin", "Einladung"):
            assert self.is_excused or (what, self.known) not in (
                ("Termin", "dated"),
                ("Einladung", "invited"),
            )
            self.known, self.day = {"Termin": "dated", "Einladung": "invited"}[what], found["day"]
            return
        assert self.is_excused or self.known not in ("nothing", "off"), f"never heard of it: {subject}"
        if what in ("Verschoben", "Geändert", "Ort geändert"):
            self.day = found["day"]
        else:
            is_end = what == "Abgesagt" or self.is_guest
            assert self.is_excused or not is_end or found["day"] == self.day, (
                "an end names the date they know"
            )
            self.known, self.day = "off" if what == "Abgesagt" else "dated", found["day"]


class Post(EmailBackend):
    """A mail server that does not answer, or whose client dies before or after it took the mail."""

    trouble: ClassVar[str] = ""

    def send_messages(self, messages):
        trouble, Post.trouble = Post.trouble, ""
        if trouble == "down":
            raise ConnectionRefusedError
        if trouble == "before":
            raise Killed(messages)
        sent = super().send_messages(messages)
        if trouble == "after":
            raise Killed(messages)
        return sent


class Killed(BaseException):
    """The worker is gone."""


class World:
    """The minds of all addressees of one meeting, and what is so in the database."""

    def __init__(self, meeting, guests):
        self.key = meeting.pk
        self.guests = guests
        self.minds = defaultdict(Mind, {address: Mind(is_guest=True) for address in guests})
        self.taken = 0

    def meeting(self):
        return Meeting.objects.get(pk=self.key)

    def users(self):
        return User.objects.filter(email__endswith="@example.org")

    def allow(self):
        """Note for everybody what they may know at this moment."""
        meeting = self.meeting()
        words = set(TOKEN.findall(f"{meeting.title} {meeting.place_name}"))
        words |= {day(meeting.starts_at)} if meeting.starts_at else set()
        for address in self.who_may_know(meeting):
            self.minds[address].allowed |= words

    def who_may_know(self, meeting):
        rows = Meeting.objects.filter(pk=meeting.pk)
        members = (user for user in self.users() if user.viewer.is_member)
        yield from (user.email for user in members if rows.fully_visible_to(user).exists())
        if meeting.invited_at:
            yield from meeting.invitations.guests().active().values_list("guest_email", flat=True)

    def read(self, outbox):
        for mail in outbox[self.taken :]:
            (address,) = mail.to
            self.minds[address].take(mail)
        self.taken = len(outbox)

    def acted(self, user):
        """Who did it knows it, and follows in the own calendar, unless the invitation does that."""
        meeting, mind = self.meeting(), self.minds[user.email]
        mind.is_excused = True
        is_asked = meeting.state != "CANCELLED" and self._is_asked(meeting, user.email)
        if is_asked or mind.known == "invited":
            return
        mind.known, mind.day = {"CANCELLED": "off"}.get(meeting.state, "dated"), day(meeting.starts_at)
        mind.calendar = Calendar()

    def check(self, declines):
        """Everybody knows what is so. `declines`: address → the kinds of which they want no mail."""
        meeting = self.meeting()
        inside = set(self.who_may_know(meeting))
        for address, mind in self.minds.items():
            is_asked = address in inside and self._is_asked(meeting, address)
            self._check(meeting, address, mind, address in inside, is_asked, declines.get(address, set()))

    def _is_asked(self, meeting, address):
        rows = meeting.invitations.active()
        person = self.users().filter(email=address).values("person")
        found = rows.filter(person__in=person) | rows.guests().filter(guest_email=address)
        return bool(meeting.invited_at) and found.exists()

    def _check(self, meeting, address, mind, is_inside, is_asked, declines):
        entry, who = mind.calendar.entry, (address, mind, meeting.state)
        if meeting.state == "CANCELLED" or not is_inside:
            if not declines:
                assert mind.known in ("nothing", "off"), who
                assert entry is None, who
            return
        if meeting.state not in ("SCHEDULED", "INVITED"):
            assert mind.known in ("nothing", "off"), who
            return
        if is_asked:
            assert (mind.known, mind.day) == ("invited", day(meeting.starts_at)), who
            assert entry is not None, who
        elif address in self.guests:
            assert mind.known in ("nothing", "off", "dated"), who
            assert entry is None, who
            return
        elif not declines:
            assert (mind.known, mind.day) == ("dated", day(meeting.starts_at)), who
        if entry is not None and (is_asked or not declines):
            assert entry["begins"] == meeting.starts_at.astimezone(BERLIN), who
            assert entry["place"] == meeting.place_name, who
            assert not is_asked or entry["title"] == meeting.name, who
