"""Words of people say that they are German as soon as the page is not (core/language.py)."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.utils import translation

from core.language import MarkGerman, with_languages
from core.safe_html import German, phrase, strung

pytestmark = pytest.mark.once
TITLE = German('Straßen & "Plätze"')
SHOWN = "Straßen &amp; &quot;Plätze&quot;"


def shown(template, language="en", **context):
    with translation.override(language):
        context = {name: value() if callable(value) else value for name, value in context.items()}
        html = engines["django"].from_string("{% load ui %}" + template).render({"title": TITLE, **context})
    return with_languages(html)


@pytest.mark.parametrize(
    "template, html",
    [
        ("<p>{{ title }}</p>", f'<p lang="de">{SHOWN}</p>'),
        ("<p> {{ title }} </p>", f'<p lang="de"> {SHOWN} </p>'),
        ("<p>Topic: {{ title }}</p>", f'<p>Topic: <span lang="de">{SHOWN}</span></p>'),
        ("<p>{{ title }}<br></p>", f'<p><span lang="de">{SHOWN}</span><br></p>'),
        ('<a title="Open">{{ title }}</a>', f'<a title="Open"><span lang="de">{SHOWN}</span></a>'),
        ("<option>1: {{ title }}</option>", f'<option lang="de">1: {SHOWN}</option>'),
        ("<title>Minutes: {{ title }}</title>", f'<title lang="de">Minutes: {SHOWN}</title>'),
        ('<input value="{{ title }}">', f'<input lang="de" value="{SHOWN}">'),
        ("{{ title|truncatechars:9 }}", '<span lang="de">Straßen …</span>'),
        ("{% prose title %}", '<div class="prose" lang="de" hx-disable>Straßen &amp; "Plätze"</div>'),
    ],
)
def test_it_stands_where_it_can(template, html):
    assert shown(template) == html
    in_german = html.replace(' lang="de"', "").replace(f"<span>{SHOWN}</span>", SHOWN)
    assert shown(template, "de") == in_german.replace("<span>Straßen …</span>", "Straßen …")


def test_scripts_hear_which_words_of_an_attribute_are_german():
    html = shown('<form data-confirm="Remove “{{ title }}”?">')
    assert html == (
        '<form data-german="[&quot;Straßen &amp; \\&quot;Plätze\\&quot;&quot;]" '
        f'data-confirm="Remove “{SHOWN}”?">'
    )


def test_a_sentence_knows_its_parts():
    said = shown("<p>{{ text }}</p>", text=lambda: phrase("On <%(title)s>", title=TITLE))
    assert said == f'<p>On &lt;<span lang="de">{SHOWN}</span>&gt;</p>'
    row = shown("{{ text }}", text=lambda: strung(["Item 1", "", TITLE]))
    assert row == f'Item 1 · <span lang="de">{SHOWN}</span>'
    assert phrase("On %(title)s", title=TITLE) == f"On {TITLE}"


def test_lines_and_paragraphs_stay():
    words = German("Eins\r\n<zwei>\n\n\nDrei")
    assert shown("{{ words|linebreaks }}", words=words) == (
        '<p><span lang="de">Eins</span><br><span lang="de">&lt;zwei&gt;</span></p>\n<p lang="de">Drei</p>'
    )
    assert shown("{{ words|linebreaks }}", words="Eins\n<zwei>") == "<p>Eins<br>&lt;zwei&gt;</p>"
    assert shown("{{ words|linebreaks }}", "de", words=words) == "<p>Eins<br>&lt;zwei&gt;</p>\n<p>Drei</p>"


def test_other_words_are_broken_as_ever():
    words = "Eins\n<zwei>\n\nDrei"
    assert shown("{{ words|linebreaks }}", words=words) == "<p>Eins<br>&lt;zwei&gt;</p>\n\n<p>Drei</p>"
    assert shown("{{ words|linebreaksbr }}", words="<zwei>\nDrei") == "&lt;zwei&gt;<br>Drei"
    assert shown("{{ words|truncatechars:3 }}", words="<zwei>") == "&lt;z…"


def test_marks_that_somebody_types_are_dropped():
    typed = shown("<p>{{ typed }}, {{ title }}</p>", typed="\ufdd1a\ufdd0b")
    assert typed == f'<p>ab, <span lang="de">{SHOWN}</span></p>'


@pytest.mark.parametrize(
    "kind, language, sent, arrives",
    [
        (
            "text/html; charset=utf-8",
            "en",
            "<p>\ufdd0Plätze\ufdd1</p>".encode(),
            '<p lang="de">Plätze</p>'.encode(),
        ),
        ("text/html; charset=utf-8", "de", "<p>\ufdd0typed</p>".encode(), "<p>\ufdd0typed</p>".encode()),
        ("application/pdf", "en", b"%PDF-1.7 \xff\xef\xb7\x90", b"%PDF-1.7 \xff\xef\xb7\x90"),
    ],
    ids=["English page", "German page", "file"],
)
def test_only_pages_in_another_language_have_marks(kind, language, sent, arrives):
    response = HttpResponse(sent, content_type=kind, headers={"Content-Language": language})
    assert MarkGerman(lambda request: response)(None).content == arrives
