"""Anchors and suggestions: never silently on a wrong passage, never a word changed that nobody marked."""

import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.diff import changed_phrases, changed_words
from core.markdown import blocks_of, render
from minutes.text.alignment import MOST_CHANGES, certain_pairs, some_pairs, tokens_of
from minutes.text.passages import (
    Carrier,
    Change,
    Overlap,
    apply,
    carry,
    even,
    keeps_the_rest,
    overlapping,
    places_of,
    sentences_of,
    source_range,
    words_of_text,
)

SECONDS = 2  # on a slow machine; usually a tenth of it


# --- alignment --------------------------------------------------------------------------------------------


def every_best_alignment(old, new):
    """The same by the book: the table of longest common subsequences from both sides."""
    rows, columns = len(old), len(new)
    head = [[0] * (columns + 1) for _ in range(rows + 1)]
    tail = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            same = old[i] == new[j]
            head[i + 1][j + 1] = head[i][j] + 1 if same else max(head[i][j + 1], head[i + 1][j])
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            same = old[i] == new[j]
            tail[i][j] = tail[i + 1][j + 1] + 1 if same else max(tail[i + 1][j], tail[i][j + 1])
    best, ranks = head[rows][columns], {}
    for i in range(rows):
        for j in range(columns):
            if old[i] == new[j] and head[i][j] + 1 + tail[i + 1][j + 1] == best:
                ranks.setdefault(head[i][j], []).append((i, j))
    return best, dict(pairs[0] for pairs in ranks.values() if len(pairs) == 1)


few_words = st.lists(st.sampled_from("abc"), max_size=12)


@pytest.mark.slow
@settings(max_examples=400)
@given(few_words, few_words)
def test_a_pair_is_certain_when_every_best_alignment_has_it(old, new):
    best, certain = every_best_alignment(old, new)
    assert certain_pairs(old, new) == certain
    assert len(some_pairs(old, new)) == best


@pytest.mark.slow
def test_a_text_written_anew_has_no_certain_words():
    old = [f"alt{at}" for at in range(MOST_CHANGES)]
    assert certain_pairs(old, [f"neu{at}" for at in range(MOST_CHANGES)]) == {}


# --- anchors ----------------------------------------------------------------------------------------------


@st.composite
def edited(draw):
    """Words that remember who they are, and the same after people took some away and put new ones in."""
    vocabulary = draw(st.sampled_from([["ja", "nein"], ["der", "die", "und", "Plan", "Jena", "gilt"]]))
    names = draw(st.lists(st.sampled_from(vocabulary), min_size=1, max_size=40))
    words = list(enumerate(names))
    fresh = iter(range(1000))
    after = list(words)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(after)))
        gone = draw(st.integers(0, 6))
        added = [(None, f"neu{next(fresh)}") for _ in range(draw(st.integers(0, 3)))]
        after[at : at + gone] = added
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, min(first + 8, len(words) - 1)))
    return words, after, first, last


def as_text(words):
    return " ".join(word for _who, word in words)


def place_of(words, first, last):
    start = len(as_text(words[:first])) + (1 if first else 0)
    return start, start + len(as_text(words[first : last + 1]))


@pytest.mark.slow
@settings(max_examples=800)
@given(edited())
@example(
    (
        [(0, "ja"), (1, "gilt"), (2, "gilt"), (3, "der"), (4, "Plan")],
        [(0, "ja"), (2, "gilt"), (3, "der")],
        0,
        1,
    )
)
def test_an_anchor_is_on_its_own_words_or_on_the_only_ones_like_them(case):
    """Words are few and repeat, so that the wrong ones look exactly like the right ones."""
    words, after, first, last = case
    start, end = place_of(words, first, last)
    found = carry(as_text(words), as_text(after), start, end)
    if found is None or as_text(words) == as_text(after):
        return
    wanted = words[first : last + 1]
    at = next((at for at in range(len(after)) if after[at : at + len(wanted)] == wanted), None)
    if at is not None:
        assert found == place_of(after, at, at + len(wanted) - 1)
        return
    # One of its words is gone, and a neighbour that is the same word has taken its place: it reads as before.
    quote = as_text(words)[start:end]
    assert as_text(after)[slice(*found)] == quote
    own = [place_of(after, at, at) for at, word in enumerate(after) if word in wanted]
    holds_own = any(found[0] <= own_start and own_end <= found[1] for own_start, own_end in own)
    assert holds_own or times_in(words, quote) == times_in(after, quote) == 1


