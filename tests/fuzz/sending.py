"""One request into the world: taken back afterwards, with what happened in it.

Bodies are made by hand: test clients refuse to send what attackers and broken programs do.
"""

from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote_plus

from django.core.cache import cache
from django.db import transaction

from tests.fuzz.recorder import Recorded, recorded

FORM = "application/x-www-form-urlencoded"
MEGABYTE_AND_MORE = 1_000_000
BOUNDARY = "fachgruppe-grenze"


@dataclass
class File:
    content: bytes = b"Ein Text."
    name: str | bytes = "Notiz.txt"
    kind: str = "text/plain"


@dataclass
class Answer:
    """The response (or what was raised instead of it), and what was recorded while it was made."""

    response: Any = None
    error: BaseException | None = None
    seen: Recorded = field(default_factory=Recorded)

    @property
    def status(self):
        return self.response.status_code if self.response is not None else 500

    @property
    def text(self):
        if self.response is None or self.response.streaming:
            return ""
        return self.response.content.decode(errors="replace")

    @property
    def errors(self):
        return {name: list(found) for form in self.seen.cleaned for name, found in form.errors.items()}

    @property
    def is_refused(self):
        return self.status >= 400 or bool(self.errors)


def ask(portal, who, method, path, filled=None, prepare=None, keeps=False, **how) -> Answer:
    """Whatever the request did is undone, in the database and in the browser.

    `path` and `filled` are asked for when `prepare` has brought the world into its state. With `keeps` the
    database is left as the request made it.
    """
    browser = copy(portal._browsers[who])
    browser.cookies = SimpleCookie(portal._cookies[who])
    answer = Answer()
    cache.clear()
    with transaction.atomic():
        if prepare:
            prepare(portal.world, browser)
        path, body = path(portal.world), body_of(filled(portal.world)) if method == "POST" else {}
        cache.clear()
        try:
            # what prepares may change accounts
            with recorded() as answer.seen, nullcontext() if prepare else portal.accounts.kept():
                answer.response = browser.generic(method, path, **body | how)
        except Exception as error:
            answer.error = error
        transaction.set_rollback(not keeps)
    return answer


def body_of(data) -> dict:
    """`data` are pairs; a file among them makes it the other kind of body, as in a browser."""
    if any(isinstance(value, File) for _name, value in data):
        body = b"".join(_part(name, value) for name, value in data) + f"--{BOUNDARY}--\r\n".encode()
        return {"data": body, "content_type": f"multipart/form-data; boundary={BOUNDARY}"}
    pairs = (quote_plus(raw(name)) + "=" + quote_plus(raw(value)) for name, value in data)
    return {"data": "&".join(pairs).encode(), "content_type": FORM}


def _part(name, value):
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"' % (BOUNDARY.encode(), raw(name))
    if isinstance(value, File):
        head += b'; filename="%s"\r\nContent-Type: %s' % (raw(value.name), value.kind.encode())
        value = value.content
    return head + b"\r\n\r\n" + raw(value) + b"\r\n"


def raw(value) -> bytes:
    """A lone surrogate becomes the bytes that programs without care make of it."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
