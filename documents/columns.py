"""How the columns of a table are laid out: by what stands in them, as a browser would do it."""

import re

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


class Columns:
    """The columns of a table as plain text, `head` and `rows`, whose rows are as long as its head.

    `fit`: every cell stands in one line. `are_crowded`: words have to be divided that would be whole in a
    wider column. `widths`: in letters, together no more than LINE. `are_numbers`: of each column, whether
    numbers stand below its head and nothing else.
    """

    def __init__(self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]):
        self.rows = rows
        self.are_numbers: list[bool] = []
        widest, least = [], []
        for name, *cells in zip(head, *rows, strict=True):
            line = max(_BOLD * _longest(name.split("\n")), *(_longest(cell.split("\n")) for cell in cells), 1)
            word = max(
                _BOLD * _longest(_WORD.findall(name)), *(_longest(_WORD.findall(cell)) for cell in cells), 1
            )
            widest.append(_PADDING + min(_LONGEST_CELL, line))
            # What is short is not broken at all, what is long between its words.
            few = _PADDING + (line if line <= _SHORT else min(_LONGEST_WORD, word))
            least.append(min(widest[-1], few))
            said = [cell.strip() for cell in cells if cell.strip() not in _NOTHING]
            self.are_numbers.append(bool(said) and all(map(_NUMBER.fullmatch, said)))
        self.fit = sum(widest) <= LINE
        self.are_crowded = sum(least) > LINE
        spare = LINE - sum(least)
        if self.fit:
            self.widths = widest
        elif spare <= 0:
            self.widths = [LINE * width / sum(least) for width in least]
        else:  # whoever has more to say gets more of what is left
            wanted = [most - few for most, few in zip(widest, least, strict=True)]
            self.widths = [few + spare * more / sum(wanted) for few, more in zip(least, wanted, strict=True)]

    def is_tall(self, row: tuple[str, ...]) -> bool:
        """Whether a page may not hold the row, so that it has to be split."""
        tallest = 0.0
        for cell, width in zip(row, self.widths, strict=True):
            room = max(1, int(width) - _PADDING)
            tallest = max(tallest, sum(1 + len(line) // room for line in cell.split("\n")))
        return tallest > _LINES_OF_A_PAGE


def _longest(texts):
    """The breadth of the broadest, in small letters."""
    return max((len(text) + (_CAPITAL - 1) * sum(map(str.isupper, text)) for text in texts), default=0)
