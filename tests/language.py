"""What a page says to its reader: its visible words, without those that people wrote."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.html import strip_tags

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label", "hx-confirm", "data-confirm")
SILENT = ("script", "style")
GAP = "\x00"
LAWS = re.compile(r"\bThür\w+")
PLACE = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w+\})")


@cache
def catalogue(language) -> polib.POFile:
    return polib.pofile(str(Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES", "django.po")))


class Words(HTMLParser):
    """Texts and spoken attributes, but not what says that it is in another language."""

    VOID = ("meta", "link", "input", "br", "img", "hr", "col", "source", "wbr", "path")

    def __init__(self):
        super().__init__()
        self.found, self._silent = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if not self._silent:
            self.found += [given[name] for name in SPOKEN if given.get(name)]
            if tag == "meta" and given.get("name") == "description":
                self.found.append(given["content"])
        if tag not in self.VOID and (self._silent or tag in SILENT or (tag != "html" and "lang" in given)):
            self._silent.append(tag)

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


class Languages(HTMLParser):
    """Every text and every spoken attribute of a page with the language in which it is read out."""

    def __init__(self):
        super().__init__()
        self.found, self._open = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        inner = given.get("lang") or (self._open[-1][1] if self._open else "")
        spoken = (*SPOKEN, "value") if tag == "input" and given.get("type") != "hidden" else SPOKEN
        for name in spoken:  # a script says what it finds in data-…, word by word in its language
            said = "de" if name.startswith("data-") and "data-german" in given else inner
            self.found += [(given[name], said)] if given.get(name) else []
        if tag not in Words.VOID:
            self._open.append((tag, inner))

    def handle_endtag(self, tag):
        if tag in [name for name, _language in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if self._open and self._open[-1][0] not in SILENT:
            self.found.append((data, self._open[-1][1]))


def read_out(html) -> list[tuple[str, str]]:
    """(text, language) of everything that is said."""
    reader = Languages()
    reader.feed(html)
    return reader.found


def words_of(html) -> list[str]:
    reader = Words()
    reader.feed(html)
    return [text for text in (" ".join(found.split()) for found in reader.found) if text]


def headings_of(html) -> list[str]:
    """The title of the page, without the name of the portal, and its first heading."""
    title = re.search(r"<title>(.*?) – ", html, re.S) or re.search(r"<title>(.*?)</title>", html, re.S)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    return [" ".join(strip_tags(each.group(1)).split()) for each in (title, found) if each]


class Written:
    """Whatever stands in the database: people wrote it, and it stays in their language."""

    def __init__(self):
        texts = set()
        for model in apps.get_models():
            fields = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField) and not field.choices
            ]
            for row in model.objects.values_list(*fields) if fields else ():
                texts |= {
                    " ".join(line.split()) for value in row for line in strip_tags(value or "").split("\n")
                }
        longest_first = sorted(filter(None, texts), key=len, reverse=True)
        self._whole = "\n".join(longest_first)
        self._texts = re.compile(
            "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first) or "(?!)"
        )

    def taken_out_of(self, text) -> str:
        """`text` without these words; a long piece of one stands between the tags of Markdown."""
        return "" if len(text) > 15 and text in self._whole else self._texts.sub(GAP, text)


@cache
def german() -> re.Pattern:
    """Every text of ours that reads differently in English; where it takes words in, any may stand."""
    texts, english = set(), set()
    for entry in catalogue("en"):
        texts |= {entry.msgid, entry.msgid_plural}
        english |= {entry.msgstr, *entry.msgstr_plural.values()}
    shapes = [
        "(.*)".join(map(re.escape, PLACE.split(text)[::2])) for text in texts - {None} if needs_words(text)
    ]
    # »Start« is both, and »An %(to)s« fits much that begins with an article.
    shapes = [shape for shape in shapes if not any(map(re.compile(shape).fullmatch, english))]
    return re.compile("|".join(sorted(shapes, key=len, reverse=True)))


def needs_words(text):
    """»%(time)s Uhr« is a text, »%(begin)s – %(end)s« is only a shape that anything fits."""
    return re.search(r"\w{2}", PLACE.sub("", text)) is not None


def left_in_german(html, written) -> list[str]:
    """What the page itself says in German; `written` are the words of people."""
    umlaut = re.compile(r"[äöüÄÖÜß»«]")
    left = []
    for text in words_of(html):
        own = LAWS.sub("", written.taken_out_of(text)).strip()
        if umlaut.search(own) or (own.strip(GAP + " ·,:") and german().fullmatch(own)):
            left.append(text)
    return left
