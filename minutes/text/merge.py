"""Two people changed the same text: their changes joined, as far as these do not touch each other."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from minutes.text.sentences import sentence_ends

_LINE_END = re.compile(r"\n")
_REST_OF_LINE = re.compile(r"[^\S\n]*\n?")


class Merged(NamedTuple):
    text: str
    overlaps: int  # places where both changed the same; there both wordings stand one after the other


class Hunk(NamedTuple):
    """One change of the base: its sentences from `start` to `end` are now `new`."""

    start: int
    end: int
    new: list[str]


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Sentence by sentence. Where both changed the same or neighbouring words, nothing is decided."""
    sentences = _split(base)
    changes = [(_hunks(sentences, _split(text)), side) for side, text in enumerate((theirs, mine))]
    queue = sorted(((hunk, side) for hunks, side in changes for hunk in hunks), key=lambda each: each[0][:2])
    joined, at, overlaps = [], 0, 0
    while queue:
        region, queue = _next_region(queue)
        start = min(hunk.start for hunk, _side in region)
        end = max(hunk.end for hunk, _side in region)
        joined += sentences[at:start]
        words, is_overlap = _decided(sentences, region, start, end)
        joined.append(words)
        overlaps += is_overlap
        at = end
    return Merged("".join([*joined, *sentences[at:]]), overlaps)


def _split(text):
    """Sentences with the blanks behind them; the end of a line ends one as well."""
    cuts = {rest.end() for end in sentence_ends(text) if (rest := _REST_OF_LINE.match(text, end))}
    cuts |= {line_end.end() for line_end in _LINE_END.finditer(text)}
    places = [0, *sorted(cuts - {0, len(text)}), len(text)]
    return [text[start:end] for start, end in pairwise(places) if start < end]


def _hunks(old, new):
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Hunk(a, b, new[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def _next_region(queue):
    """The first change with everything that touches it, directly or through others."""
    region, end = [queue[0]], queue[0][0].end
    for at, (hunk, side) in enumerate(queue[1:], start=1):
        if hunk.start > end:
            return region, queue[at:]
        region.append((hunk, side))
        end = max(end, hunk.end)
    return region, []


def _decided(sentences, region, start, end):
    versions = [_version(sentences, region, side, start, end) for side in (0, 1)]
    sides = {side for _hunk, side in region}
    if len(sides) == 1:
        return versions[sides.pop()], False
    theirs, mine = versions
    if theirs == mine:
        return mine, False
    apart = "\n" if theirs.strip() and mine.strip() and not theirs.endswith("\n") else ""
    return f"{theirs}{apart}{mine}", True


def _version(sentences, region, wanted, start, end):
    """What one side made of the region."""
    parts, at = [], start
    for hunk, side in region:
        if side == wanted:
            parts += [*sentences[at : hunk.start], *hunk.new]
            at = hunk.end
    return "".join([*parts, *sentences[at:end]])
