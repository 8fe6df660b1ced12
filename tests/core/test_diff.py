"""The word diff: taking away what is new gives the old text, and the other way round. Always, and soon."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.diff import changed_phrases, changed_words

WORDS = st.lists(
    st.sampled_from(["ja", "nein", " ", "\n", "\n\n", "ä", ".", "\r", "\u2028", "Haus"]), max_size=60
)
TEXTS = st.one_of(st.text(max_size=200), WORDS.map("".join))


def sides(pieces):
    old = "".join(text for kind, text in pieces if kind in "=-")
    new = "".join(text for kind, text in pieces if kind in "=+")
    return old, new


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS, TEXTS)
def test_round_trip(old, new):
    pieces = list(changed_words(old, new))
    assert sides(pieces) == (old, new)
    assert sides(list(changed_phrases(old, new))) == (old, new)
    assert all(text for _kind, text in pieces)
    assert all(one != other for (one, _a), (other, _b) in pairwise(pieces))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS)
def test_the_same_text_has_not_changed(text):
    assert [kind for kind, _text in changed_words(text, text)] == (["="] if text else [])


def text_of(words, seed):
    rnd = random.Random(seed)
    made = []
    for number in range(words):
        made.append(rnd.choice(["die", "der", "Daten", "und", f"Wort{rnd.randrange(900)}"]))
        made.append(".\n\n" if number % 60 == 59 else " ")
    return made


def test_round_trip_of_long_texts_with_many_changes():
    old = text_of(5000, 1)
    rnd = random.Random(2)
    new = [f"neu{at}" if rnd.random() < 0.05 else word for at, word in enumerate(old) if rnd.random() > 0.03]
    assert sides(list(changed_words("".join(old), "".join(new)))) == ("".join(old), "".join(new))


@pytest.mark.parametrize("new", [
    "".join(text_of(5000, 1)).replace("Daten", "Zahlen"), "".join(text_of(5000, 9)), "x " * 5000, "",
    " ".join(text_of(5000, 1)).replace("\n", " "), "a\n" * 5000,
], ids=["word", "other", "same", "nothing", "one line", "lines"])  # fmt: skip
def test_long_texts_are_compared_soon(new):
    old = "".join(text_of(5000, 1))
    begin = time.process_time()
    pieces = list(changed_words(old, new))
    assert time.process_time() - begin < 1.5
    assert sides(pieces) == (old, new)


def test_a_changed_word_is_one_piece_out_and_one_in():
    assert list(changed_words("Wir treffen uns im Juni.", "Wir treffen uns im Juli.")) == [
        ("=", "Wir treffen uns im "), ("-", "Juni"), ("+", "Juli"), ("=", "."),
    ]  # fmt: skip


def test_lines_that_stayed_are_not_torn_apart():
    pieces = list(changed_words("eins zwei\n\nbleibt so\n\nalt", "drei vier\n\nbleibt so\n\nneu"))
    assert ("=", "\n\nbleibt so\n\n") in pieces
