"""Answers that calendars mail: RFC 5546, REPLY and COUNTER, as programs really write them."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import BERLIN, local
from core.mails.parts import Mail
from core.mails.words import LONGEST, own_words, text_of
from core.names import tamed
from invitations.enums import Reply
from invitations.ical.attendee import STATUS

REPLY_OF = {status: reply for reply, status in STATUS.items()}
METHODS = ("REPLY", "COUNTER")
_LINE = re.compile(r"^[A-Za-z0-9-]+[;:]")
_MACHINE_MADE = "-//Google"  # its mails repeat the invitation; what the person said stands in the calendar
_ANNOUNCED = re.compile(
    r"\b(?:note|Notiz|Anmerkung|Kommentar|comment)\b", re.IGNORECASE
)  # unless they say so


@dataclass(frozen=True)
class Time:
    """When somebody would rather meet."""

    begins: dt.datetime
    ends: dt.datetime | None
    has_times: bool


@dataclass(frozen=True)
class Answer:
    """What a calendar mailed: whose answer, to which state of which entry."""

    uid: str
    sequence: int
    address: str
    name: str
    reply: str  # a Reply, or nothing where the status is none of ours
    is_counter: bool
    time: Time | None  # of the entry in the answer; proposed, where it is a counter
    delegate_address: str
    delegate_name: str
    note: str
    rest: str  # words in the mail beside the note
    stamp: dt.datetime | None
    content: str  # the calendar itself


def read_answer(mail: Mail) -> Answer | None:
    """The answer in a mail, or None: the mail is something else."""
    for part in mail.calendars():
        for event, calendar in _events(part):
            return _answer(mail, event, calendar, part)
    return None


def _events(part) -> Iterator:
    """(event, its calendar) of an answer: of several with one UID the one for the whole series."""
    calendar = _parsed(part.content)
    events = [] if calendar is None else [each for each in calendar.walk("VEVENT") if each.get("UID")]
    ours = [each for each in events if key_of(str(each["UID"]))] or events
    if ours and _method(calendar, part, ours[0]) in METHODS:
        first = str(ours[0]["UID"])
        same = [each for each in ours if str(each["UID"]) == first]
        yield next((each for each in same if not each.get("RECURRENCE-ID")), same[0]), calendar


def _method(calendar, part, event) -> str:
    """Where nobody says it, somebody who has decided is answering."""
    method = str(calendar.get("METHOD") or part.method).strip().upper()
    people = _listed(event.get("ATTENDEE"))
    has_decided = len(people) == 1 and _status(people[0].params) not in ("", Reply.OPEN)
    return method or ("REPLY" if has_decided else "")


def _parsed(content):
    """The calendar in a text, or None. What was broken on its way is mended where that is safe."""
    import icalendar  # only the worker reads answers

    begin = content.upper().find("BEGIN:VCALENDAR")
    if begin < 0:
        return None
    end = content.upper().rfind("END:VCALENDAR")
    whole = content[begin : end + len("END:VCALENDAR")]
    if end < begin:  # it was cut off
        ends = "" if "END:VEVENT" in content[begin:].upper() else "END:VEVENT\n"
        whole = f"{content[begin:].rstrip()}\n{ends}END:VCALENDAR\n"
    whole = re.sub(r"\n(?=mailto:)", "", whole, flags=re.IGNORECASE)  # an address, and no property
    # Lists and gateways break lines anew: what begins no property goes on with the one before.
    lines: list[str] = []
    for line in whole.split("\n"):
        if _LINE.match(line) or not lines:
            lines.append(line)
        elif line.strip():
            lines[-1] += line[1:] if line[0] in " \t" else line
    # As it came first: what is mended may say something else.
    for text in (whole, "\n".join(lines)):
        try:
            calendar = icalendar.Calendar.from_ical(text)
        except (ValueError, IndexError, KeyError, TypeError):
            continue
        return calendar
    return None


def _answer(mail, event, calendar, part) -> Answer:
    named = [(_address(who), who.params) for who in _listed(event.get("ATTENDEE"))]
    # An answer has one ATTENDEE (RFC 5546, section 3.2.3). Where there are more, or none, only the sender can
    # be meant; without a line of their own they say nothing.
    of_sender = (each for each in named if each[0] == mail.sender)
    nobody: tuple[str, dict] = (mail.sender[:320], {})
    address, params = named[0] if len(named) == 1 else next(of_sender, nobody)
    # Who comes instead (RFC 5545, DELEGATED-TO), with their name where it is said.
    people = {address: line(params.get("CN"), 150) for address, params in named}
    delegate = next((_address(each) for each in _listed(params.get("DELEGATED-TO"))), "")
    note, rest = _words(mail, event, calendar, params)
    method = _method(calendar, part, event)
    stamp = getattr(event.get("DTSTAMP"), "dt", None)
    if not isinstance(stamp, dt.datetime):
        stamp = None
    elif stamp.tzinfo is None:
        stamp = stamp.replace(tzinfo=dt.UTC)
    return Answer(
        uid=line(event.get("UID"), 255),
        sequence=_number(event.get("SEQUENCE")),
        address=address,
        name=line(params.get("CN"), 150),
        reply=_status(params),
        is_counter=method == "COUNTER",
        time=_time(event),
        delegate_address=delegate,
        delegate_name=people.get(delegate, "") if delegate else "",
        note=note,
        rest=rest,
        stamp=stamp,
        content=part.content,
    )


# --- who --------------------------------------------------------------------------------------------------


def _listed(value) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _status(params) -> str:
    return REPLY_OF.get(str(params.get("PARTSTAT", "")).strip().upper(), "")


def _address(uri):
    return re.sub(r"^mailto:", "", str(uri).strip().strip("<>"), flags=re.IGNORECASE).strip().lower()[:320]


# --- words ------------------------------------------------------------------------------------------------


def _words(mail, event, calendar, params) -> tuple[str, str]:
    """(what the person said, what else the mail says): COMMENT, else Google's parameter, else the text."""
    said = "\n".join(filter(None, (lines(each) for each in _listed(event.get("COMMENT")))))
    said = said or _response_comment(params)
    # Google's mails repeat the invitation and nothing else, unless they announce words of the person.
    is_machine_made = str(calendar.get("PRODID", "")).startswith(_MACHINE_MADE) and not any(
        _ANNOUNCED.search(part.content) for part in mail.texts()
    )
    text = "" if is_machine_made else words_of(mail, line(event.get("SUMMARY"), 300))
    note, rest = said or text, text if said else ""
    if " ".join(rest.split()).casefold() in " ".join(said.split()).casefold():
        rest = ""  # it only repeats the note
    company = _number(params.get("X-NUM-GUESTS"))  # guests that somebody brings along (Google, Nextcloud)
    if company:
        words = ngettext("Bringt %(n)s weitere Person mit.", "Bringt %(n)s weitere Personen mit.", company)
        note = "\n".join(filter(None, [note, words % {"n": company}]))
    return note[:LONGEST], "\n".join(filter(None, [rest, files_of(mail)]))[:LONGEST]


