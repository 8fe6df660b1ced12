"""Reports that a mail did not arrive: RFC 3464, and the two older forms that are still about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.mails.parts import Mail, content_of, readable
from core.mails.words import text_of

_STATUS = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_KEY = re.compile(r"<([^<>\s@]+@[^<>\s]+)>")
_QMAIL = re.compile(r"^<([^<>\s]+@[^<>\s]+)>:\s*\n(.+?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
LONGEST_REASON = 300


@dataclass(frozen=True)
class Bounce:
    """One of our mails that came back from one address."""

    address: str
    status: str  # »5.1.1« (RFC 3463), or nothing
    reason: str  # in the words of the server that refused it
    keys: tuple[str, ...]  # what may be the Message-ID of the mail that came back


def bounces_in(mail: Mail) -> list[Bounce]:
    """What a report says of each address; nothing for other mails, and for reports of mere delay."""
    keys = tuple(_keys(mail))
    found: list[Bounce] = []
    block: Any
    for part in mail.message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            address = _address(block)
            if str(block.get("Action", "")).strip().lower() != "failed" or not address:
                continue
            diagnostic = readable(str(block.get("Diagnostic-Code", "")))
            reason = _one_line(diagnostic.partition(";")[2] or diagnostic)
            status = _status_in(str(block.get("Status", ""))) or _status_in(diagnostic)
            found.append(Bounce(address, status, reason[:LONGEST_REASON], keys))
    return found or _older_form(mail, keys)


def _address(block) -> str:
    """Where it was sent to, before others sent it on."""
    value = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return readable(value.partition(";")[2] or value).strip().strip("<>").lower()[:320]


def _older_form(mail, keys) -> list[Bounce]:
    """Exim names the addresses in a header, qmail in the text (»Hi. This is the qmail-send program«)."""
    text = "\n".join(
        part.content if part.kind == "text/plain" else text_of(part.content) for part in mail.texts()
    )
    failed = mail.addresses("X-Failed-Recipients")
    if failed:
        return [Bounce(address, _status_in(text), _after(text, address), keys) for address in failed]
    if not re.match(r"\s*Hi\. This is the\b", text):
        return []
    return [
        Bounce(address.lower(), _status_in(reason), _one_line(reason)[:LONGEST_REASON], keys)
        for address, reason in _QMAIL.findall(text)
    ]


def _status_in(text) -> str:
    found = _STATUS.search(text)
    return found[0] if found else ""


def _after(text, address) -> str:
    """The lines of the paragraph in which the address stands."""
    _before, _found, rest = text.partition(address)
    return _one_line(rest.partition("\n\n")[0])[:LONGEST_REASON]


def _one_line(text) -> str:
    return " ".join(text.split())


def _keys(mail) -> Iterator[str]:
    """Message-IDs that the report answers or carries along."""
    yield from mail.answered_keys
    for part in mail.message.walk():
        kind = part.get_content_type()
        if part is not mail.message and part.get("Message-ID"):
            yield from _KEY.findall(readable(str(part["Message-ID"])))
        if kind == "text/rfc822-headers" or (kind == "text/plain" and not mail.message.is_multipart()):
            yield from re.findall(
                r"^Message-ID:\s*<([^<>\s]+)>", content_of(part), re.IGNORECASE | re.MULTILINE
            )
