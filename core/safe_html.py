"""What may count as HTML: the sanitiser, and the only place that calls a string safe.

Everywhere else a string is text and is escaped when it is shown: ruff (TID251) and
tests/architecture/test_safe_html.py refuse `mark_safe`, `|safe` and their relatives outside this module.
"""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import (
    escape,  # Django's own asks for each text whether it is lazy: too slow for hundreds of lines
    unescape,
)

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dialects import addresses, marks

SafeHtml = SafeString  # the type, for signatures

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "label", "input",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}, "th": {"align"}, "td": {"align"},
               "input": {"type", "checked", "disabled"}}  # fmt: skip
# The classes there are: a paragraph that begins with »Info:« is set off, an address is its own link.
_FIXED_VALUES = {"p": {"class": {marks.INFORMATION}}, "a": {"class": {addresses.ADDRESS}}}

_REL = "noopener noreferrer nofollow"

# Stands for the reader's token in parts of pages that are kept for many readers; nobody can have typed it.
CSRF_PLACE = secrets.token_hex(24)
_EXCHANGE = secrets.token_hex(24)  # around what one reader may get another of
_EXCHANGEABLE = re.compile(rf"{_EXCHANGE}([\w-]+):(.*?){_EXCHANGE}", re.S)
_PLACE = secrets.token_hex(8)  # short: a filter that shortens texts leaves a place whole


@cache
def _cleaner():
    import nh3  # loaded by the first page with people's text

    return nh3.Cleaner(
        tags=TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_FIXED_VALUES,
        url_schemes=SCHEMES,
        link_rel=_REL,
        strip_comments=True,
    )


def sanitise(html: str) -> SafeString:
    """Return what the list above allows of `html`. Nothing changes when it is done twice.

    Stored HTML was sanitised when it was saved and is sanitised again when it is shown: a text that gets here
    by mistake, or a row that was written past the actions, becomes no element either. About 0.05 ms for a
    page of text.
    """
    return mark_safe(_cleaner().clean(html))  # noqa: S308 - this is the sanitiser


_TABLE = re.compile(r"<table>.*?</table>", re.S)
_HEAD, _TAG = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S), re.compile(r"<[^>]*>")


def framed(html: SafeString) -> SafeString:
    """Return sanitised HTML with each table in a frame that scrolls, with the keyboard too, and has a name.

    Only what is shown gets frames: the text that is stored, printed and sealed stays as it is.
    """
    return mark_safe(_TABLE.sub(_in_frame, html))  # noqa: S308 - sanitised, and the name is escaped


def _in_frame(table):
    heads = (unescape(_TAG.sub("", head)).strip() for head in _HEAD.findall(table[0]))
    name = _("Tabelle: %(heads)s") % {"heads": ", ".join(filter(None, heads))}
    return f'<div class="frame" role="group" tabindex="0" aria-label="{escape(name)}">{table[0]}</div>'


def joined(parts: Iterable[str]) -> SafeString:
    """Return the parts one after another; what is no HTML yet is escaped."""
    return mark_safe("".join(map(conditional_escape, parts)))  # noqa: S308 - each part is escaped


def filled(pattern: str, rows: Iterable[Sequence]) -> SafeString:
    """Return `pattern`, a literal with a %s for each value, once per row; every value is escaped as text."""
    return mark_safe("".join(pattern % tuple(map(_as_html, row)) for row in rows))  # noqa: S308


def place(name: str) -> str:
    """Return what a template shows where `RowPattern` puts in the value called `name`."""
    return f"{_PLACE}:{name}:"


class RowPattern:
    """The template of one row of a long list, rendered once for all rows; each only fills in its values.

    A value (`place`) may only be shown: what the template decides by is in its context as it is. Rendering
    costs about a hundred times what filling in does.
    """

    def __init__(self, template: str, context: dict) -> None:
        html = render_to_string(template, context).replace("%", "%%")
        self.pattern = re.sub(rf"{_PLACE}:(\w+):", r"%(\1)s", html)

    def fill(self, values: Mapping[str, object]) -> SafeString:
        """Return the row with its values, each escaped as text."""
        html = self.pattern % {name: _as_html(value) for name, value in values.items()}
        return mark_safe(html)  # noqa: S308 - a rendered template, and every value is escaped


