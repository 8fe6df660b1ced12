"""The versions of the dialect. A record keeps the one that it was written in, and is shown in it for ever.

Never change what a version makes of a text that may be sealed: add the next one (docs/adr/0027). Parsers are
loaded by the first one who needs them: processes that only read pages do without their memory.
"""

from functools import cache
from typing import Any

from core.dialects import marks
from core.dialects.mentions import link_mentions

# 1: CommonMark with tables, strike-through, task lists and German typography. What was sealed before.
# 2: the small set of marks of docs/schreiben.md; everything else comes out as it was typed.
FIRST, CURRENT = 1, 2
_DEEPEST = 24


@cache
def parser(dialect: int = CURRENT) -> Any:
    """The MarkdownIt of that version. Raises KeyError for one that never was."""
    return {1: _first, 2: _second}[dialect]()


@cache
def block_parser() -> Any:
    """Of the current version: finds the blocks of a text and leaves their words alone."""
    md = _second()
    md.core.ruler.enableOnly(["normalize", "unseen", "block"])
    return md


def _first():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.tasklists import tasklists_plugin

    options = {"html": False, "linkify": False, "typographer": True, "quotes": "»«›‹", "maxNesting": _DEEPEST}
    md = MarkdownIt("commonmark", options)
    md.enable(["table", "strikethrough", "replacements", "smartquotes"]).disable("image")
    marks.install(md, marks.LETTERS)
    md.core.ruler.after("inline", "mentions", link_mentions)
    return md.use(tasklists_plugin)


def _second():
    from markdown_it import MarkdownIt

    from core.dialects import addresses, blocks, inlines

    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _DEEPEST})
    blocks.install(md)
    inlines.install(md)
    marks.install(md, marks.WORDS)
    addresses.install(md)
    md.core.ruler.push("mentions", link_mentions)
    return md
