"""A mail in pieces. Every mail can be read here, however it was written: nothing in it raises.

Headers are read from their source and not through the structured parser of the standard library, which takes
`Gast, Grete <grete@…>` for two people and stumbles over some others.
"""

import email
import email.header
import email.message
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass

_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_BARE = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_KEY = re.compile(r"<[^<>\s]+>")
LONGEST_ADDRESS = 320
CALENDARS = ("text/calendar", "application/ics", "text/x-vcalendar")


@dataclass(frozen=True)
class Text:
    """One readable part: its kind (text/plain), its words, and what its Content-Type says of a method."""

    kind: str
    content: str
    method: str = ""


class Mail:
    """A mail as it came."""

    def __init__(self, raw: bytes):
        self.message = email.message_from_bytes(raw, policy=email.policy.compat32)

    def header(self, name: str) -> str:
        """The first header of that name as people read it: unfolded and decoded."""
        return decoded(_source(self.message, name))

    def addresses(self, name: str) -> list[str]:
        """The addresses in a header, in small letters. A comma in a name without quotation marks is no comma.

        What stands in brackets is an address for certain; only where nothing does, anything with an @ is one.
        """
        source = _source(self.message, name)
        source = re.sub(r'"(?:\\.|[^"\\])*"', " ", source)
        found = _IN_BRACKETS.findall(source) or _BARE.findall(source)
        return [each.lower()[:LONGEST_ADDRESS] for each in found]

    @property
    def sender(self) -> str:
        """The one address in From; nothing where there is none, or more than one."""
        found = set(self.addresses("From"))
        return found.pop() if len(found) == 1 else ""

    @property
    def answered_keys(self) -> list[str]:
        """Message-IDs that this mail says it answers, the nearest first, without their brackets."""
        headers = [
            _source(self.message, "In-Reply-To"),
            *reversed(_source(self.message, "References").split()),
        ]
        keys = [key.strip("<>") for header in headers for key in _KEY.findall(header)]
        return list(dict.fromkeys(keys))

    @property
    def is_automatic(self) -> bool:
        """Nobody wrote it: an absence note or the like (RFC 3834, section 5, and what came before it)."""
        submitted = self.header("Auto-Submitted").lower()
        by_hand = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
        return submitted.startswith("auto-replied") or any(self.header(name) for name in by_hand)

    def texts(self) -> Iterator[Text]:
        """What can be read, in the order of the mail, without what another mail in it says."""
        for part in _own_parts(self.message):
            kind = part.get_content_type()
            if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
                yield Text(kind, content_of(part))

    def calendars(self) -> Iterator[Text]:
        """Everything that may be a calendar, also in a mail that was forwarded as it was."""
        for part in self.message.walk():
            if not part.is_multipart() and is_calendar(part.get_content_type(), _file_name(part)):
                method = part.get_param("method")
                yield Text("text/calendar", content_of(part), str(method or "").upper())

    @property
    def is_report(self) -> bool:
        """A program reports on a mail of ours: read, delayed, refused (RFC 6522)."""
        return self.message.get_content_type() == "multipart/report"

    @property
    def files(self) -> list[str]:
        """Names of what came along beside texts and calendars. Pictures of a signature are none."""
        parts = [part for part in _own_parts(self.message) if part.get_content_disposition() == "attachment"]
        names = [(part.get_content_type(), _file_name(part)) for part in parts]
        return [name for kind, name in names if name and not is_calendar(kind, name)]


def is_calendar(kind: str, file_name: str) -> bool:
    return kind in CALENDARS or file_name.lower().endswith(".ics")


def _own_parts(message) -> Iterator[email.message.Message]:
    """Without the parts of mails inside the mail."""
    if message.get_content_maintype() == "message":
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        yield from _own_parts(part)


def _file_name(part) -> str:
    try:
        return decoded(part.get_filename() or "")
    except (ValueError, LookupError):
        return ""


def content_of(part) -> str:
    """The words of a part. A charset is what its maker says, unless the octets say otherwise for certain."""
    octets = part.get_payload(decode=True) or b""
    try:
        charset = (part.get_content_charset() or "").lower()
    except (ValueError, LookupError):
        charset = ""
    return readable(decode(octets, charset))


def decode(octets: bytes, charset: str) -> str:
    """UTF-8 is told by its form; other charsets by their name, where there is none it is Windows'."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    elif not charset.startswith(("utf-16", "utf-32", "utf-7")):
        # ISO 8859-1 is what programs say and Windows-1252 what they mean (WHATWG Encoding, section 4.2).
        named = "windows-1252" if charset in ("iso-8859-1", "latin1", "us-ascii", "ascii", "") else charset
        return _try(octets, "utf-8-sig", named, "windows-1252")
    return _try(octets, charset, "utf-8")


def _try(octets, *charsets) -> str:
    for charset in charsets:
        try:
            return octets.decode(charset)
        except (LookupError, ValueError):
            continue
    return octets.decode(charsets[0] if charsets[0].startswith("utf") else "utf-8", errors="replace")


def _source(message, name) -> str:
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = str(value).encode("utf-8", "surrogateescape")
            return " ".join(_try(text, "utf-8", "windows-1252").split())
    return ""


def decoded(source: str) -> str:
    """Encoded words (RFC 2047) as letters; where that fails, as they stand."""
    try:
        pieces = email.header.decode_header(source)
    except (email.errors.HeaderParseError, ValueError):
        return readable(source)
    words = [
        piece if isinstance(piece, str) else decode(piece, (charset or "").lower())
        for piece, charset in pieces
    ]
    return readable("".join(words))


def readable(text: str) -> str:
    """Without what no database keeps and nobody sees: control characters and halves of letters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
