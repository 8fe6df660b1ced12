"""Joining two texts: what does not touch is joined, what does is never decided silently, nothing is lost."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.text.merge import merge
from minutes.text.sentences import sentence_ends

calmly = settings(max_examples=200, deadline=None)
LINES = st.sampled_from(
    ["Eins.\n", "Zwei.\n", "Drei.\n", "Vier! ", "Fünf? ", "\n", "- Punkt\n", "B: Beschluss\n"]
)
texts = st.lists(LINES, max_size=10).map("".join)
anything = st.one_of(texts, st.text(max_size=60))
END = "Zum Schluss: Ausblick.\n"
BASE = "Die Runde begann. Es gab Kaffee.\n\nDanach sprach Anna.\n\n" + END


@pytest.mark.parametrize(
    "theirs, mine, joined, overlaps",
    [
        (("Kaffee", "Tee"), ("Ausblick", "Abschied"), (("Kaffee", "Tee"), ("Ausblick", "Abschied")), 0),
        (("Kaffee", "Tee"), ("Kaffee", "Tee"), (("Kaffee", "Tee"),), 0),
        (("Anna", "Otto"), ("sprach", "redete"), None, 1),
        (("Die Runde", "Alle"), (END, ""), (("Die Runde", "Alle"), (END, "")), 0),
    ],
)  # fmt: skip
def test_joining(theirs, mine, joined, overlaps):
    merged = merge(BASE, BASE.replace(*theirs), BASE.replace(*mine))
    assert merged.overlaps == overlaps
    if joined is None:
        assert "Danach sprach Otto." in merged.text
        assert "Danach redete Anna." in merged.text
    else:
        expected = BASE
        for change in joined:
            expected = expected.replace(*change)
        assert merged.text == expected


def test_both_went_on_at_the_end():
    merged = merge("Anfang.\n", "Anfang.\nVon ihr.\n", "Anfang.\nVon mir.\n")
    assert merged == ("Anfang.\nVon ihr.\nVon mir.\n", 1)


def test_one_took_away_what_the_other_changed():
    merged = merge("Bleibt.\nGeht.\n", "Bleibt.\n", "Bleibt.\nGeht doch.\n")
    assert merged.overlaps == 1
    assert "Geht doch." in merged.text


SENTENCES = [
    "Das gilt z. B. für Jena, z.B. auch für Gera.",
    "Am 4. Juni um 14.30 Uhr geht es weiter.",
    "Bis 15.01. Antwort geben, bis 15.01.2027 alles.",
    "Nach § 4 Abs. 2 Nr. 3 ThürKO bzw. Art. 28 GG ist das so!",
    "Jena Digital e. V. und die Fa. Muster & Co. KG kommen.",
    "Prof. Dr. A. Muster sprach u. a. über das 2. Treffen, vgl. S. 3 ff. der Vorlage.",
    "Kosten: ca. 1.200 Euro, d. h. i. d. R. 5 Mio. Euro im Jahr?",
    "»Wirklich?« fragte sie.",
    "Sie sagte: »Wir warten ab.«",
    "Wir warten … noch ein wenig (bis Sept. oder Okt. 2026).",
    "Heinrich IV. Reuß wohnte in der Str. 5 am Markt.",
    "Das war 2025.",
    "Der 3. Punkt entfällt, usw. Die Liste folgt...",
]


@pytest.mark.once
@pytest.mark.parametrize("apart", [" ", "\n", "\n\n"])
def test_sentences_end_where_german_ones_do(apart):
    text = apart.join(SENTENCES)
    ends = sentence_ends(text)
    assert [text[start:end].strip() for start, end in pairwise([0, *ends])] == SENTENCES


@pytest.mark.once
@pytest.mark.parametrize("place", range(len(SENTENCES)))
def test_two_wordings_of_a_sentence_are_both_offered_whole(place):
    """None of them is cut at an abbreviation, a date or a time and continued with the other."""
    base = " ".join(SENTENCES)
    words = SENTENCES[place].split(" ")
    theirs = base.replace(SENTENCES[place], " ".join([*words[:-1], "ihretwegen", words[-1]]))
    mine = base.replace(SENTENCES[place], " ".join(["Meinetwegen", *words]))
    merged = merge(base, theirs, mine)
    assert merged.overlaps == 1
    assert " ".join([*words[:-1], "ihretwegen", words[-1]]) in merged.text
    assert " ".join(["Meinetwegen", *words]) in merged.text


@pytest.mark.once
def test_fifty_thousand_characters_are_cut_at_once():
    began = time.process_time()
    for piece in ("z. B. ", "Am 4. Juni. ", "." * 50, "a" * 50, ".«"):
        sentence_ends(piece * (50_000 // len(piece)))
    assert time.process_time() - began < 2


@calmly
@given(anything, anything)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base, changed):
    assert merge(base, changed, base) == (changed, 0)
    assert merge(base, base, changed) == (changed, 0)
    assert merge(base, changed, changed) == (changed, 0)


@calmly
@given(st.lists(st.integers(0, 9), min_size=5, max_size=12), st.data())
@pytest.mark.slow
def test_changes_that_do_not_touch_are_both_there(numbers, data):
    lines = [f"Zeile {at} mit {number}.\n" for at, number in enumerate(numbers)]
    first = data.draw(st.integers(0, len(lines) - 3))
    second = data.draw(st.integers(first + 2, len(lines) - 1))
    theirs, mine, both = list(lines), list(lines), list(lines)
    theirs[first] = both[first] = data.draw(st.sampled_from(["", "Von ihr.\n", "Von ihr.\nUnd noch.\n"]))
    mine[second] = both[second] = data.draw(st.sampled_from(["", "Von mir.\n", "Von mir. Und noch.\n"]))
    assert merge("".join(lines), "".join(theirs), "".join(mine)) == ("".join(both), 0)
    assert merge("".join(lines), "".join(mine), "".join(theirs)) == ("".join(both), 0)


@calmly
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.data())
def test_changes_of_the_same_are_never_decided_silently(numbers, data):
    lines = [f"Zeile {at} mit {number}.\n" for at, number in enumerate(numbers)]
    place = data.draw(st.integers(0, len(lines) - 1))
    theirs, mine = list(lines), list(lines)
    theirs[place] = data.draw(st.sampled_from(["Von ihr.\n", ""]))
    mine[place] = "Von mir.\n"
    merged = merge("".join(lines), "".join(theirs), "".join(mine))
    assert merged.overlaps == 1
    assert "Von mir." in merged.text
    assert theirs[place] in merged.text


@calmly
@given(texts, texts, texts)
def test_no_word_that_somebody_wrote_is_lost(base, theirs, mine):
    merged = merge(base, theirs, mine).text
    for side in (theirs, mine):
        assert set(side.split()) - set(base.split()) <= set(merged.split())


@calmly
@given(anything, anything, anything)
def test_whatever_comes_the_answer_is_the_same_every_time(base, theirs, mine):
    assert merge(base, theirs, mine) == merge(base, theirs, mine)
