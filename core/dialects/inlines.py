"""Which characters inside a line are marks: only around whole words. »Bürger*innen« and »a_b« have none."""

import re
from typing import Any

from markdown_it.rules_inline.state_inline import Delimiter

from core.dialects import marks
from core.numbers import is_digits
from core.safe_html import SCHEMES

_OPENING = "([{„»‚›«‹“\"'–—"
_CLOSING = ")]},.;:!?"
_MARKS = "*_~"
_CODE = re.compile(r"`([^`\n]+)`(?![`\w])")
_ESCAPABLE = re.compile(r"\*+|_|`|~~")
# At the beginning of a line, and what may stand before it there.
_LINE_MARK = re.compile(r"(?:-|\*|>|#{1,6})[ \t]|-{3}|`{3}|>$", re.MULTILINE)
_LONGEST_PREFIX = 20
_LINK = re.compile(r"\[[^\]\n]*\]\(")
_BOX = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def install(md: Any) -> None:
    md.enable("strikethrough")
    md.disable(["entity", "autolink", "html_inline", "image"])
    md.inline.ruler.at("escape", _escape)
    md.inline.ruler.at("backticks", _code)
    md.inline.ruler.at("emphasis", _emphasis)
    md.core.ruler.after("text_join", "boxes", _name_boxes)
    md.validateLink = _is_address


def _is_address(url: str) -> bool:
    """Anything else in brackets behind brackets is text: »[Anm.](2)«."""
    scheme, colon, rest = url.partition(":")
    if colon and scheme.lower() in SCHEMES:
        return bool(rest.strip("/"))
    return url.startswith(("/", "#")) and not url.startswith("//") and len(url) > 1


# --- around words -----------------------------------------------------------------------------------------


def _may_open(before, after):
    return (not before or before.isspace() or before in _OPENING + _MARKS) and (
        bool(after) and not after.isspace() and after not in _CLOSING
    )


def _may_close(before, after):
    return (bool(before) and not before.isspace() and before not in "([{„") and (
        not after or not (after.isalnum() or after == "_")
    )


def _emphasis(state, silent):
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_":
        return False
    length = state.scanDelims(start, True).length
    before, after = (
        state.src[start - 1 : start] if start else "",
        state.src[start + length : start + length + 1],
    )
    is_mark = length <= (1 if marker == "_" else 3)
    can_open, can_close = is_mark and _may_open(before, after), is_mark and _may_close(before, after)
    for _each in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker), length=length, token=len(state.tokens) - 1, end=-1,
                open=can_open, close=can_close,
            )
        )  # fmt: skip
    state.pos += length
    return True


def _code(state, silent):
    """»`so`« in one line; »geht`s« is no beginning."""
    start = state.pos
    if state.src[start] != "`":
        return False
    before = state.src[start - 1 : start] if start else ""
    code = None if before.isalnum() else _CODE.match(state.src, start, state.posMax)
    if not code:  # as text, all ticks that stand together
        end = start
        while end < state.posMax and state.src[end] == "`":
            end += 1
        if not silent:
            state.append_pending(state.src[start:end])
        state.pos = end
        return True
    if not silent:
        token = state.push("code_inline", "code", 0)
        token.markup, token.content = "`", code[1]
    state.pos = code.end()
    return True


# --- the backslash ----------------------------------------------------------------------------------------


def _escape(state, silent):
    """A backslash goes only where it takes a mark its meaning: »\\*so*«, »1\\. Mai«, »A\\: Text«."""
    start = state.pos
    if state.src[start] != "\\":
        return False
    meant = _escaped(state, start, silent)
    if not meant:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = meant, f"\\{meant}", "escape"
    state.pos = start + 1 + len(meant)
    return True


def _escaped(state, start, silent):
    src, at = state.src, start + 1
    before = src[start - 1 : start] if start else ""
    if _begins_line(src, start):
        return src[at]
    if _LINK.match(src, at, state.posMax) and _may_open(before, "x"):
        return "["
    found = _ESCAPABLE.match(src, at, state.posMax)
    if not found:
        return ""
    after = src[found.end() : found.end() + 1]
    waiting = _waiting(state)
    if _may_open(before, after):
        if not silent:
            waiting.add(found[0])
        return found[0]
    for mark in (found[0], found[0][0]):
        if mark in waiting and _may_close(before, after):
            if not silent:
                waiting.discard(mark)
            return mark
    return ""


def _waiting(state):
    """Marks of this line that were taken their meaning: »\\*so\\*« has a second backslash for the other."""
    text, waiting = state.env.get("escaped", (None, None))
    if text is not state.src:
        waiting = set()
        state.env["escaped"] = state.src, waiting
    return waiting


def _begins_line(src, start):
    line = src.rfind("\n", max(0, start - _LONGEST_PREFIX), start) + 1
    if start - line > _LONGEST_PREFIX:
        return False
    prefix, at = src[line:start].strip(), start + 1
    if not prefix:
        return bool(_LINE_MARK.match(src, at))
    if src.startswith(".", at):
        return is_digits(prefix) and src[at + 1 : at + 2].isspace()
    return src.startswith(":", at) and prefix.strip("*") in marks.KINDS


# --- boxes ------------------------------------------------------------------------------------------------


def _name_boxes(state):
    """»- [ ] Liste schicken« has a box that is named by its words."""
    tokens = state.tokens
    for at in range(2, len(tokens)):
        block = tokens[at]
        is_item = tokens[at - 2].type == "list_item_open" and tokens[at - 1].type == "paragraph_open"
        found = is_item and block.type == "inline" and _BOX.match(block.content)
        if found and block.children[0].content.startswith(found[0].rstrip()):
            block.children = list(_with_box(block, found))


def _with_box(block, found):
    first, *rest = block.children
    token = type(first)
    attrs = {"type": "checkbox", "disabled": "", **({"checked": ""} if found[1] != " " else {})}
    first.content = first.content[len(found[0]) :]
    yield token("label_open", "label", 1)
    yield token("checkbox", "input", 0, attrs=attrs)
    yield token("text", "", 0, content=" ")
    yield first
    yield from rest
    yield token("label_close", "label", -1)
