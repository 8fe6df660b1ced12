"""Lines that mean something: »Beschluss: …«, »Aufgabe: …«, »Info: …«, or »B: …«, »A: …«, »I: …«.

A mark is a line of its own: at the very beginning of a line, outside of code, tables and quotes; its word may
be bold. It ends a paragraph or a list before it, and what follows on the next line is a paragraph again. The
parser of Markdown decides that, so that what is shown and what becomes a decision can never differ.
"""

import re
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

DECISION, TASK, INFORMATION = "decision", "action", "info"
KINDS = {
    "Beschluss": DECISION, "Aufgabe": TASK, "Info": INFORMATION, "Information": INFORMATION,
    "B": DECISION, "A": TASK, "I": INFORMATION,
}  # fmt: skip

# What the first version of the dialect knows, and the second.
LETTERS = re.compile(r"(?P<label>[BAI]):[^\S\r\n]*(?=\S)")
_LABEL = rf"(?P<bold>\*\*)?(?P<label>{'|'.join(KINDS)})(?(bold)(?::\*\*|\*\*:)|:)"
WORDS = re.compile(rf"{_LABEL}[^\S\r\n]*(?=\S)")


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
    label, wording = found["label"], state.src[found.end() : state.eMarks[start_line]].strip()
    state.line = start_line + 1
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [start_line, start_line + 1]
    opening.meta = {"mark": label, "wording": wording}
    inline = state.push("inline", "", 0)
    inline.map, inline.children = opening.map, []
    inline.content = f"{found[0].strip()} {wording}"
    if KINDS[label] == INFORMATION:
        opening.attrSet("class", INFORMATION)
        inline.content = f"**{_('Information') if label == 'I' else label}:** {wording}"
    state.push("paragraph_close", "p", -1)
    return True
