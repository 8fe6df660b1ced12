"""A mailbox (IMAP, RFC 3501) to read from. What is not for us stays there as it was: unread, in its place."""

import datetime as dt
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote, urlsplit

from core.deadline import Deadline

PORTS = {"imaps": 993, "imap": 143}
AT_ONCE = 200  # messages in one go
LARGEST = 2_000_000  # octets: an answer to an invitation has a few thousand, unless files hang on it
FIRST_LOOK = dt.timedelta(days=30)  # how far back a mailbox is read that was never read before
PATIENCE = 20  # seconds for each answer of the server
VISIT = 60  # seconds for all that is asked in one visit
_BOUNDARY = b"parts-of-a-large-mail"
_OF_THE_WHOLE = re.compile(
    rb"^(?:content-[a-z-]+|mime-version):.*\r?\n(?:[ \t].*\r?\n)*", re.IGNORECASE | re.MULTILINE
)


class Unreachable(Exception):
    """The mailbox cannot be read now; the words say why, in one line."""


@dataclass(frozen=True)
class Place:
    """Where a mailbox is; the password never shows up in a traceback or a log."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    is_secure: bool = True

    def __repr__(self):
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def place_of(url: str) -> Place:
    """`imaps://name:password@host:993/INBOX`. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise ValueError("not the address of a mailbox")
    return Place(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_secure=parts.scheme == "imaps",
    )


@dataclass(frozen=True)
class Arrived:
    """A message of the mailbox, and when the mailbox got it (INTERNALDATE)."""

    uid: int
    raw: bytes
    at: dt.datetime


class Box:
    """An open mailbox. UIDs grow, as long as `validity` stays the same."""

    def __init__(self, server, folder):
        self.server = server
        self.server.normalise_times = False
        chosen = server.select_folder(folder)
        self.validity = int(chosen[b"UIDVALIDITY"])

    def after(self, uid: int, now: dt.datetime) -> Iterator[Arrived]:
        """What came after `uid`, the oldest first. Of a large message what can be read, not its files."""
        since = [] if uid else ["SINCE", (now - FIRST_LOOK).date()]
        found = sorted(each for each in self.server.search(["UID", f"{uid + 1}:*", *since]) if each > uid)
        for each in found[:AT_ONCE]:
            about = self.server.fetch([each], ["RFC822.SIZE", "INTERNALDATE"]).get(each)
            if about is None:  # somebody deleted it meanwhile
                continue
            is_large = about[b"RFC822.SIZE"] > LARGEST
            raw = self._readable_parts(each) if is_large else self._fetched(each, "")
            arrived_at = about.get(b"INTERNALDATE") or now
            yield Arrived(each, raw, min(now, arrived_at if arrived_at.tzinfo else now))

    def _readable_parts(self, uid) -> bytes:
        """The message with its texts and calendars; of its files the names alone."""
        structure = self.server.fetch([uid], ["BODYSTRUCTURE"])[uid][b"BODYSTRUCTURE"]
        head = _OF_THE_WHOLE.sub(b"", self._fetched(uid, "HEADER")).rstrip(b"\r\n")
        kind = (
            b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="' + _BOUNDARY + b'"\r\n\r\n'
        )
        lines = [head, kind]
        for number, is_readable in _numbered(structure):
            about = self._fetched(uid, f"{number}.MIME").rstrip(b"\r\n")
            content = self._fetched(uid, number) if is_readable else b""
            lines += [b"--", _BOUNDARY, b"\r\n", about, b"\r\n\r\n", content, b"\r\n"]
        return b"".join([*lines, b"--", _BOUNDARY, b"--\r\n"])

    def _fetched(self, uid, section) -> bytes:
        # PEEK: what is not for us stays unread (RFC 3501, 6.4.5).
        return self.server.fetch([uid], [f"BODY.PEEK[{section}]"])[uid][f"BODY[{section}]".encode()]

    def mark_as_read(self, uid: int) -> None:
        self.server.add_flags([uid], [b"\\Seen"])


@contextmanager
def opened(place: Place) -> Iterator[Box]:
    """The mailbox, with the connection closed afterwards. Raises Unreachable."""
    deadline = Deadline(VISIT)
    with _understood(), deadline.around():
        server = _signed_in(place)
    try:
        yield Box(_InTime(server, deadline), place.folder)
    finally:
        try:
            with _understood(), deadline.around():
                server.logout()
        except Unreachable:
            with suppress(OSError):  # it may be closed already
                server.shutdown()


def _signed_in(place):
    from imapclient import IMAPClient  # only the worker reads mail

    context = ssl.create_default_context() if place.is_secure else None
    server = IMAPClient(
        place.host, port=place.port, ssl=place.is_secure, ssl_context=context, timeout=PATIENCE
    )
    try:
        if not place.is_secure and server.has_capability("STARTTLS"):
            server.starttls(ssl.create_default_context())
        server.login(place.user, place.password)
    except BaseException:
        server.shutdown()
        raise
    return server


class _InTime:
    """The server; what it is asked has to be answered before the visit ends."""

    def __init__(self, server, deadline):
        vars(self).update(server=server, deadline=deadline)

    def __getattr__(self, name):
        found = getattr(self.server, name)
        return partial(self._ask, found) if callable(found) else found

    def __setattr__(self, name, value):
        setattr(self.server, name, value)

    def _ask(self, question, *args, **kwargs):
        with _understood(), self.deadline.around():
            return question(*args, **kwargs)


@contextmanager
def _understood():
    """What the network and the server say, as one kind of trouble."""
    from imapclient.exceptions import IMAPClientError

    try:
        yield
    except (OSError, IMAPClientError, EOFError) as error:
        words = " ".join(str(error).split())
        raise Unreachable(f"{type(error).__name__}: {words}"[:250]) from error


def _numbered(structure, number="") -> Iterator[tuple[str, bool]]:
    """(number as in RFC 3501, section 6.4.5; whether it is a text or calendar, not large) of the parts."""
    if isinstance(structure[0], list | tuple):
        for at, part in enumerate(structure[0], 1):
            yield from _numbered(part, f"{number}.{at}" if number else str(at))
    elif number and structure[0].lower() != b"message":
        kind = structure[0].lower() + b"/" + structure[1].lower()
        about = repr(structure[2:3] + structure[8:]).lower()  # its name, wherever the server puts it
        is_file = ".ics" not in about and "attachment" in about
        is_calendar = kind == b"application/ics" or ".ics" in about
        is_text = is_calendar or (kind.startswith(b"text/") and not is_file)
        yield number, (structure[6] or 0) <= LARGEST and is_text
