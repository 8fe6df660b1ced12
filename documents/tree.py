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
_PLAIN = {"strong": "strong", "em": "em", "s": "s", "blockquote": "quote", "bullet_list": "ul"}


def tree(source: str, clean: Callable[[str], str], dialect: int = CURRENT) -> list[Node]:
    """The blocks of a text; headings go down one at a time from 1."""
    tokens = tokens_of(source, dialect)
    if tokens is None:
        return [{"t": "p", "c": [{"t": "text", "s": clean(source)}]}]
    from markdown_it.tree import SyntaxTreeNode

    writer = _Writer(clean, dialect)
    return writer.blocks(SyntaxTreeNode(tokens).children)


class _Writer:
    def __init__(self, clean, dialect):
        self.clean = clean
        self.keeps_lines = dialect > FIRST
        self.above: list[int] = []

    def blocks(self, nodes) -> list[Node]:
        return [block for node in nodes if (block := self.block(node))]

    def block(self, node) -> Node | None:
        make = getattr(self, f"_{node.type}", None)
        if make:
            return make(node)
        if node.type in _PLAIN:
            return {"t": _PLAIN[node.type], "c": self.blocks(node.children)}
        return None

    def _paragraph(self, node):
        return {"t": "info" if node.attrs.get("class") else "p", "c": self.inlines(node)}

    def _heading(self, node):
        inside = self.inlines(node)
        if not words_in(inside).strip():  # a heading without words is none
            return None
        typed = int(node.tag[1])
        while self.above and self.above[-1] >= typed:
            self.above.pop()
        self.above.append(typed)
        return {"t": "h", "level": len(self.above), "c": inside}

    def _ordered_list(self, node):
        number, items = int(node.attrs.get("start", 1)), []
        for item in node.children:
            number = int(item.attrs.get("value", number))
            items.append({**self._list_item(item), "number": number})
            number += 1
        return {"t": "ol", "c": items}

    def _list_item(self, node):
        return {"t": "li", "c": self.blocks(node.children)}

    def _code(self, node):
        return {"t": "pre", "s": self.clean(node.content.rstrip("\n"))}

    _fence = _code_block = _code

    def _hr(self, node):
        return {"t": "hr"}

    def _table(self, node):
        head, *body = node.children
        rows = [row for part in body for row in part.children]
        return {
            "t": "table",
            "align": [_alignment(cell) for cell in head.children[0].children],
            "head": [self.inlines(cell) for cell in head.children[0].children],
            "rows": [[self.inlines(cell) for cell in row.children] for row in rows],
        }

    # --- inside a line ------------------------------------------------------------------------------------

    def inlines(self, node) -> list[Node]:
        """Of a block, whose one child holds the line; or of a mark inside a line."""
        return self._all(node.children)

    def _all(self, nodes):
        found: list[Node] = []
        for child in nodes:
            if child.type == "inline":
                found += self.inlines(child)
            else:
                found += self.inline(child)
        return _joined(found)

    def inline(self, node) -> list[Node]:
        kind = node.type
        if kind in ("strong", "em", "s"):
            return [{"t": kind, "c": self.inlines(node)}]
        if kind == "link":
            return self._link(node)
        if kind == "code_inline":
            return [{"t": "code", "s": self.clean(node.content)}]
        if kind in ("softbreak", "hardbreak"):
            return [{"t": "br"}] if kind == "hardbreak" or self.keeps_lines else [_text(" ")]
        if kind == "label":
            return self._named_box(node)
        if kind == "html_inline":  # made by the plugin of task lists, never by people
            return [{"t": "box", "done": "checked" in node.content}]
        return [_text(self.clean(node.content))] if node.content else []

    def _named_box(self, node):
        box, _space, *words = node.children
        return [{"t": "box", "done": "checked" in box.attrs}, *self._all(words)]

    def _link(self, node):
        inside = self.inlines(node)
        url = str(node.attrs.get("href", ""))
        if url.startswith("/") and not url.startswith("//"):
            url = f"{settings.BASE_URL}{url}"
        return [{"t": "link", "url": url, "c": inside}] if is_safe_address(url) and inside else inside


def words_in(nodes: list[Node]) -> str:
    return "".join(node["s"] if "s" in node else words_in(node.get("c", [])) for node in nodes)


def _alignment(cell):
    """»right« for a column that somebody typed as `---:`, else nothing."""
    return str(cell.attrs.get("align", ""))


def _text(text) -> Node:
    return {"t": "text", "s": text}


def _joined(nodes):
    """Neighbouring texts as one: half as much to set."""
    joined: list[Node] = []
    for node in nodes:
        if node["t"] == "text" and joined and joined[-1]["t"] == "text":
            joined[-1] = _text(joined[-1]["s"] + node["s"])
        else:
            joined.append(node)
    return joined