# --- words of people among words of the portal ------------------------------------------------------------

# Around German words while a page is rendered in another language; core/language.py makes lang="de" of them.
# Noncharacters (Unicode, 23.7): for use within a program. Typed by somebody they are dropped there
# (on a page in German they are only text).
BEGIN_GERMAN, END_GERMAN = "\ufdd0", "\ufdd1"


class German(str):
    """Words of people: German whatever language the page has. What Python makes of them is a text again."""

    __slots__ = ()

    def __html__(self) -> SafeString:
        return mark_safe(_said_in_german(escape(str(self))))  # noqa: S308 - escaped


class Phrase(str):
    """Words of the portal that take in words of people. It is what `phrase` makes."""

    pattern: str
    values: Mapping[str, object]
    german: tuple[str, ...] = ()  # the words of people in it, for scripts

    def __html__(self) -> SafeString:
        # Only when it comes onto a page: the log, subjects of mails and calendars take the text alone.
        html = {name: _as_html(value) for name, value in self.values.items()}
        return mark_safe(escape(self.pattern) % html)  # noqa: S308 - pattern and values are escaped


def phrase(pattern: str, **values: object) -> Phrase:
    """Return `pattern % values`, of which a page still knows the parts that are German.

    phrase(_("Zu »%(title)s«"), title=topic.title) instead of _("Zu »%(title)s«") % {"title": topic.title}.
    """
    made = Phrase(pattern % values)
    made.pattern, made.values = str(pattern), values
    made.german = tuple(str(value) for value in values.values() if isinstance(value, German))
    return made


def strung(parts: Iterable[str], separator: str = " · ") -> Phrase:
    """Return the parts that are not empty, one after another: »Beitrag · Verein · 20 Minuten«."""
    kept = {f"part{at}": part for at, part in enumerate(filter(None, parts))}
    made = Phrase(separator.join(kept.values()))
    made.pattern, made.values = separator.join(f"%({name})s" for name in kept), kept
    return made


def with_csrf_token(html: SafeString, token: str) -> SafeString:
    """Return a kept part of a page for one reader: with their token where `CSRF_PLACE` stands."""
    return mark_safe(html.replace(CSRF_PLACE, escape(token)))  # noqa: S308 - was HTML before


def exchangeable(key: str, html: SafeString) -> SafeString:
    """Return a part of a kept page in a form in which `exchanged` finds it again under `key`."""
    return mark_safe(f"{_EXCHANGE}{key}:{html}{_EXCHANGE}")  # noqa: S308 - was HTML before


def exchanged(html: SafeString, parts: Mapping[str, SafeString]) -> SafeString:
    """Return a kept page for one reader: with their own parts in place of those that all others see."""
    return mark_safe(_EXCHANGEABLE.sub(lambda found: parts.get(found[1], found[2]), html))  # noqa: S308


def with_breaks(words: German) -> SafeString:
    """Return words of several lines with <br> between them; addresses in them are links."""
    return mark_safe("<br>".join(_said_in_german(_linked(line)) for line in words.splitlines()))  # noqa: S308


def _linked(line):
    return "".join(
        f'<a class="{addresses.ADDRESS}" href="{escape(url)}" rel="{_REL}">{escape(words)}</a>'
        if url
        else escape(words)
        for words, url in addresses.parts_of(line)
    )


def _said_in_german(html):
    return html if is_german() else f"{BEGIN_GERMAN}{html}{END_GERMAN}"


def with_paragraphs(words: German) -> SafeString:
    """Return words with <p> where there are empty lines, and <br> between the other lines."""
    parts = re.split(r"\n{2,}", "\n".join(words.splitlines()).strip("\n"))
    return mark_safe("\n".join(f"<p>{with_breaks(German(part))}</p>" for part in parts))  # noqa: S308


def in_german(text: str) -> str:
    """Return words of people that may have come by another way than from a column of theirs."""
    return text if isinstance(text, Phrase) else German(text)


def is_german() -> bool:
    """True while words of the portal are written in the language that people write."""
    return get_language() in (None, settings.LANGUAGE_CODE)


def _as_html(value):
    text = str(value) if not isinstance(value, str) else value
    return text.__html__() if isinstance(text, German | Phrase) else escape(text)
