"""Bare addresses of the web and of mail become links, whole and as they were typed."""

import re
from collections.abc import Iterator

from core.dialects.mentions import link_like, replace_text, text_like

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
    def split(token):
        for words, url in parts_of(token.content):
            if url:
                yield from link_like(token, words, state.md.normalizeLink(url), **{"class": ADDRESS})
            else:
                yield text_like(token, words)

    replace_text(state, _PERHAPS.search, split)


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: (words, where they lead), or nothing where they are no address."""
    at = 0
    for match in _EITHER.finditer(text) if _PERHAPS.search(text) else ():
        typed = _without_tail(match[0])
        if not _HOST.search(typed):
            continue
        yield text[at : match.start()], ""
        head = typed.lower()
        if head.startswith("www."):
            yield typed, f"https://{typed}"
        else:
            yield typed, typed if "://" in head or head.startswith("mailto:") else f"mailto:{typed}"
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
