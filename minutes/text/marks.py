"""The lines of minutes that mean something (core.dialects.marks), and what becomes of a text without them."""

import re
from typing import NamedTuple

from core.dialects.marks import KINDS, WORDS
from core.dialects.versions import block_parser

_PERHAPS = re.compile(rf"^{WORDS.pattern}", re.MULTILINE)
# One that somebody meant and no rule takes: in a list, a quotation or a table, indented, bold, in capitals.
_MEANT = re.compile(
    r"^[ \t]*(?:(?:[-+*>|•·]|\d{1,4}[.)])[ \t]*){0,4}[*_]{0,3}(?:beschluss|aufgabe)[*_]{0,3}:[^\r\n]*\S",
    re.MULTILINE | re.IGNORECASE,
)
_LINE_END = re.compile(r"\r\n?|\n")


class MarkedLine(NamedTuple):
    kind: str  # DECISION, TASK or INFORMATION
    wording: str
    start: int  # where the line begins in the text, mark included
    end: int


def marked_lines(text: str) -> list[MarkedLine]:
    """Return all marked lines of a Markdown text, in order."""
    if not _PERHAPS.search(text.replace("\r", "\n")):  # parsing costs, and most texts have none
        return []
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    lines = list(zip(starts, [*(start for start, _end in ends), len(text)], strict=True))
    found = []
    for token in block_parser().parse(text):
        if token.type == "paragraph_open" and "mark" in token.meta:
            start, end = lines[token.map[0]]
            found.append(MarkedLine(KINDS[token.meta["mark"]], token.meta["wording"], start, end))
    return found


def overlooked_lines(text: str) -> list[str]:
    """Lines that look like a decision or a task and are none, because of where or how they stand."""
    taken = {line.start for line in marked_lines(text)}
    return [found[0].strip() for found in _MEANT.finditer(text) if found.start() not in taken]


def without(text: str, line: MarkedLine) -> str:
    """The text after a marked line has left it: what stood around it stays apart, word for word."""
    return _with_instead(text, line, "")


def as_text(text: str, line: MarkedLine) -> str:
    """The text in which this line is meant as it stands: »A\\: …« shows the same and is no mark."""
    colon = text.index(":", line.start)
    return _with_instead(text, line, f"{text[line.start : colon]}\\{text[colon : line.end]}")


def _with_instead(text, line, words):
    parts = text[: line.start].rstrip("\n"), words, text[line.end :].lstrip("\n")
    return "\n\n".join(part for part in parts if part.strip())