def _response_comment(params) -> str:
    """Google writes it as HTML, with the backslashes of a value in what is a parameter."""
    said = params.get("X-RESPONSE-COMMENT") or ""
    text = ", ".join(map(str, said)) if isinstance(said, list) else str(said)
    return lines(text_of(re.sub(r"\\([;,\\])", r"\1", text.replace("\\n", "<br>").replace("\n", "<br>"))))


def words_of(mail: Mail, title: str = "") -> str:
    """What the person wrote in the text of a mail: in plain text, or in HTML where that says nothing."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in mail.texts():
        texts[part.kind].append(part.content if part.kind == "text/plain" else text_of(part.content))
    found = (lines(own_words("\n".join(parts), title)) for parts in texts.values())
    return next(filter(None, found), "")


def files_of(mail: Mail) -> str:
    """»Anlage: Plan.pdf«: it is only in the mailbox."""
    names = ", ".join(line(name, 200) for name in mail.files)
    return _("Anlage: %(names)s") % {"names": names} if names else ""


def lines(value) -> str:
    """Words of somebody on their lines, without what nobody sees or what turns others round."""
    text = re.sub(r"[\u0085\u2028\u2029]", "\n", str(value or ""))
    return "\n".join(tamed(each) for each in text.split("\n")).strip()


def line(value, length: int) -> str:
    """One line without control characters: it is shown to people."""
    return " ".join(lines(value).split())[:length]


# --- times ------------------------------------------------------------------------------------------------


def _number(value):
    # As a column takes it; programs send all kinds of numbers.
    try:
        return max(0, min(int(value or 0), 2**31 - 1))
    except (TypeError, ValueError):
        return 0


def _time(event) -> Time | None:
    begins = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(begins, dt.date):
        return None
    if not isinstance(begins, dt.datetime):
        return Time(local(begins, dt.time.min), None, False)
    ends = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    try:
        if isinstance(length, dt.timedelta) and ends is None:
            ends = begins + length
        begins = _here(begins)
        ends = _here(ends) if isinstance(ends, dt.datetime) else None
    except (OverflowError, ValueError):
        return None
    return Time(begins, ends if ends and ends > begins else None, True)


def _here(moment: dt.datetime) -> dt.datetime:
    """A time without a zone is the clock's in Jena."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)).astimezone(dt.UTC)


def key_of(uid: str) -> uuid.UUID | None:
    """The key in »…@fachgruppe«, or None: no entry of ours."""
    key, _at, ours = uid.strip().partition("@")
    try:
        return uuid.UUID(key) if ours == "fachgruppe" else None
    except ValueError:
        return None
