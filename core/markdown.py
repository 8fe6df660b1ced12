"""Markdown of users becomes safe HTML here and nowhere else: parsed without raw HTML, then sanitised."""

import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

MAX_LENGTH = 50_000
# A run of openers costs the parser quadratic time; nobody writes more than a few in a row.
_BRACKET_RUN = re.compile(r"(?:!?\[){16,}|(?:[*_`~]\s?){200,}|(?:>\s?){30,}")
_MAX_BRACKETS = 1_500

_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "input",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"},
               "input": {"type", "checked", "disabled"}}  # fmt: skip


def _parser():
    md = MarkdownIt(
        "commonmark",
        {"html": False, "linkify": False, "typographer": True, "quotes": "»«›‹", "maxNesting": 24},
    )
    md.enable(["table", "strikethrough", "replacements", "smartquotes"]).disable("image")
    return md.use(tasklists_plugin)


_MD = _parser()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)


def require_renderable(text: str, field: str = "body") -> None:
    """Raise ValidationError for text that is too long, or built to keep a parser busy."""
    if len(text) > MAX_LENGTH:
        raise ValidationError({field: _("Der Text ist zu lang. Höchstens 50 000 Zeichen sind möglich.")})
    if _BRACKET_RUN.search(text) or text.count("[") > _MAX_BRACKETS:
        raise ValidationError({field: _("Der Text enthält zu viele Sonderzeichen hintereinander.")})


def render(text: str) -> str:
    """Safe HTML. Headings begin at h3, because page and section own the first two levels."""
    try:
        require_renderable(text)
    except ValidationError:
        return _as_plain_paragraph(text[:MAX_LENGTH])
    html = _MD.render(text)
    html = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(6, int(m[2]) + 2)}>", html)
    return _CLEANER.clean(html)


def _as_plain_paragraph(text):
    return f"<p>{nh3.clean_text(text)}</p>"


def plain(text: str, limit: int | None = None) -> str:
    """The words alone, for mails, descriptions and search."""
    words = " ".join(strip_tags(render(text)).split())
    words = words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return words if limit is None or len(words) <= limit else words[: limit - 1].rstrip() + "…"
