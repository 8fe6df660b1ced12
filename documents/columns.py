"""How the columns of a table are laid out: by what stands in them, as a browser would do it."""

import re
from dataclasses import dataclass
from functools import cached_property

LINE = 93  # small letters in one line of a page; capitals are wider
_CAPITAL, _BOLD = 1.4, 1.2
_PADDING = 2.6  # letters' worth of room between two columns
_SHORT = 26  # letters that stay in one line: »bis 18. September 2026«
_LONGEST_WORD = 24  # more than this may be divided
_LONGEST_CELL = 120  # a longer text takes no more room from the others
_LINES_OF_A_PAGE = 30  # with some to spare
_WORD = re.compile(r"[^\s\-–/]+[-–/]?")
# »12«, »1.234,56 €«, »−3 %«, »+5«; neither a day nor the time of day
_UNITS = "%|‰|€|EUR|Euro|Tsd\\.?|Mio\\.?|Mrd\\.?|[kMG]?Wh?|[kMGT]B|°C|[kcm]?m[²³]?|ha|kg|t|l|h|min|s"
_NUMBER = re.compile(rf"[-–−+±~]?\s?(?:\d{{1,3}}(?:[.\s]\d{{3}})+|\d+)(?:,\d+)?(?:\s?(?:{_UNITS}))*")
_NOTHING = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True)
class Columns:
    """Of a table as plain text, `head` and `rows`, whose rows are as long as its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def _cells(self) -> list[tuple[str, ...]]:
        return list(zip(self.head, *self.rows, strict=True))

    @cached_property
    def _widest(self) -> list[float]:
        return [_PADDING + min(_LONGEST_CELL, _longest(cells, _longest_line)) for cells in self._cells]

    @property
    def fit(self) -> bool:
        """Whether every cell stands in one line."""
        return sum(self._widest) <= LINE

    @property
    def are_crowded(self) -> bool:
        """Whether words have to be divided that would be whole in a wider column."""
        return sum(self._least) > LINE

    @cached_property
    def widths(self) -> list[float]:
        """In letters; together no more than LINE, whatever there is."""
        if self.fit:
            return self._widest
        least, spare = self._least, LINE - sum(self._least)
        if spare <= 0:
            return [LINE * width / sum(least) for width in least]
        wanted = [most - few for most, few in zip(self._widest, least, strict=True)]
        return [few + spare * more / sum(wanted) for few, more in zip(least, wanted, strict=True)]

    @cached_property
    def _least(self) -> list[float]:
        return [min(most, _least(cells)) for most, cells in zip(self._widest, self._cells, strict=True)]

    @cached_property
    def are_numbers(self) -> list[bool]:
        """Of each column, whether numbers stand below its head and nothing else."""
        return [_is_numeric([cell.strip() for cell in cells[1:]]) for cells in self._cells]

    def is_tall(self, row: tuple[str, ...]) -> bool:
        """Whether a page may not hold the row, so that it has to be split."""
        return max(map(_lines, row, self.widths), default=0) > _LINES_OF_A_PAGE


def _least(cells):
    longest = _longest(cells, _longest_line)
    return _PADDING + (longest if longest <= _SHORT else min(_LONGEST_WORD, _longest(cells, _longest_word)))


def _longest(cells, of):
    head, *others = map(of, cells)
    return max(_BOLD * head, *others, 1)


def _longest_word(cell):
    return max(map(_breadth, _WORD.findall(cell)), default=0)


def _is_numeric(cells):
    said = [cell for cell in cells if cell not in _NOTHING]
    return bool(said) and all(_NUMBER.fullmatch(cell) for cell in said)


def _longest_line(cell):
    return max(map(_breadth, cell.split("\n")))


def _breadth(text):
    return len(text) + (_CAPITAL - 1) * sum(map(str.isupper, text))


def _lines(cell, width):
    room = max(1, int(width) - _PADDING)
    return sum(1 + len(line) // room for line in cell.split("\n"))
