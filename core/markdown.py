"""Markdown of users becomes HTML here and nowhere else: parsed without raw HTML, then sanitised.

Text is rendered when it is saved, in the current version of the portal's dialect (core/dialects). Whoever
handles text that was saved before says which version it is in.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext_lazy as _

from core.dialects.mentions import MENTION
from core.dialects.versions import CURRENT, parser
from core.safe_html import SCHEMES, sanitise

MAX_LENGTH = 50_000
# A run of openers costs the parser quadratic time; nobody writes more than a few in a row.
_BRACKET_RUN = re.compile(r"(?:!?\[){16,}|(?:[*_`~]\s?){200,}|(?:>\s?){30,}")
_MAX_BRACKETS = 1_500
# Rows are filled up to the width of the head: a few characters would make a table of very many cells.
_MAX_CELLS = 20_000

_HEADING = re.compile(r"<(/?)h([1-6])>")


def require_renderable(text: str, field: str = "body") -> None:
    """Raise ValidationError for text that is too long, or built to keep a parser busy."""
    if len(text) > MAX_LENGTH:
        raise ValidationError({field: _("Der Text ist zu lang. Höchstens 50 000 Zeichen sind möglich.")})
    if _BRACKET_RUN.search(text) or text.count("[") > _MAX_BRACKETS:
        raise ValidationError({field: _("Der Text enthält zu viele Sonderzeichen hintereinander.")})
    columns = [line.count("|") for line in text.split("\n") if "|" in line]
    if max(columns, default=0) * len(columns) > _MAX_CELLS:
        raise ValidationError({field: _("Die Tabelle ist zu groß.")})


def render(text: str, dialect: int = CURRENT) -> str:
    """Safe HTML. Headings begin at h3, because page and section own the first two levels."""
    return render_with_people(text, {}, dialect)[0]


def render_with_people(
    text: str, people: Mapping[str, tuple[str, str]], dialect: int = CURRENT
) -> tuple[str, set[str]]:
    """Safe HTML in which »@slug« is a link, for every slug in `people` (slug → name and address).

    Answers also with the slugs that became links, so that nobody is told of a mention in a quoted code.
    """
    try:
        require_renderable(text)
    except ValidationError:
        return f"<p>{escape(text[:MAX_LENGTH])}</p>", set()
    env: dict = {"people": people, "mentioned": set()}
    html = parser(dialect).render(text, env)
    return sanitise(_even_headings(html)), env["mentioned"]


def blocks_of(text: str, dialect: int = CURRENT) -> Iterator[tuple[int, int, str]]:
    """(first line, line behind the last, HTML) of each outermost block in order, not sanitised."""
    md, first = parser(dialect), 0
    env: dict = {}
    tokens = md.parse(text, env)
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            start, end = tokens[first].map or (0, 0)
            yield start, end, md.renderer.render(tokens[first : at + 1], md.options, env)
            first = at + 1


def tokens_of(text: str, dialect: int = CURRENT) -> list | None:
    """What the parser understood, for writers of other formats than HTML; None for text it must not see."""
    try:
        require_renderable(text)
    except ValidationError:
        return None
    return parser(dialect).parse(text, {})


def is_safe_address(url: str) -> bool:
    """Whether a link may lead there: the same schemes as in HTML."""
    return url.partition(":")[0].lower() in SCHEMES and ":" in url


def _even_headings(html: str) -> str:
    """Headings begin at h3 and go down one at a time, whatever number of # somebody typed."""
    above: list[int] = []

    def levelled(match):
        typed = int(match[2])
        if not match[1]:
            while above and above[-1] >= typed:
                above.pop()
            above.append(typed)
        return f"<{match[1]}h{min(6, 2 + len(above))}>"

    return _HEADING.sub(levelled, html)


def mentions_in(text: str) -> set[str]:
    """Slugs that may be meant by »@slug«: the candidates to look up before rendering."""
    return {slug.lower() for slug in MENTION.findall(text)}


def words_of(html: str, limit: int | None = None) -> str:
    """The words alone, in one line, for descriptions and search."""
    words = unescape(" ".join(strip_tags(html).split()))
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"


# --- without marks, for mails ----------------------------------------------------------------------------

_QUOTATION = "> "
_ENDS = ("paragraph_close", "heading_close", "table_close", "fence", "hr")


def written(text: str, limit: int | None = None) -> str:
    """Text of people for places without markup, line by line, numbers as they were typed; cut at `limit`."""
    tokens = tokens_of(text)
    words = text if tokens is None else _Lines().of(tokens)
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"


class _Lines:
    def __init__(self):
        self.lines: list[str] = []
        self.heads: list[str] = []  # before each line: »> «, »- «, »4. «, or blanks as wide as these
        self.cells: list[str] | None = None  # of the row of a table that is open

    def of(self, tokens) -> str:
        for token in tokens:
            if token.nesting == 1:
                self._open(token)
            else:
                self._take(token)
            is_end = token.type in _ENDS or (token.type.endswith("list_close") and not token.level)
            # Items that follow each other closely have no gap: the parser hides their paragraphs.
            if is_end and not token.hidden and self.lines and self.lines[-1]:
                self.lines.append("")
        return "\n".join(self.lines).strip("\n")

    def _open(self, token):
        if token.type == "blockquote_open":
            self.heads.append(_QUOTATION)
        elif token.type == "list_item_open":
            self.heads.append(f"{token.info}{token.markup} ")
        elif token.type == "tr_open":
            self.cells = []

    def _take(self, token):
        if token.type in ("blockquote_close", "list_item_close"):
            self.heads.pop()
        elif token.type == "tr_close":
            cells, self.cells = self.cells or [], None
            self._add(" | ".join(cells))
        elif token.type == "fence":
            self._add(token.content.rstrip("\n"))
        elif token.type == "hr":
            self._add("---")
        elif token.type == "inline":
            words = "".join(map(_word, token.children or ()))
            if self.cells is None:
                self._add(words)
            else:
                self.cells.append(words)

    def _add(self, words):
        for line in words.split("\n"):
            self.lines.append(f"{''.join(self.heads)}{line}".rstrip())
            # The number or the dash stands before the first line alone.
            self.heads = [head if head == _QUOTATION else " " * len(head) for head in self.heads]


def _word(token):
    if token.type == "checkbox":
        return "[x]" if "checked" in token.attrs else "[ ]"
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content
