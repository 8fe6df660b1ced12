"""What changed between two texts, word by word.

Comparing every word with every other takes minutes for long texts. So lines are compared first, then the
words of lines that differ, and long stretches are held together by words that occur once in each text.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

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
        joins = kind == "=" and not text.strip() and (out or into) and at + 1 < len(pieces)
        if kind != "=" or joins:
            out += text if kind != "+" else ""
            into += text if kind != "-" else ""
            continue
        yield from _flushed(out, into)
        out = into = ""
        yield kind, text
    yield from _flushed(out, into)


def _flushed(out, into):
    if out:
        yield "-", out
    if into:
        yield "+", into


def _by_lines(before, after):
    gone: list[str] = []
    come: list[str] = []
    for kind, lines in _aligned(before, after):
        if kind == "=":
            yield from _by_words(gone, come)
            gone, come = [], []
            yield "=", lines
        else:
            (gone if kind == "-" else come).extend(lines)
    yield from _by_words(gone, come)


def _by_words(gone, come):
    return _aligned(_words("".join(gone)), _words("".join(come)))


def _words(text):
    return re.findall(r"\s+|\w+|[^\w\s]", text)


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
            yield from _left_over(a, b)
        elif len(a) * len(b) <= _AT_ONCE:
            yield from _each_with_each(a, b)
        elif anchors := _anchors(a, b):
            waiting.extend(reversed(list(_between(a, b, anchors))))
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


def _left_over(a, b):
    if a:
        yield "-", a
    if b:
        yield "+", b


def _each_with_each(a, b, *, autojunk=False):
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=autojunk).get_opcodes():
        if kind == "equal":
            yield "=", a[i:j]
        else:
            yield from _left_over(a[i:j], b[k:m])


def _anchors(a, b):
    """Places of the words that occur once in each text and stand in the same order: [(in a, in b)]."""
    once = _once(a) & _once(b)
    place = {word: at for at, word in enumerate(b) if word in once}
    pairs = [(at, place[word]) for at, word in enumerate(a) if word in once]
    return _longest_rising(pairs)


def _once(words):
    return {word for word, count in Counter(words).items() if count == 1}


def _longest_rising(pairs):
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


def _between(a, b, anchors):
    """The stretches that the anchors cut both texts into; each begins with its anchor."""
    start_a = start_b = 0
    for in_a, in_b in [*anchors, (len(a), len(b))]:
        yield a[start_a:in_a], b[start_b:in_b]
        start_a, start_b = in_a, in_b


def _joined(pieces) -> Iterator[Piece]:
    """Words of the same kind as one piece; between two equal pieces what is gone comes before what is new."""
    gone: list[str] = []
    come: list[str] = []
    same: list[str] = []
    for kind, words in pieces:
        if kind == "=":
            yield from _in_order(gone, come)
            gone, come = [], []
            same.extend(words)
        else:
            if same:
                yield "=", "".join(same)
                same = []
            (gone if kind == "-" else come).extend(words)
    if same:
        yield "=", "".join(same)
    yield from _in_order(gone, come)


def _in_order(gone, come):
    if gone:
        yield "-", "".join(gone)
    if come:
        yield "+", "".join(come)