def times_in(words, quote):
    names, wanted = [name for _who, name in words], quote.split()
    return sum(names[at : at + len(wanted)] == wanted for at in range(len(names)))


AROUND = ["Der Bericht liegt vor.", "Es folgt Kaffee."]
EDGES = [
    "Die Gruppe stimmt zu.",
    "Gut, aber spät,",
    "(siehe Anlage)",
    "»Wir sagen ja«",
    "und dann und",
    "§ 4 Abs. 2",
]


@pytest.mark.parametrize("around", [("", ""), (AROUND[0], ""), ("", AROUND[1]), AROUND])
@pytest.mark.parametrize("quote", EDGES)
def test_an_anchor_that_stands_once_word_for_word_keeps_its_place(quote, around):
    """Whatever token of its edges is put before it, into it or behind it, alone or with other words."""
    tokens = [token.text for token in tokens_of(quote)]
    old = " ".join(filter(None, [around[0], quote, around[1]]))
    start = old.index(quote)
    gaps = [0, *(at for at, character in enumerate(old) if character == " "), len(old)]
    for edge in {tokens[0], tokens[-1]}:
        for added in (edge, f"{edge} {edge}", f"Danach Pause {edge}", f"{edge} danach Pause"):
            for at in gaps:
                new = even(f"{old[:at]} {added} {old[at:]}")
                found = carry(old, new, start, start + len(quote))
                if new.count(quote) == 1:
                    assert found == (new.index(quote), new.index(quote) + len(quote)), new
                else:
                    assert found is None or new[slice(*found)] == quote, new


texts = st.text(alphabet="ab .,\n-äß", max_size=60)


@settings(max_examples=400)
@given(texts, texts, st.data())
@pytest.mark.slow
def test_an_anchor_never_shows_other_words(old, new, data):
    old, new = " ".join(old.split()), " ".join(new.split())
    assume(old)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = carry(old, new, start, end)
    assert found is None or new[slice(*found)] == old[start:end]


@st.composite
def edited_elsewhere(draw):
    words = [f"wort{at}" for at in range(draw(st.integers(20, 60)))]
    first = draw(st.integers(6, len(words) - 12))
    last = first + draw(st.integers(0, 4))
    before, after = words[: first - 5], words[last + 6 :]
    for part in (before, after):
        at = draw(st.integers(0, len(part)))
        part[at : at + draw(st.integers(0, 9))] = draw(st.lists(st.sampled_from("xyz"), max_size=9))
    return words, before + words[first - 5 : last + 6] + after, " ".join(words[first : last + 1])


@given(edited_elsewhere())
def test_an_anchor_survives_edits_of_other_passages(case):
    words, after, quote = case
    old, new = " ".join(words), " ".join(after)
    start = old.index(quote)
    found = carry(old, new, start, start + len(quote))
    assert found is not None
    assert new[slice(*found)] == quote


@pytest.mark.parametrize(
    "old, new, quote, survives",
    [
        ("Die Stadt plant. Der Plan gilt ab Mai.", "Die Stadt baut. Der Plan gilt ab Mai.", "gilt ab", True),
        ("Die Stadt plant. Der Plan gilt ab Mai.", "Die Stadt plant. Der Plan gilt bald.", "ab Mai", False),
        ("Der Plan gilt ab Mai.", "Vorab: Der Plan gilt ab Mai.", "Plan gilt", True),
        ("Das ist nicht gut.", "Alles wird nicht schlecht!", "nicht", False),  # one word alone is no passage
        ("eins zwei drei vier fünf. eins zwei drei vier fünf.", "eins zwei drei vier fünf.", "zwei", False),
        ("Wir warten ab, bis es regnet.", "Wir war ten ab, bis es regnet.", "warten", False),
        ("Wir warten ab, bis es regnet.", "", "warten", False),
        ("Die Gruppe stimmt zu.", "Die Gruppe stimmt zu. Danach Pause.", "Die Gruppe stimmt zu.", True),
        ("Ja. Wir bauen. Ja.", "Ja. Wir bauen. Ja. Danach Pause.", "Wir bauen. Ja.", True),
        ("Erst reden wir. Dann bauen wir.", "Dann bauen wir. Erst reden wir.", "Dann bauen", True),  # moved
        ("Wir warten ab.", "Eine Warteschlange wartet.", "art", False),  # in another word
        ("Wir warten ab, bis es regnet.", "Wir warten ab, bis es regnet. Gut.", "art", True),  # inside a word
    ],
)  # fmt: skip
def test_examples_of_anchors(old, new, quote, survives):
    start = old.index(quote)
    found = carry(old, new, start, start + len(quote))
    assert (found is not None) is survives
    assert found is None or new[slice(*found)] == quote


