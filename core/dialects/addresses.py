"""Bare addresses of the web and of mail become links, whole and as they were typed."""

import re
from collections.abc import Iterator

from core.dialects.mentions import link_like, text_like

ADDRESS = "address"  # the class of a link that is its own address: on paper it stands there once
_WEB = re.compile(r"(?<![\w@./:-])(?:https?://|www\.)[^\s<>\"„“”»«‚‘›‹|`{}\\^]+", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+@/-])(?:mailto:)?[\w.+-]+@\w[\w-]*(?:\.[\w-]+)+", re.IGNORECASE)
_EITHER = re.compile(f"{_WEB.pattern}|{_MAIL.pattern}", re.IGNORECASE)
_HOST = re.compile(r"(?://|www\.|@)\w", re.IGNORECASE)
_PERHAPS = re.compile(r"://|www\.|@", re.IGNORECASE)
# What stands behind an address belongs to the sentence.
_TAIL = ".,;:!?'’…*~"
_BRACKETS = {")": "(", "]": "["}


def install(md):
    md.core.ruler.after("text_join", "addresses", _link_addresses)


def _link_addresses(state):
    for block in state.tokens:
        if block.type == "inline" and _PERHAPS.search(block.content):
            block.children = list(_with_links(block.children, state.md))


def _with_links(tokens, md):
    in_link = 0
    for token in tokens:
        in_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not in_link:
            yield from _split_at_addresses(token, md)
        else:
            yield token


def _split_at_addresses(token, md):
    for words, url in parts_of(token.content):
        if url:
            yield from link_like(token, words, md.normalizeLink(url), **{"class": ADDRESS})
        else:
            yield text_like(token, words)


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: (words, where they lead), or nothing where they are no address."""
    at = 0
    for match in _EITHER.finditer(text) if _PERHAPS.search(text) else ():
        typed = _without_tail(match[0])
        if _HOST.search(typed):
            yield text[at : match.start()], ""
            yield typed, _url_of(typed)
            at = match.start() + len(typed)
    yield text[at:], ""


def _without_tail(typed):
    """Without the full stop of the sentence and the bracket around the address, with brackets of its own."""
    unpaired = {close: typed.count(close) - typed.count(opening) for close, opening in _BRACKETS.items()}
    end = len(typed)
    while end and (typed[end - 1] in _TAIL or unpaired.get(typed[end - 1], 0) > 0):
        end -= 1
        if typed[end] in unpaired:
            unpaired[typed[end]] -= 1
    return typed[:end]


def _url_of(typed):
    head = typed.lower()
    if head.startswith("www."):
        return f"https://{typed}"
    return typed if "://" in head or head.startswith("mailto:") else f"mailto:{typed}"
