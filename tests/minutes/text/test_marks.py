"""Lines »Beschluss:«, »B:« and so on are found exactly where they are shown, and leave the text whole."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.dialects.addresses import ADDRESS
from core.dialects.marks import INFORMATION, KINDS
from core.markdown import MAX_LENGTH, render
from minutes.text.marks import as_text, marked_lines, overlooked_lines, without
from tests.core.test_markdown import PIECES, plain

calmly = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKS = ["B: Wir machen das.", "A: Liste schicken", "I: Es wird gebaut.", "B:eng", "A:\tmit Tabulator",
         "I: `Code`", "Beschluss: Ja", "Aufgabe: *Liste*", "Info: Es wird gebaut.", "**Beschluss:** So",
         "**Aufgabe**: Los"]  # fmt: skip
LINES = [
    "Ein Absatz.",
    "noch eine Zeile",
    "",
    "- Punkt",
    "1. Erstens",
    "> Zitat",
    "```",
    "    Code",
    "| a | b |",
    "|---|---|",
    "## Zwischen",
    "---",
    "  B: eingerückt",
    "B:",
    "b: klein",
    "B\\: Text",
    "- A: im Punkt",
    "> I: im Zitat",
]
typed = st.lists(st.sampled_from([*MARKS, *LINES]), max_size=14).map("\n".join)
wild = st.lists(st.sampled_from([*MARKS, *PIECES, "\n", "\n", "\r\n"]), max_size=40).map("".join)


def kinds(text):
    return [(line.kind, line.wording) for line in marked_lines(text)]


def letters(text):
    return "".join(plain(text).split())


@pytest.mark.parametrize(
    "text, found",
    [
        ("B: Wir machen das.", [("decision", "Wir machen das.")]),
        ("Text\nA: Liste schicken\nweiter", [("action", "Liste schicken")]),
        ("- eins\n- zwei\nB: Danach", [("decision", "Danach")]),
        ("B: eins\nA: zwei\nI: drei", [("decision", "eins"), ("action", "zwei"), ("info", "drei")]),
        ("B: eins\r\nA: zwei", [("decision", "eins"), ("action", "zwei")]),
        ("Beschluss: Wir machen das.", [("decision", "Wir machen das.")]),
        ("Text\nAufgabe: Liste schicken\nInfo: drei", [("action", "Liste schicken"), ("info", "drei")]),
        ("Information: drei", [("info", "drei")]),
        ("**Beschluss:** Wir machen das.", [("decision", "Wir machen das.")]),
        ("**Aufgabe**: Liste schicken", [("action", "Liste schicken")]),
        ("**Beschluss: Wir machen das.**", []),
        ("Beschluss\\: nein", []),
        ("Beschlussvorlage: nein", []),
        ("Der Beschluss: nein", []),
        ("- Beschluss: nein", []),
        ("I: mit geschütztem Leerzeichen", [("info", "mit geschütztem Leerzeichen")]),
        ("```\nB: nein\n```", []),
        ("    B: nein", []),
        ("| a | b |\n|---|---|\nI: x | y", []),
        ("> B: nein", []),
        ("- A: nein", []),
        ("Wir sagten B: nein", []),
        ("B:", []),
        ("B\\: nein", []),
        ("AB: nein", []),
        ("b: nein", []),
        ("", []),
    ],
)
def test_what_is_a_mark(text, found):
    assert kinds(text) == found


@pytest.mark.parametrize(
    "before, after",
    [
        ("Oben\nB: Weg\nUnten", "Oben\n\nUnten"),
        ("B: Weg", ""),
        ("B: Weg\n\nUnten", "Unten"),
        ("Oben\n\nB: Weg\n", "Oben"),
        ("Oben\n\nB: Weg\n\n    Code", "Oben\n\n    Code"),
        ("B: Weg\n  weiter", "  weiter"),
    ],
)
def test_a_line_leaves_the_text(before, after):
    assert without(before, marked_lines(before)[0]) == after


@pytest.mark.parametrize(
    "text, found",
    [
        ("- Beschluss: Ja\n\n> Aufgabe: Liste", ["- Beschluss: Ja", "> Aufgabe: Liste"]),
        (
            "**Beschluss: Ja**\nBESCHLUSS: Nein\n1. aufgabe: Liste",
            ["**Beschluss: Ja**", "BESCHLUSS: Nein", "1. aufgabe: Liste"],
        ),
        ("Beschluss: Ja\n**Aufgabe:** Liste\nBeschluss\\: Text\nDer Beschluss: Text\nBeschluss:", []),
        ("- B: eins\n- A: zwei", []),  # a list of answers
    ],
)
def test_what_was_meant_as_a_mark_and_is_none(text, found):
    assert overlooked_lines(text) == found


@pytest.mark.parametrize(
    "text, html",
    [
        ("Beschluss: Wir *listen*.", "<p>Beschluss: Wir <em>listen</em>.</p>"),
        ("**Aufgabe:** Los", "<p><strong>Aufgabe:</strong> Los</p>"),
        ("Info: Es wird gebaut.", '<p class="info"><strong>Info:</strong> Es wird gebaut.</p>'),
        ("I: Es wird gebaut.", '<p class="info"><strong>Information:</strong> Es wird gebaut.</p>'),
    ],
)
def test_a_mark_is_shown_as_it_was_typed(text, html):
    assert render(text).strip() == html


@calmly
@given(typed | wild)
def test_each_mark_stands_where_it_says(text):
    for line in marked_lines(text):
        shown = text[line.start : line.end]
        assert "\n" not in shown
        word, _colon, rest = shown.partition(":")
        assert KINDS[word.strip("*")] == line.kind
        assert rest.removeprefix("**").strip() == line.wording.replace("�", "\0") or "\0" in shown
        assert line.start == 0 or text[line.start - 1] in "\r\n"


@calmly
@given(typed)
@example("- a\n\nB: x\n\nA: y")
@example("B: x\n    A: y\nB: z")
def test_a_line_that_leaves_takes_nothing_along(text):
    found = marked_lines(text)
    for at, line in enumerate(found):
        left = without(text, line)
        assert kinds(left) == [pair for place, pair in enumerate(kinds(text)) if place != at]
        around = text[: line.start] + text[line.end :]
        words = [each.strip() for each in around.split("\n") if each.strip()]
        assert [each.strip() for each in left.split("\n") if each.strip()] == words


@calmly
@given(typed)
@pytest.mark.slow
def test_a_line_that_stays_text_is_shown_as_before_and_found_no_more(text):
    for at, line in enumerate(marked_lines(text)):
        kept = as_text(text, line)
        assert kinds(kept) == [pair for place, pair in enumerate(kinds(text)) if place != at]
        assert line.kind == INFORMATION or letters(kept) == letters(text)


@calmly
@given(typed | wild)
def test_exactly_the_informations_are_set_off(text):
    shown = render(text).count(f'<p class="{INFORMATION}">')
    assert shown == sum(line.kind == INFORMATION for line in marked_lines(text))


ATTACKS = [
    'I: <p class="info x" onclick=alert(1)>',
    'I: x" class="top',
    "I: ]{.evil}",
    'I: <div class="info">x</div>',
    '<p class="evil">x</p>',
    '<p class="info">x</p>',
    "I: **",
    "I: `",
    'I: [x](javascript:y "class")',
    "I: I: I: x",
]


@calmly
@given(st.lists(st.sampled_from([*ATTACKS, *MARKS, *PIECES, "\n"]), max_size=40).map("".join))
@example('I: <p class="info x" style="x">')
def test_nobody_gets_another_class_or_attribute(text):
    html = render(text)
    opened = re.findall(r"<p\b[^>]*>", html)
    assert set(opened) <= {"<p>", f'<p class="{INFORMATION}">'}
    classes = re.findall(r'<([a-z]+)\b[^>]*\bclass="([^"]*)"', html)
    assert set(classes) <= {("p", INFORMATION), ("a", ADDRESS)}
    assert classes.count(("p", INFORMATION)) == opened.count(f'<p class="{INFORMATION}">')


def test_fifty_thousand_characters_of_marks():
    text = "B: x\n" * (MAX_LENGTH // 5)
    assert len(marked_lines(text)) == MAX_LENGTH // 5