def test_a_place_outside_the_text_is_nowhere():
    assert carry("ein Text", "ein Text", 4, 99) is None
    assert carry("ein Text", "ein Text", 3, 3) is None


def test_five_hundred_anchors_in_five_thousand_words_take_no_time():
    words = [f"w{at % 700}" for at in range(5000)]
    after = [*words[:900], "neu", *words[905:2500], *words[2520:], "Schluss"]
    old, new = " ".join(words), " ".join(after)
    began = time.process_time()
    carrier = Carrier(old, new)
    found = [carrier.carry(at * 40, at * 40 + 20) for at in range(500)]
    assert sum(place is not None for place in found) > 400
    assert time.process_time() - began < SECONDS


# --- words ------------------------------------------------------------------------------------------------


def test_words_of_a_text():
    html = render(
        '## Titel\n\nEin "Wort" &amp; *mehr*\nhier.\n\n- eins\n- zwei\n\n| a | b |\n|---|---|\n| c | d |'
    )
    assert words_of_text(html) == 'Titel Ein "Wort" &amp; mehr hier. eins zwei a b c d'


def test_a_quote_is_found_however_its_spaces_were_typed():
    assert places_of("ein Wort und ein Wort", " ein\n Wort ") == [0, 13]
    assert places_of("ein Wort", " ") == []
    assert places_of("aaa", "aa") == [0, 1]


def test_sentences_of_a_text():
    words = "Das ist gut. Am 4. Juni z. B. nicht! »Wirklich?« Nach Abs. 2: Art. 28 GG. So sei es"
    assert [words[slice(*place)] for place in sentences_of(words)] == [
        "Das ist gut.", "Am 4. Juni z. B. nicht!", "»Wirklich?«", "Nach Abs. 2:", "Art. 28 GG.", "So sei es",
    ]  # fmt: skip
    assert sentences_of("") == []


# --- the source of a passage ------------------------------------------------------------------------------

MARKDOWN = """## Titel mit "Zitat"

Das ist **sehr wichtig** heute -- und *das* auch... Siehe [den Bericht](https://example.org/a?b=c "T") dazu.
Weiter "in Anführung" & mehr &amp; Zeichen \\*mit Stern* und `code hier`.

- eins zwei
- drei **vier** fünf

| A | B |
|---|---|
| c d | e f |

[Verweis](https://example.org) am Ende.

```
Code
```
"""
WORDS = words_of_text(render(MARKDOWN))


@pytest.mark.parametrize(
    "quote, source",
    [
        ("sehr wichtig", "sehr wichtig"),
        ("ist sehr", "ist **sehr wichtig**"),  # grows to where the markup ends
        ("wichtig heute -- und das", "**sehr wichtig** heute -- und *das*"),
        ("auch...", "auch..."),
        ("den Bericht", "den Bericht"),
        ("Bericht dazu", '[den Bericht](https://example.org/a?b=c "T") dazu'),
        ('"Zitat"', '"Zitat"'),
        ("in Anführung", "in Anführung"),
        ("& mehr &amp; Zeichen", "& mehr &amp; Zeichen"),
        ("*mit Stern", "\\*mit Stern"),
        ("zwei drei", "zwei\n- drei"),
        ("d e", "d | e"),
        ("Verweis", "Verweis"),
        ("am Ende", "am Ende"),
        ("icht", "icht"),
    ],
)
def test_the_source_of_a_passage(quote, source):
    start = WORDS.index(quote)
    found = source_range(MARKDOWN, start, start + len(quote))
    assert found is not None
    assert MARKDOWN[found.start : found.end] == source
    assert found.words_start <= start
    assert start + len(quote) <= found.words_end


