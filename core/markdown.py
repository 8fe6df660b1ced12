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
    if _possible_cells(text) > _MAX_CELLS:
        raise ValidationError({field: _("Die Tabelle ist zu groß.")})


def _possible_cells(text):
    columns = [line.count("|") for line in text.split("\n") if "|" in line]
    return max(columns, default=0) * len(columns)


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
        return _as_plain_paragraph(text[:MAX_LENGTH]), set()
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


def _as_plain_paragraph(text):
    return f"<p>{escape(text)}</p>"


def words_of(html: str, limit: int | None = None) -> str:
    """The words alone, in one line, for descriptions and search."""
    words = unescape(" ".join(strip_tags(html).split()))
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"
