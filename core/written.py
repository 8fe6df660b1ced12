"""Text of people for places without markup, such as mails: line by line, with numbers as they were typed."""

from core.markdown import tokens_of

_QUOTATION = "> "


def written(text: str, limit: int | None = None) -> str:
    """The words without the marks around them; with `limit`, cut there."""
    tokens = tokens_of(text)
    words = text if tokens is None else _Lines().of(tokens)
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"


class _Lines:
    def __init__(self):
        self.lines: list[str] = []
        self.heads: list[str] = []  # before each line: »> «, »- «, »4. «, or blanks as wide as these
        self.cells: list[str] | None = None

    def of(self, tokens) -> str:
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step:
                step(token)
        return "\n".join(self.lines).strip("\n")

    def add(self, words):
        for line in words.split("\n"):
            self.lines.append(f"{''.join(self.heads)}{line}".rstrip())
            self.heads = [head if head == _QUOTATION else " " * len(head) for head in self.heads]

    def gap(self, token):
        """Before the next block; in a list whose items follow each other closely there is none."""
        if not token.hidden and self.lines and self.lines[-1]:
            self.lines.append("")

    _paragraph_close = _heading_close = _table_close = gap

    def _bullet_list_close(self, token):
        if not token.level:
            self.gap(token)

    _ordered_list_close = _bullet_list_close

    def _inline(self, token):
        words = "".join(map(_word, token.children or ()))
        if self.cells is None:
            self.add(words)
        else:
            self.cells.append(words)

    def _fence(self, token):
        self.add(token.content.rstrip("\n"))
        self.gap(token)

    def _hr(self, token):
        self.add("---")
        self.gap(token)

    def _blockquote_open(self, _token):
        self.heads.append(_QUOTATION)

    def _list_item_open(self, token):
        self.heads.append(f"{token.info}{token.markup} ")

    def _blockquote_close(self, _token):
        self.heads.pop()

    _list_item_close = _blockquote_close

    def _tr_open(self, _token):
        self.cells = []

    def _tr_close(self, _token):
        cells, self.cells = self.cells or [], None
        self.add(" | ".join(cells))


def _word(token):
    if token.type == "checkbox":
        return "[x]" if "checked" in token.attrs else "[ ]"
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