pieces = st.sampled_from(
    [
        *("Wort", "Jena", "4.", "*schräg*", "**fett**", "**fett und *beides***", "`code`", '"Zitat"'),
        *("[Wort](/ziel)", "...", "--", "&amp;", "\\*", "_x_", "~~weg~~", "*", "**", "[", "`"),
        *("\n", "\n\n", "\n- ", "\n1. ", "\n## ", "\n> ", " | "),
    ]
)
documents = st.lists(pieces, min_size=1, max_size=25).map(" ".join)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(documents, st.data())
def test_replacing_the_source_of_a_passage_changes_that_passage_and_nothing_else(markdown, data):
    words = words_of_text(render(markdown))
    assume(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    found = source_range(markdown, start, end)
    if found is None:
        return
    wanted = words[start:end].strip()
    assert wanted in words[found.words_start : found.words_end]
    assert found.words_start <= start + 1
    assert found.words_end >= end - 1
    after = markdown[: found.start] + "Ersatz" + markdown[found.end :]
    assert words_of_text(render(after)) == words[: found.words_start] + "Ersatz" + words[found.words_end :]


@settings(max_examples=200, deadline=None)
@given(documents)
def test_the_blocks_of_a_text_are_its_words(markdown):
    found = [words_of_text(html) for _first, _last, html in blocks_of(markdown)]
    assert " ".join(filter(None, found)) == words_of_text(render(markdown))


def test_the_source_of_a_passage_is_found_at_once_in_five_thousand_words():
    markdown = "\n\n".join(
        f"Absatz {at} sagt **etwas** über [Jena](/jena) und den Plan {at}." for at in range(500)
    )
    words = words_of_text(render(markdown))
    start = words.index("über Jena und den Plan 250")
    began = time.process_time()
    found = source_range(markdown, start, start + 10)
    assert markdown[found.start : found.end] in ("über [Jena](/jena)", "über Jena")
    assert time.process_time() - began < SECONDS


# --- suggestions ------------------------------------------------------------------------------------------


@given(st.text(alphabet="abc d\n", max_size=40), st.data())
@pytest.mark.slow
def test_changes_apply_each_in_its_place(text, data):
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), max_size=8).filter(lambda cuts: len(cuts) % 2 == 0))
    )
    places = [place for place in zip(cuts[::2], cuts[1::2], strict=True) if place[0] < place[1]]
    changes = [Change(*place, data.draw(st.text(alphabet="XY ", max_size=5))) for place in places]
    expected, at = "", 0
    for change in changes:
        expected += text[at : change.start] + change.replacement
        at = change.end
    shuffled = data.draw(st.permutations(changes))
    assert apply(text, shuffled) == expected + text[at:]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=7))
def test_overlaps_are_found_and_never_applied(ranges):
    changes = [Change(start, start + length, "x") for start, length in ranges]
    expected = [
        (one, two)
        for one in range(len(changes))
        for two in range(one + 1, len(changes))
        if changes[one].start < changes[two].end and changes[two].start < changes[one].end
    ]
    assert overlapping(changes) == expected
    if expected:
        with pytest.raises(Overlap):
            apply("." * 30, changes)


@pytest.mark.parametrize(
    "quote, replacement, good",
    [
        ("sehr wichtig", "nicht wichtig", True),
        ("sehr wichtig", "", True),
        ("Das ist", "Das `ist", True),
        ("eins zwei", "eins\n- anderthalb", True),
        ("Das ist", "```\nDas ist", False),  # opens what swallows the rest
        ("am Ende", "am »Ende«\n\nNoch ein Absatz", True),
    ],
)
def test_a_replacement_may_change_only_its_passage(quote, replacement, good):
    start = WORDS.index(quote)
    found = source_range(MARKDOWN, start, start + len(quote))
    assert keeps_the_rest(MARKDOWN, found, replacement) is good


# --- word diff --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [changed_words, changed_phrases])
@settings(max_examples=300)
@given(old=st.text(alphabet="ab .\n*äß»", max_size=80), new=st.text(alphabet="ab .\n*äß»", max_size=80))
def test_a_word_diff_holds_both_texts(made, old, new):
    diff = list(made(old, new))
    assert "".join(text for kind, text in diff if kind in "=-") == old
    assert "".join(text for kind, text in diff if kind in "=+") == new


def test_words_changed_one_after_the_other_read_as_one_change():
    diff = list(changed_phrases("Der Plan gilt ab Mai dort.", "Der Plan kommt im Juni dort."))
    assert diff == [("=", "Der Plan "), ("-", "gilt ab Mai"), ("+", "kommt im Juni"), ("=", " dort.")]
