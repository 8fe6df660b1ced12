"""Which lines begin a heading, a list, a quotation, a table: fewer than in CommonMark, so prose stays prose.

The library's own rules do the work, once these have said that the lines are meant so.
"""

import re

from markdown_it import rules_block
from markdown_it.rules_block.table import escapedSplit

from core.numbers import is_digits

# Seen by nobody and in the way of whoever searches or copies: they come along from Word and the web.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

_DEEPEST = 20  # below it the library would leave words out: they are text
_ALSO_ENDS = ["paragraph", "blockquote", "list"]
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=[^\s#])")
_RULE = re.compile(r"(?:-[ \t]*){3,}$")
_FENCE = re.compile(r"`{3,}")
_BULLET = re.compile(r"-[ \t]+(?=\S)")
_STAR = re.compile(r"\*[ \t]+(?=\S)")
# »04.« and »2026.« are no numbers of a list.
_NUMBER = re.compile(r"([1-9]\d{0,2})\.[ \t]+(?=\S)")
_MONTH = (
    r"(?:Januar|Jänner|Februar|März|Maerz|April|Mai|Juni|Juno|Juli|August|September|Oktober|November|Dezember)\b(?!-)"
    r"|(?:Jan|Feb|Mrz|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)(?:\.|\s+\d|\s*:|\s*$)"
)
# What follows the first number of »4. Juni«, »4. 6. 2025«, »4. 2025«, »4. und 11. Juni«, »4. – 6. Juni«
_REST_OF_DATE = re.compile(
    rf"(?:{_MONTH}|\d{{1,2}}\.|\d{{4}}\b|(?:bis|und|oder|sowie|u\.|[-–/&+,])\s*\d{{1,2}}\.(?!\d))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r">+(?:[ \t]|$)")
_TABLE_RULE = re.compile(r"[|:\-\s]*-[|:\-\s]*$")


def install(md):
    md.enable("table").disable(["code", "reference", "html_block", "lheading"])
    for name, rule, ends in (
        ("table", _table, ["paragraph"]),
        ("fence", _fence, _ALSO_ENDS),
        ("blockquote", _quotation, _ALSO_ENDS),
        ("hr", _thematic_break, _ALSO_ENDS),
        ("list", _list, ["paragraph", "blockquote"]),
        ("heading", _heading, ["paragraph", "blockquote"]),
    ):
        md.block.ruler.at(name, rule, {"alt": ends})
    md.block.ruler.before("paragraph", "outside", _is_outside, {"alt": _ALSO_ENDS})
    md.core.ruler.after("normalize", "unseen", _drop_unseen)
    md.core.ruler.after("block", "numbers", _keep_numbers)
    md.core.ruler.after("block", "columns", _align_columns)


def _drop_unseen(state):
    state.src = state.src.translate(UNSEEN)


def _text(state, line):
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _known(state, of):
    """What was found out about lines further down, so that it is found out once."""
    return state.env.setdefault(of, {})


# --- one line ---------------------------------------------------------------------------------------------


def _heading(state, line, _end, silent):
    """As in the library, but a # at the end is a word: »# Fragen zu C #«."""
    text = _text(state, line)
    found = _HEADING.match(text)
    if not found or silent:
        return bool(found)
    state.line = line + 1
    tag = f"h{len(found[1])}"
    opening = state.push("heading_open", tag, 1)
    inline = state.push("inline", "", 0)
    opening.map = inline.map = [line, state.line]
    inline.content, inline.children = text[found.end() :].strip(), []
    opening.markup = state.push("heading_close", tag, -1).markup = found[1]
    return True


def _thematic_break(state, line, end, silent):
    return bool(_RULE.match(_text(state, line))) and rules_block.hr(state, line, end, silent)


def _is_outside(state, line, _end, silent):
    """In silence: a line without the mark, or left of its words, is no part of what stands above it."""
    if not silent:
        return False
    if state.parentType == "table":
        return "|" not in _text(state, line)
    if state.parentType == "list":
        # The library would take it for the next item of the list, but it is text.
        start = state.bMarks[line] + state.tShift[line]
        marker = state.src[start : start + 1]
        return (is_digits(marker) or marker == "*") and not _known(state, "items").get(start)
    if state.parentType == "blockquote":
        return True
    return state.listIndent >= 0 and state.sCount[line] <= state.listIndent < state.blkIndent


# --- fences and quotations --------------------------------------------------------------------------------


def _fence(state, line, end, silent):
    opening = _FENCE.match(_text(state, line))
    if opening is None:
        return False
    ends = _known(state, "fences")  # length of the fence → the last line on which one of that length stands
    if not ends:
        ends[0] = 0
        for at in range(state.lineMax):
            text = _text(state, at).rstrip()
            if _FENCE.fullmatch(text):
                ends[len(text)] = at
    # Without an end further down it would swallow the rest of the text.
    is_closed = any(at > line for size, at in ends.items() if size >= len(opening[0]))
    return is_closed and rules_block.fence(state, line, end, silent)


def _quotation(state, line, end, silent):
    is_meant = state.level < _DEEPEST and _is_quotation(state, line, end)
    return is_meant and rules_block.blockquote(state, line, end, silent)


def _is_quotation(state, line, end):
    """»> Zitat«, but neither »>5 Personen« nor »> 5 Personen«."""
    if not _QUOTED.match(_text(state, line)):
        return False
    known, start = _known(state, "quotations"), state.bMarks[line] + state.tShift[line]
    if start not in known:
        texts = []  # (where it begins, text) of the lines that stand together
        for at in range(line, end):
            text = _text(state, at)
            if not text.startswith(">") or (at > line and state.sCount[at] < state.blkIndent):
                break
            texts.append((state.bMarks[at] + state.tShift[at], text))
        has_words = any(not is_digits(text.lstrip("> \t")[:1] or "0") for _start, text in texts)
        is_meant = has_words and all(_QUOTED.match(text) for _start, text in texts)
        known.update((begin, is_meant) for begin, _text in texts)
    return known[start]


# --- lists ------------------------------------------------------------------------------------------------


def _list(state, line, end, silent):
    is_meant = state.level < _DEEPEST and _begins_list(state, line, end)
    return is_meant and rules_block.list_block(state, line, end, silent)


def _begins_list(state, line, end):
    """»- « always; »* « and »1. « only where a second line goes on, and no line is a date."""
    text = _text(state, line)
    if _BULLET.match(text):
        return True
    first = (_STAR if text.startswith("*") else _NUMBER).match(text)
    if not first:
        return False
    known, start = _known(state, "items"), state.bMarks[line] + state.tShift[line]
    if start not in known:
        siblings = _siblings(state, line, end, first)
        # One by one: a long text without a list is read once, and not once for each of its lines.
        second = next(siblings, None)
        if second is None:
            return False
        # »3. « begins a list only where »4. « follows, »1. « before any number.
        if first.re is _NUMBER and int(first[1]) != 1 and int(second[1][1]) != int(first[1]) + 1:
            return False
        run = [(line, first), second, *siblings]
        is_meant = not any(
            found.re is _NUMBER and _REST_OF_DATE.match(_text(state, at), found.end()) for at, found in run
        )
        known.update((state.bMarks[at] + state.tShift[at], is_meant) for at, _found in run)
    return known[start]


def _siblings(state, line, end, first):
    """(line, match) of the items that follow in the same list. A smaller number begins another."""
    before, pattern, is_numbered = first, first.re, first.re is _NUMBER
    words_begin = state.sCount[line] + first.end()
    for at in range(line + 1, end):
        if state.sCount[at] >= words_begin or (state.isEmpty(at) and is_numbered):
            continue
        found = pattern.match(_text(state, at))
        is_smaller = found and is_numbered and int(found[1]) < int(before[1])
        if not found or is_smaller or state.sCount[at] < state.blkIndent:
            return
        yield at, found
        before = found


def _keep_numbers(state):
    """An item has the number that was typed, whatever the one before has."""
    expected = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            expected.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            expected.pop()
        elif token.type == "list_item_open" and token.info:
            if int(token.info) != expected[-1]:
                token.attrSet("value", token.info)
            expected[-1] = int(token.info) + 1


# --- tables -----------------------------------------------------------------------------------------------


def _table(state, line, end, silent):
    """Only where every cell has a column: the library leaves out those that have none."""
    if line + 2 > end or "|" not in _text(state, line) or not _TABLE_RULE.match(_text(state, line + 1)):
        return False
    columns = len(_cells(_text(state, line)))
    for at in range(line + 2, end):
        text = _text(state, at)
        if "|" not in text or state.sCount[at] < state.blkIndent:
            break
        if any(cell.strip() for cell in _cells(text)[columns:]):
            return False
    return rules_block.table(state, line, end, silent)


def _cells(text):
    return escapedSplit(text.strip().removeprefix("|").removesuffix("|"))


def _align_columns(state):
    for token in state.tokens:
        style = token.attrs.pop("style", "") if token.type in ("th_open", "td_open") else ""
        if style:
            token.attrSet("align", style.removeprefix("text-align:"))
