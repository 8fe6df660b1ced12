"""Markdown as a tree of plain values, for writers that know nothing of Markdown.

A node is a dict: `t` says what it is, `c` holds what is in it, and a few have more (level of a heading,
address of a link, number of an item). Text is text: nothing in it is looked at again.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from core.dialects.versions import CURRENT, FIRST
from core.markdown import is_safe_address, tokens_of

Node = dict[str, Any]
_WITH_BLOCKS = {"blockquote": "quote", "bullet_list": "ul", "list_item": "li"}


def tree(source: str, clean: Callable[[str], str], dialect: int = CURRENT) -> list[Node]:
    """Return the blocks of a text; headings go down one at a time from 1."""
    tokens = tokens_of(source, dialect)
    if tokens is None:  # the parser must not see it: it stays the text that it is
        return [{"t": "p", "c": [{"t": "text", "s": clean(source)}]}]
    from markdown_it.tree import SyntaxTreeNode

    writer = _Writer(clean, dialect)
    return writer.blocks(SyntaxTreeNode(tokens).children)


def words_in(nodes: list[Node]) -> str:
    """Return the text of inline nodes without their marks."""
    return "".join(node["s"] if "s" in node else words_in(node.get("c", [])) for node in nodes)


class _Writer:
    def __init__(self, clean, dialect):
        self.clean = clean
        self.keeps_lines = dialect > FIRST
        self.above: list[int] = []  # the headings, as typed, that the next one may stand below

    def blocks(self, nodes) -> list[Node]:
        return [block for node in nodes if (block := self.block(node))]

    def block(self, node) -> Node | None:
        kind = node.type
        if kind in _WITH_BLOCKS:
            return {"t": _WITH_BLOCKS[kind], "c": self.blocks(node.children)}
        if kind == "paragraph":
            return {"t": "info" if node.attrs.get("class") else "p", "c": self.inlines(node.children)}
        if kind == "heading":
            return self.heading(node)
        if kind == "ordered_list":
            return self.ordered_list(node)
        if kind in ("fence", "code_block"):
            return {"t": "pre", "s": self.clean(node.content.rstrip("\n"))}
        if kind == "table":
            return self.table(node)
        return {"t": "hr"} if kind == "hr" else None

    def heading(self, node):
        inside = self.inlines(node.children)
        if not words_in(inside).strip():  # a heading without words is none
            return None
        # PDF/UA-1 wants no level left out on the way down, whatever people typed.
        typed = int(node.tag[1])
        self.above = [*(level for level in self.above if level < typed), typed]
        return {"t": "h", "level": len(self.above), "c": inside}

    def ordered_list(self, node):
        number, items = int(node.attrs.get("start", 1)), []
        for item in node.children:
            # The dialect keeps the numbers that people typed: minutes refer to »Punkt 3«.
            number = int(item.attrs.get("value", number))
            items.append({"t": "li", "c": self.blocks(item.children), "number": number})
            number += 1
        return {"t": "ol", "c": items}

    def table(self, node):
        head, *body = node.children
        rows = [row for part in body for row in part.children]
        return {
            "t": "table",
            # »right« for a column that somebody typed as `---:`, else nothing
            "align": [str(cell.attrs.get("align", "")) for cell in head.children[0].children],
            "head": [self.inlines(cell.children) for cell in head.children[0].children],
            "rows": [[self.inlines(cell.children) for cell in row.children] for row in rows],
        }

    # --- inside a line ------------------------------------------------------------------------------------

    def inlines(self, nodes) -> list[Node]:
        """The nodes of a line, or of a mark inside a line."""
        found: list[Node] = []
        for node in nodes:
            for made in self.inlines(node.children) if node.type == "inline" else self.inline(node):
                # Neighbouring texts as one: half as much to set.
                if made["t"] == "text" and found and found[-1]["t"] == "text":
                    made = {"t": "text", "s": found.pop()["s"] + made["s"]}
                found.append(made)
        return found

    def inline(self, node) -> list[Node]:
        kind = node.type
        if kind in ("strong", "em", "s"):
            return [{"t": kind, "c": self.inlines(node.children)}]
        if kind == "link":
            return self.link(node)
        if kind == "code_inline":
            return [{"t": "code", "s": self.clean(node.content)}]
        if kind == "hardbreak" or (kind == "softbreak" and self.keeps_lines):
            return [{"t": "br"}]
        if kind == "label":  # of a task list: the box is named by the words behind it
            box, _space, *words = node.children
            return [{"t": "box", "done": "checked" in box.attrs}, *self.inlines(words)]
        if kind == "html_inline":  # made by the plugin of task lists, never by people
            return [{"t": "box", "done": "checked" in node.content}]
        if kind == "softbreak":
            return [{"t": "text", "s": " "}]
        return [{"t": "text", "s": self.clean(node.content)}] if node.content else []

    def link(self, node):
        inside = self.inlines(node.children)
        url = str(node.attrs.get("href", ""))
        # On paper an address needs its host.
        if url.startswith("/") and not url.startswith("//"):
            url = f"{settings.BASE_URL}{url}"
        return [{"t": "link", "url": url, "c": inside}] if is_safe_address(url) and inside else inside
