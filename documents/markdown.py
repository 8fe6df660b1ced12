"""A paper becomes Markdown: readable as it is, and in every editor."""

import re
from itertools import pairwise

from core.markdown import tokens_of
from documents.columns import Columns
from documents.fonts import clean
from documents.paper import Block, Callout, Facts, Heading, Line, Paper, Prose, Table

# What would be read as markup where plain words are meant.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_AT_BEGINNING = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))", re.MULTILINE)


def write(paper: Paper) -> bytes:
    parts = ["  \n".join(map(_plain, paper.letterhead)), f"# {_plain(paper.title)}"]
    if paper.mark:
        parts.append(f"**{_plain(paper.mark)}**")
    parts += [_block(block) for block in paper.blocks]
    if paper.foot:
        parts.append("---")
        parts.append("\n".join(f"{_plain(line)}  " for line in paper.foot).rstrip())
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            number = f"{block.number} " if block.number else ""
            return f"{'#' * (block.level + 1)} {number}{_plain(block.text)}"
        case Prose():
            return _deeper(clean(block.source).strip("\n"), block.level + 1, block.dialect)
        case Line():
            return _plain(block.text)
        case Facts():
            return "\n".join(f"- **{_plain(name)}:** {_plain(value)}" for name, value in block.rows)
        case Table():
            sides = (
                "---:" if is_number else "---" for is_number in Columns(block.head, block.rows).are_numbers
            )
            return "\n".join([_row(block.head), f"| {' | '.join(sides)} |", *map(_row, block.rows)])
        case Callout():
            lines = [f"**{_plain(block.heading)}**", *(_plain(block.text, keep_lines=True).split("\n"))]
            return "\n".join(f"> {line}".rstrip() for line in lines if line)


def _deeper(source, level, dialect):
    """Headings of people stand below that of their section, one at a time and as far as Markdown goes."""
    lines = source.split("\n")
    above: list[int] = []
    for token, inline in pairwise(tokens_of(source, dialect) or ()):
        if token.type != "heading_open" or token.level:
            continue
        typed, (first, end) = int(token.tag[1]), token.map
        above = [*(one for one in above if one < typed), typed]
        words = " ".join(line.strip() for line in inline.content.split("\n"))
        lines[first:end] = [f"{'#' * min(6, level + len(above))} {words}", *[""] * (end - first - 1)]
    return "\n".join(lines)


def _row(cells):
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _plain(text, *, keep_lines=False):
    text = _SPECIAL.sub(r"\\\1", clean(text))
    text = _AT_BEGINNING.sub(r"\1\\\2", text)
    text = re.sub(r"^(\s*)\\(\d+)", r"\1\2\\", text, flags=re.MULTILINE)  # »1.« is escaped as »1\.«
    return text.replace("\n", "  \n") if keep_lines else " ".join(text.split())
