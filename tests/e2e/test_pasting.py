"""Pasting from other programs through the clipboard of a real browser: no styles, every word, undone at once.

clipboard/ holds what programs copy, in their form: HTML, plain text, and what it becomes in the portal.
"""

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.markdown import render
from minutes.text.passages import words_of_text

CLIPBOARD = Path(__file__).parent / "clipboard"
COPY = """([html, text]) => document.addEventListener("copy", (event) => {
  if (html) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}, { once: true, capture: true })"""


@pytest.fixture
def field(window_of):
    """A field for text of the portal, with something in it and the caret at its end."""
    return field_of(window_of("member_city"))


def field_of(page):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/themen/neu/")
    return page.get_by_label("Worum geht es?")


def paste(field, html, text, keys="Control+V"):
    field.focus()
    field.page.evaluate(COPY, [html, text])
    field.press("Control+C")
    field.press(keys)


def loaded(field, script):
    names = field.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    return any(script in name for name in names)


def copied(program):
    """(HTML, plain text, text of the portal)."""
    html = CLIPBOARD / f"{program}.html"
    with (CLIPBOARD / f"{program}.txt").open(newline="") as text:
        wanted = (CLIPBOARD / f"{program}.md").read_text().removesuffix("\n")
        return html.read_text() if html.exists() else "", text.read(), wanted


def words_in(html, text):
    class Words(HTMLParser):
        hidden = 0

        def handle_starttag(self, tag, attrs):
            self.hidden += tag == "style" or "display:none" in (dict(attrs).get("style") or "")

        def handle_endtag(self, tag):
            self.hidden -= bool(self.hidden)
            found.append("" if tag in ("a", "b", "i", "span", "sub", "u") else " ")

        def handle_data(self, data):
            found.append("" if self.hidden else data)

    found = [] if html else [text]
    Words().feed(html)
    return re.findall(r"\w\w+", "".join(found).replace("\u00ad", ""))


def test_what_programs_copy_becomes_text_of_the_portal(field):
    assert not loaded(field, "paste.js")
    assert not loaded(field, "turndown.js")
    for program in sorted(path.stem for path in CLIPBOARD.glob("*.md")):
        html, text, wanted = copied(program)
        field.fill("")
        paste(field, html, text)
        expect(field, program).to_have_value(wanted)
        found = wanted.replace("**", "")
        assert [word for word in words_in(html, text) if word not in found] == [], program


PROSE = [
    "Bürger*innen und Mitarbeiter*innen",
    "*Pflichtfeld* und **Achtung**",
    "2*3*4, 50 €*, *ohne Steuer",
    "»*so*«",
    "_so_ und a_b_c und Kolleg_innen",
    "ein `Befehl`, geht`s",
    "~~alt~~ und ~ 5",
    "[Anm.](https://jena.de) und [1]",
    "# Raute",
    "--- lang",
    "```",
    "C:\\srv\\_neu_\\a*b*",
    "\\\\srv01\\smart_city",
    "(*) Stern *",
    "4. Juni 2025 fand es statt",
    "2026. Das Jahr",
    "https://example.org/a_b/_final_(2).pdf",
    "x | y | z",
    "(c) teilen, +-5, ????",
    "<b> & &amp;",
]


def test_prose_with_signs_is_shown_as_it_was_copied(field):
    html = "".join(f"<p>{escape(text)}</p>" for text in PROSE)
    paste(field, f"{html}<p>Das ist <b>fett</b>*, <i>Bürger</i>innen, <b>*</b> und<b> so </b>weiter.</p>", "")
    expect(field).to_have_value(re.compile("weiter"))
    shown = words_of_text(render(field.input_value()))
    assert shown == " ".join([*PROSE, "Das ist fett*, Bürgerinnen, * und so weiter."])


