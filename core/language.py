"""Which language is written where.

What people wrote is German whatever language the reader chose (WCAG 3.1.2, Language of Parts). The columns
of core/models.py read it as `German`, sentences of ours that take it in are a `Phrase` (core/safe_html.py).
While a page is rendered in another language, marks stand around the German words, and `with_languages` turns
them into `lang="de"` once it is known what they stand in: an element, a field, an option, the page's title.
"""

import json
import re
from html import escape, unescape

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from core.safe_html import BEGIN_GERMAN, END_GERMAN

_MARKS = re.compile(f"[{BEGIN_GERMAN}{END_GERMAN}]")
_GERMAN = re.compile(f"{BEGIN_GERMAN}([^{BEGIN_GERMAN}{END_GERMAN}]*){END_GERMAN}")
_TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.S)
_TAG_NAME = re.compile(r"<([a-zA-Z][\w-]*)")
_MARK = BEGIN_GERMAN.encode()
# These hold no elements, so they say it themselves, also when only a part of their words is German.
_PLAIN_INSIDE = ("title", "option", "textarea")
# Spoken with the element, in its language.
_SPOKEN = re.compile(r"\s(?:lang|aria-label|title|placeholder|alt)=")


def for_the_record():
    """What is kept for good is German, whatever the person at the screen reads: with for_the_record(): …"""
    return translation.override(settings.LANGUAGE_CODE)


class ChosenLanguage(LocaleMiddleware):
    """German until somebody chooses: what people write is German, and a browser is set up by somebody else.

    What the browser would like is offered instead (templates/components/language_offer.html).
    """

    def process_request(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        is_chosen = chosen in dict(settings.LANGUAGES)
        translation.activate(chosen if is_chosen else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        liked = translation.get_language_from_request(request)
        request.offered_language = "" if is_chosen or liked == settings.LANGUAGE_CODE else liked


def set_language_cookie(response, language):
    """The language of the pages is in a cookie, so that it also holds before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


# --- from marks to lang="de" ------------------------------------------------------------------------------


def with_languages(html: str) -> str:
    """Return `html` with lang="de" wherever German words stand among those of another language."""
    if BEGIN_GERMAN not in html:
        return html
    parts = _TAG.split(html)  # text, tag, text, …, text
    for at in range(0, len(parts), 2):
        if BEGIN_GERMAN in parts[at]:
            _mark_words(parts, at)
    for at in range(1, len(parts), 2):
        if BEGIN_GERMAN in parts[at]:
            parts[at] = _marked_attributes(parts[at])
    return "".join(parts)


def _mark_words(parts, at):
    """Say it on the element whose only content the German words are, else around the words."""
    text, tag = parts[at], parts[at - 1] if at else ""
    name = _name_of(tag)
    closes = name and at + 1 < len(parts) and parts[at + 1].lower().startswith(f"</{name}")
    is_all = closes and _GERMAN.fullmatch(text.strip()) and not _SPOKEN.search(tag)
    if name in _PLAIN_INSIDE or is_all:
        parts[at - 1], parts[at] = _in_german(tag), _MARKS.sub("", text)
    else:
        parts[at] = _MARKS.sub("", _GERMAN.sub(r'<span lang="de">\1</span>', text))


def _marked_attributes(tag):
    """What stands in a field is a text of its own. Of others the scripts hear, which say them elsewhere."""
    bare = _MARKS.sub("", tag)
    if _name_of(tag) == "input":
        return bare if _SPOKEN.search(bare) else _in_german(bare)
    words = json.dumps([unescape(words) for words in _GERMAN.findall(tag)], ensure_ascii=False)
    return _TAG_NAME.sub(lambda found: f'{found[0]} data-german="{escape(words)}"', bare, count=1)


def _name_of(tag):
    """The name of the element that `tag` begins, or ""."""
    found = _TAG_NAME.match(tag)
    return found[1].lower() if found else ""


def _in_german(tag):
    return tag if " lang=" in tag else _TAG_NAME.sub(r'\g<0> lang="de"', tag, count=1)


class MarkGerman:
    """The last step of a page: its German words say so.

    A page in German is left alone: what looks like a mark there was typed, and is shown as it was typed.
    So is a file: among its bytes the marks are no characters.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        is_german = response.get("Content-Language") == settings.LANGUAGE_CODE
        if is_page and not is_german and _MARK in response.content:
            rewrite(response, with_languages(response.content.decode()))
        return response


def rewrite(response, html):
    """Another content for a page that is ready: its length is already told and has to follow."""
    response.content = html
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
