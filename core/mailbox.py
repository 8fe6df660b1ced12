"""A mailbox (IMAP, RFC 3501) to read from. What is not for us stays there as it was: unread, in its place."""

import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"imaps": 993, "imap": 143}
AT_ONCE = 200  # messages in one go
LARGEST = 2_000_000  # octets: an answer to an invitation has a few thousand
FIRST_LOOK = dt.timedelta(days=30)  # how far back a mailbox is read that was never read before
PATIENCE = 20  # seconds


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


class Box:
    """An open mailbox. UIDs grow, as long as `validity` stays the same."""

    def __init__(self, server, folder):
        self.server = server
        chosen = server.select_folder(folder)
        self.validity = int(chosen[b"UIDVALIDITY"])

    def after(self, uid: int, now: dt.datetime) -> Iterator[tuple[int, bytes]]:
        """(UID, message) of what came after `uid`, the oldest first; too large ones are left out."""
        since = [] if uid else ["SINCE", (now - FIRST_LOOK).date()]
        found = sorted(each for each in self.server.search(["UID", f"{uid + 1}:*", *since]) if each > uid)
        for each in found[:AT_ONCE]:
            size = self.server.fetch([each], ["RFC822.SIZE"]).get(each, {}).get(b"RFC822.SIZE", LARGEST + 1)
            if size <= LARGEST:
                yield each, self.server.fetch([each], ["BODY.PEEK[]"])[each][b"BODY[]"]

    def mark_as_read(self, uid: int) -> None:
        self.server.add_flags([uid], [b"\\Seen"])


@contextmanager
def opened(place: Place) -> Iterator[Box]:
    """The mailbox, with the connection closed afterwards. Raises what the network and the server raise."""
    from imapclient import IMAPClient  # only the worker reads mail

    context = ssl.create_default_context() if place.is_secure else None
    with IMAPClient(
        place.host, port=place.port, ssl=place.is_secure, ssl_context=context, timeout=PATIENCE
    ) as server:
        if not place.is_secure and server.has_capability("STARTTLS"):
            server.starttls(ssl.create_default_context())
        server.login(place.user, place.password)
        yield Box(server, place.folder)
