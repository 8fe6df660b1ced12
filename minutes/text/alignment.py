"""Which words of one text are certainly which words of another: the ground under every anchor.

Two texts can usually be lined up in several ways that leave the same number of words unmatched: one word of
»ja ja« was taken away, and nobody can say which. Only pairs that all these ways share count as certain.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
# Lining up costs the square of what differs. Beyond this a text was written anew rather than edited.
MOST_CHANGES = 800


class Token(NamedTuple):
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Words and single marks with their places; white space only separates."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def certain_pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """{index in `old`: index in `new`} of the tokens that every best alignment pairs in this way.

    All best alignments lie between two extreme ones; where these two meet, all meet.
    """
    reached = _furthest(old, new)
    if reached is None:
        return {}
    upper = set(_path(old, new, reached, deleting_first=True))
    return dict(sorted(upper.intersection(_path(old, new, reached, deleting_first=False))))


def some_pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """One of the best alignments; for texts of which one was made from the other."""
    reached = _furthest(old, new)
    return {} if reached is None else dict(sorted(_path(old, new, reached, deleting_first=True)))


def _furthest(old, new):
    """For each number of changes the furthest row on each diagonal (Myers); None when there are too many.

    Diagonal k holds the cells (row, row - k): k grows with each deletion.
    """
    rows, columns = len(old), len(new)
    reached: list[dict[int, int]] = []
    for changes in range(min(rows + columns, MOST_CHANGES) + 1):
        before = reached[-1] if reached else {0: 0}
        current = dict(reached[-2]) if changes > 1 else {}
        for k in range(-changes, changes + 1, 2):
            starts = [before[k - 1] + 1] if k - 1 in before else []
            starts += [before[k + 1]] if k + 1 in before else []
            starts += [0] if changes == 0 else []
            row = max((row for row in starts if row <= rows and row - k <= columns), default=-1)
            if row < max(0, current.get(k, 0)):
                continue
            while row < rows and row - k < columns and old[row] == new[row - k]:
                row += 1
            current[k] = row
        reached.append(current)
        if current.get(rows - columns, -1) >= rows:
            return reached
    return None


def _path(old, new, reached, *, deleting_first):
    """The pairs of one extreme alignment, walked from the end of both texts."""
    row, column, left = len(old), len(new), len(reached) - 1

    def best(row, column, changes):
        return changes >= 0 and min(row, column) >= 0 and reached[changes].get(row - column, -1) >= row

    while row or column:
        deleting, inserting = best(row - 1, column, left - 1), best(row, column - 1, left - 1)
        pairing = row > 0 and column > 0 and old[row - 1] == new[column - 1]
        if deleting and (deleting_first or not (pairing or inserting)):
            row, left = row - 1, left - 1
        elif inserting and (not deleting_first or not pairing):
            column, left = column - 1, left - 1
        else:
            row, column = row - 1, column - 1
            yield row, column
