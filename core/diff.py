"""What changed between two texts, word by word.

Comparing every word with every other takes minutes for long texts. So lines are compared first, then the
words of lines that differ, and long stretches are held together by words that occur once in each text.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Piece = tuple[str, str]  # ("=", text), ("-", text) or ("+", text)
_AT_ONCE = 40_000  # pairs of words that are compared each with each


def changed_words(old, new) -> Iterator[Piece]:
    """Pieces in reading order: ("=", text), ("-", text), ("+", text)."""
    before, after = (old or "").splitlines(keepends=True), (new or "").splitlines(keepends=True)
    return _joined(_by_lines(before, after))


def changed_phrases(old, new):
    """The same, easier to read: words changed one after the other are one piece out and one piece in."""
    out, into = "", ""
    pieces = list(changed_words(old, new))
    for at, (kind, text) in enumerate(pieces):
        # A blank between two changes belongs to them, one at the end of the text does not.
        joins = kind == "=" and not text.strip() and (out or into) and at + 1 < len(pieces)
        if kind != "=" or joins:
            out += text if kind != "+" else ""
            into += text if kind != "-" else ""
            continue
        yield from _out_and_in(out, into)
        out = into = ""
        yield kind, text
    yield from _out_and_in(out, into)


def _out_and_in(gone, come):
    """What is gone comes before what is new."""
    if gone:
        yield "-", gone
    if come:
        yield "+", come


def _by_lines(before, after):
    gone: list[str] = []
    come: list[str] = []
    for kind, lines in _aligned(before, after):
        if kind == "=":
            yield from _aligned(_words(gone), _words(come))
            gone, come = [], []
            yield "=", lines
        else:
            (gone if kind == "-" else come).extend(lines)
    yield from _aligned(_words(gone), _words(come))


def _words(lines):
    return re.findall(r"\s+|\w+|[^\w\s]", "".join(lines))


def _aligned(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """(kind, words): what both share, what only `a` has, what only `b` has, in order."""
    waiting = [(a, b)]
    while waiting:
        a, b = waiting.pop()
        head = _shared(a, b)
        if head:
            yield "=", a[:head]
            a, b = a[head:], b[head:]
        tail = _shared(a[::-1], b[::-1])
        if tail:
            waiting.append((a[len(a) - tail :], b[len(b) - tail :]))
            a, b = a[: len(a) - tail], b[: len(b) - tail]
        if not a or not b:
            yield from _out_and_in(a, b)
        elif len(a) * len(b) <= _AT_ONCE:
            yield from _each_with_each(a, b)
        elif anchors := _anchors(a, b):
            # The stretches that the anchors cut both texts into; each begins with its anchor.
            cuts = pairwise([(0, 0), *anchors, (len(a), len(b))])
            parts = [(a[i:j], b[k:m]) for (i, k), (j, m) in cuts]
            waiting.extend(reversed(parts))  # the last one in is taken first
        else:
            yield from _each_with_each(a, b, autojunk=True)


def _shared(a, b):
    """How many words both begin with."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count


def _each_with_each(a, b, *, autojunk=False):
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=autojunk).get_opcodes():
        if kind == "equal":
            yield "=", a[i:j]
        else:
            yield from _out_and_in(a[i:j], b[k:m])


def _anchors(a, b):
    """Places of the words that occur once in each text and stand in the same order: [(in a, in b)]."""
    once_in_a, once_in_b = (
        {word for word, count in Counter(words).items() if count == 1} for words in (a, b)
    )
    place = {word: at for at, word in enumerate(b) if word in once_in_b}
    pairs = [(at, place[word]) for at, word in enumerate(a) if word in once_in_a and word in place]
    # The longest row of pairs that rises in both texts (patience sorting).
    ends: list[int] = []  # the smallest end of a rising row of each length
    last: list[int] = []  # the pair at that end
    before: list[int] = []
    for at, (_in_a, in_b) in enumerate(pairs):
        length = bisect_left(ends, in_b)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(in_b)
            last.append(at)
        else:
            ends[length], last[length] = in_b, at
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _joined(pieces) -> Iterator[Piece]:
    """Words of the same kind as one piece; between two equal pieces what is gone comes before what is new."""
    gone: list[str] = []
    come: list[str] = []
    same: list[str] = []
    for kind, words in pieces:
        if kind == "=":
            yield from _out_and_in("".join(gone), "".join(come))
            gone, come = [], []
            same.extend(words)
        else:
            if same:
                yield "=", "".join(same)
                same = []
            (gone if kind == "-" else come).extend(words)
    if same:
        yield "=", "".join(same)
    yield from _out_and_in("".join(gone), "".join(come))
