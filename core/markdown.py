"""Markdown of users becomes HTML here and nowhere else: parsed without raw HTML, then sanitised.

Text is rendered when it is saved. Parser and sanitiser are loaded by the first one who saves: processes that
only read pages do without their memory.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext_lazy as _

from core import marks
from core.safe_html import SCHEMES, sanitise

MAX_LENGTH = 50_000
# A run of openers costs the parser quadratic time; nobody writes more than a few in a row.
_BRACKET_RUN = re.compile(r"(?:!?\[){16,}|(?:[*_`~]\s?){200,}|(?:>\s?){30,}")
_MAX_BRACKETS = 1_500
# Rows are filled up to the width of the head: a few characters would make a table of very many cells.
_MAX_CELLS = 20_000

# »@anna.muster«, but not the tail of an address such as post@example.org
_MENTION = re.compile(r"(?<![\w.@+/-])@([A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)")

_HEADING = re.compile(r"<(/?)h([1-6])>")


def _link_mentions(state):
    """Turn »@slug« in plain text into a link, when `env["people"]` knows the slug."""
    people = state.env.get("people")
    if not people:
        return
    for block in state.tokens:
        if block.type == "inline" and "@" in block.content:
            block.children = list(_with_mentions(block.children, people, state.env["mentioned"]))


def _with_mentions(tokens, people, found):
    in_link = 0
    for token in tokens:
        in_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not in_link and "@" in token.content:
            yield from _split_at_mentions(token, people, found)
        else:
            yield token


def _split_at_mentions(token, people, found):
    at = 0
    for match in _MENTION.finditer(token.content):
        slug = match[1].lower()
        if slug not in people:
            continue
        name, url = people[slug]
        found.add(slug)
        yield _text(token, token.content[at : match.start()])
        yield type(token)("link_open", "a", 1, attrs={"href": url}, level=token.level)
        yield _text(token, f"@{name}")
        yield type(token)("link_close", "a", -1, level=token.level)
        at = match.end()
    yield _text(token, token.content[at:])


def _text(like, content):
    return type(like)("text", "", 0, content=content, level=like.level)


@cache
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.tasklists import tasklists_plugin

    md = MarkdownIt(
        "commonmark",
        {"html": False, "linkify": False, "typographer": True, "quotes": "»«›‹", "maxNesting": 24},
    )
    md.enable(["table", "strikethrough", "replacements", "smartquotes"]).disable("image")
    marks.install(md)
    md.core.ruler.after("inline", "mentions", _link_mentions)
    return md.use(tasklists_plugin)


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


def render(text: str) -> str:
    """Safe HTML. Headings begin at h3, because page and section own the first two levels."""
    return render_with_people(text, {})[0]


def render_with_people(text: str, people: Mapping[str, tuple[str, str]]) -> tuple[str, set[str]]:
    """Safe HTML in which »@slug« is a link, for every slug in `people` (slug → name and address).

    Answers also with the slugs that became links, so that nobody is told of a mention in a quoted code.
    """
    try:
        require_renderable(text)
    except ValidationError:
        return _as_plain_paragraph(text[:MAX_LENGTH]), set()
    env: dict = {"people": people, "mentioned": set()}
    html = _parser().render(text, env)
    return sanitise(_even_headings(html)), env["mentioned"]


def blocks_of(text: str) -> Iterator[tuple[int, int, str]]:
    """(first line, line behind the last, HTML) of each outermost block in order, not sanitised."""
    md, first = _parser(), 0
    env: dict = {}
    tokens = md.parse(text, env)
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            start, end = tokens[first].map or (0, 0)
            yield start, end, md.renderer.render(tokens[first : at + 1], md.options, env)
            first = at + 1


def tokens_of(text: str) -> list | None:
    """What the parser understood, for writers of other formats than HTML; None for text it must not see."""
    try:
        require_renderable(text)
    except ValidationError:
        return None
    return _parser().parse(text, {})


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
    return {slug.lower() for slug in _MENTION.findall(text)}


def _as_plain_paragraph(text):
    return f"<p>{escape(text)}</p>"


def plain(text: str, limit: int | None = None) -> str:
    """The words alone, for mails, descriptions and search."""
    return words_of(render(text), limit)


def words_of(html: str, limit: int | None = None) -> str:
    """The words of what was rendered already."""
    words = unescape(" ".join(strip_tags(html).split()))
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"