def test_pasting_is_undone_at_once_and_lists_stand_apart(field):
    field.fill("Vorher  danach")
    for _each in range(7):
        field.press("ArrowLeft")
    paste(field, "<ul><li>eins</li><li>zwei</li></ul>", "eins")
    expect(field).to_have_value("Vorher \n\n- eins\n- zwei\n\n danach")
    field.press("Control+Z")
    expect(field).to_have_value("Vorher  danach")
    field.press("Control+Shift+Z")
    field.page.evaluate("addEventListener('input', () => { window.heard = true; })")
    paste(field, "<p>Ein <b>Wort</b></p>", "Ein Wort")
    expect(field).to_have_value(re.compile(r"zwei\n\nEin \*\*Wort\*\* danach"))
    assert field.page.evaluate("window.heard")  # what keeps and saves texts, and the preview


def test_a_long_document_is_pasted_at_once(field):
    rows = "".join(
        f"<p>Zeile <b>{number}</b> &lt;b&gt;&amp;amp;</p><ul><li>eins</li></ul>" for number in range(300)
    )
    field.page.evaluate("addEventListener('paste', () => { window.began = performance.now(); }, true)")
    paste(field, rows, "")
    expect(field).to_have_value(re.compile(r"Zeile \*\*299\*\* <b>&amp;\n\n- eins$"))
    assert field.page.evaluate("performance.now() - window.began") < 4000


def test_without_formatting_the_text_comes_as_it_is(field):
    html, text, _wanted = copied("signs")
    paste(field, html, text, keys="Control+Shift+V")
    expect(field).to_have_value(text)
    field.fill("")
    paste(field, "<b>fett</b>", "fett", keys="Control+Shift+V")
    expect(field).to_have_value("fett")


def test_what_is_too_long_is_not_cut_off(field):
    field.evaluate("field => { field.maxLength = 20; }")
    paste(field, "<p>Nur ein Absatz</p>", "")
    expect(field).to_have_value("Nur ein Absatz")
    field.fill("")
    paste(field, "<p>Ein <b>Absatz</b> mit sehr vielen Worten darin</p>", "")
    expect(field).to_have_value("Ein **Absatz** mit sehr vielen Worten darin")
    title = field.page.get_by_label("Titel", exact=True)
    paste(title, "", "Ein Titel " * 40)
    expect(title).to_have_value("Ein Titel " * 40)
    field.page.get_by_role("button", name="Vorschlagen").click()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_value("Ein Titel " * 40)


def test_without_a_connection_the_words_come_plain(window_of):
    field = field_of(window_of("member_city", is_new=True))  # the script that would bring more does not come
    field.page.context.set_offline(True)
    paste(field, "<p>Ein <b>Wort</b></p>", "Ein Wort")
    expect(field).to_have_value("Ein Wort")
    field.page.context.set_offline(False)


@pytest.mark.once
@pytest.mark.parametrize(
    "program, parts",
    [
        ("word", {"h3": 1, "ul": 4, "ol": 1, "table": 1, "strong": 4, "em": 1, "a": 1, "br": 1}),
        ("outlook", {"ul": 2, "br": 2, "a": 2}),
        ("word-online", {"strong": 1, "ul": 2}),
        ("libreoffice", {"h3": 1, "ol": 1, "ul": 1, "table": 1, "strong": 1, "s": 1}),
        ("excel", {"table": 1}),
        ("google-docs", {"h3": 1, "strong": 1, "em": 1, "ul": 2}),
        ("signs", {"ul": 2}),
        ("tabs", {"table": 1}),
    ],
)
def test_what_was_pasted_is_shown_as_it_was_there(program, parts):
    html, text, pasted = copied(program)
    shown = render(pasted)
    words, wanted = words_of_text(shown), words_in(html, text)
    assert {tag: len(re.findall(f"<{tag}[ >]", shown)) for tag in parts} == parts
    assert [word for word in re.findall(r"\w\w+", words) if word in wanted] == wanted
    assert "\\*" not in words
