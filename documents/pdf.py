"""A paper becomes a PDF that is meant to stay readable: PDF/UA-1 and PDF/A-2a, set by Typst.

Setting happens in a process of its own, so that a page process never carries the library, and so that a
paper which takes too long or too much memory ends there and nowhere else.
"""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from documents.columns import Columns
from documents.fonts import FONTS, for_print
from documents.paper import BUSY, Block, Callout, Facts, Heading, Line, Paper, Prose, Table, Unprintable
from documents.tree import Node, tree, words_in

TYPST = Path(__file__).with_name("typst.py")
TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
SECONDS = 30
LARGEST = 8_000_000  # characters of data: some hundreds of pages
# Both cores may be busy setting, but not all threads of a process.
_running = BoundedSemaphore(2)
_WAIT = 20


def typeset(paper: Paper) -> bytes:
    """Return the PDF; the same paper gives the same bytes. Raises Unprintable."""
    data = json.dumps(
        {
            "title": _named(paper.title),
            "head": [for_print(part) for part in paper.letterhead],
            "author": for_print(paper.body),
            "subtitle": for_print(paper.subtitle),
            "mark": for_print(paper.mark),
            "foot": [for_print(line) for line in paper.foot],
            "language": paper.language,
            "moment": paper.moment.isoformat(timespec="seconds") if paper.moment else "",
            "blocks": [_block(block) for block in paper.blocks],
        },
        ensure_ascii=False,
    )
    if len(data) > LARGEST:
        raise Unprintable
    if not _running.acquire(timeout=_WAIT):
        raise Unprintable(BUSY)
    try:
        done = subprocess.run(
            # Without our environment: it holds the key of the portal and the way to the database.
            [sys.executable, "-I", str(TYPST), str(TEMPLATES), str(FONTS), str(SECONDS)],
            input=data.encode(), capture_output=True, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unprintable from None
    finally:
        _running.release()
    if done.returncode < 0:  # ended by the limits it has set itself
        raise Unprintable
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    return done.stdout


def _block(block: Block) -> dict:
    match block:
        case Heading():
            return {"t": "heading", "level": block.level, "s": _named(block.text), "number": block.number}
        case Prose():
            nodes = tree(block.source, for_print, block.dialect)
            _lay_out(nodes)
            return {"t": "prose", "level": block.level, "c": nodes}
        case Line():
            return {"t": "line", "s": for_print(block.text), "muted": block.is_muted}
        case Facts():
            return {"t": "facts", "rows": _rows(block.rows)}
        case Table():
            head, rows = _rows([block.head])[0], _rows(block.rows)
            return {"t": "grid", "head": head, "rows": rows, **_layout(head, rows)}
        case Callout():
            parts = {"heading": for_print(block.heading), "s": for_print(block.text)}
            return {"t": "callout", "kind": block.kind, **parts}


def _lay_out(nodes: list[Node]) -> None:
    """Tell each table of people what its columns are like."""
    for node in nodes:
        if node["t"] == "table":
            head, *rows = [[words_in(cell) for cell in row] for row in (node["head"], *node["rows"])]
            node |= _layout(head, rows, node["align"])
        else:
            _lay_out(node.get("c", []))


def _layout(head, rows, typed=()):
    """`typed`: where people said that a column stands."""
    columns = Columns(tuple(head), tuple(tuple(row) for row in rows))
    meant = ["right" if is_number else "left" for is_number in columns.are_numbers]
    return {
        "widths": [] if columns.fit else columns.widths,
        "crowded": columns.are_crowded,
        "align": [chosen or own for chosen, own in zip(typed or [""] * len(meant), meant, strict=True)],
        "tall": [columns.is_tall(row) for row in columns.rows],
    }


def _named(text):
    # PDF/UA-1 wants headings and titles that say something.
    return for_print(text).strip() or "–"


def _rows(rows):
    return [[for_print(cell) for cell in row] for row in rows]
