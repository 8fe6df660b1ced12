"""Lines of minutes that mean something: »Beschluss: …«, »Aufgabe: …«, »Info: …«, or »B: …«, »A: …«, »I: …«.

A mark is a line of its own: at the very beginning of a line, outside of code, tables and quotes; its word may
be bold. It ends a paragraph or a list before it, and what follows on the next line is a paragraph again. The
parser of Markdown decides that, so that what is shown and what becomes a decision can never differ.
"""

import re
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

DECISION, TASK, INFORMATION = "decision", "action", "info"
KINDS = {
    "Beschluss": DECISION, "Aufgabe": TASK, "Info": INFORMATION, "Information": INFORMATION,
    "B": DECISION, "A": TASK, "I": INFORMATION,
}  # fmt: skip

# What the first version of the dialect knows (core/dialects), and the second.
LETTERS = re.compile(r"(?P<label>[BAI]):[^\S\r\n]*(?=\S)")
_LABEL = rf"(?P<bold>\*\*)?(?P<label>{'|'.join(KINDS)})(?(bold)(?::\*\*|\*\*:)|:)"
WORDS = re.compile(rf"{_LABEL}[^\S\r\n]*(?=\S)")
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
    """All marked lines of a Markdown text, in order."""
    if not _PERHAPS.search(text.replace("\r", "\n")):
        return []
    lines = _spans(text)
    found = []
    for token in _parser().parse(text):
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


def _spans(text):
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    return list(zip(starts, [*(start for start, _end in ends), len(text)], strict=True))


def _parser():
    from core.dialects.versions import block_parser

    return block_parser()


def install(md: Any, known: re.Pattern) -> None:
    """Teach a parser the marks: LETTERS or WORDS."""
    rule = partial(_mark, known)
    md.block.ruler.before("lheading", "mark", rule, {"alt": ["paragraph", "reference", "list"]})


def _mark(known, state, start_line, _end_line, silent):
    """The rule for the parser of blocks. Asked in silence: does this line end the paragraph before it?"""
    begin = state.bMarks[start_line]
    at_margin = state.tShift[start_line] == 0 and (begin == 0 or state.src[begin - 1] == "\n")
    found = at_margin and known.match(state.src, begin, state.eMarks[start_line])
    if not found:
        return False
    if silent:
        return True
    if state.level:
        return False
    _add_paragraph(state, start_line, found)
    return True


def _add_paragraph(state, line, found):
    label, wording = found["label"], state.src[found.end() : state.eMarks[line]].strip()
    state.line = line + 1
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [line, line + 1]
    opening.meta = {"mark": label, "wording": wording}
    inline = state.push("inline", "", 0)
    inline.map, inline.children = opening.map, []
    inline.content = f"{found[0].strip()} {wording}"
    if KINDS[label] == INFORMATION:
        opening.attrSet("class", INFORMATION)
        inline.content = f"**{_('Information') if label == 'I' else label}:** {wording}"
    state.push("paragraph_close", "p", -1)
