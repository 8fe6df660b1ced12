"""Two people changed the same text: their changes joined, as far as these do not touch each other."""

import re
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from merge3 import Merge3

from minutes.text.sentences import sentence_ends

_LINE_END = re.compile(r"\n")
_REST_OF_LINE = re.compile(r"[^\S\n]*\n?")
# From 200 sentences on difflib would leave out those that occur often: empty lines among them.
_every_sentence = partial(SequenceMatcher, autojunk=False)


class Merged(NamedTuple):
    text: str
    overlaps: int  # places where both changed the same; there both wordings stand one after the other


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Join what two people made of `base`, sentence by sentence.

    Where both changed the same or neighbouring sentences, nothing is decided: both wordings stand there.
    """
    old, left, right = map(_sentences, (base, theirs, mine))
    merged = Merge3(old, left, right, sequence_matcher=_every_sentence)  # type: ignore[arg-type]
    joined: list[str] = []
    overlaps = 0
    for kind, *sides in merged.merge_groups():
        if kind != "conflict":
            joined += sides[0]
            continue
        _base, theirs, mine = map("".join, sides)
        # One after the other, on lines of their own: two half sentences in one would read like a third.
        apart = "\n" if theirs.strip() and mine.strip() and not theirs.endswith("\n") else ""
        joined.append(f"{theirs}{apart}{mine}")
        overlaps += 1
    return Merged("".join(joined), overlaps)


def _sentences(text):
    """Sentences with the blanks behind them; the end of a line ends one as well."""
    cuts = {rest.end() for end in sentence_ends(text) if (rest := _REST_OF_LINE.match(text, end))}
    cuts |= {line_end.end() for line_end in _LINE_END.finditer(text)}
    places = [0, *sorted(cuts - {0, len(text)}), len(text)]
    return [text[start:end] for start, end in pairwise(places) if start < end]
