"""Passages: stretches of a text's words that comments hang on and suggestions replace.

The words of a section are the text content of its HTML with white space made even; offsets count characters
of that. static/js/passages.js counts in the same way. Nothing here guesses: what is not certain is None.
"""

import re
from functools import cached_property
from html.parser import HTMLParser
from typing import NamedTuple

from core.dialects.versions import CURRENT
from core.markdown import blocks_of, render
from minutes.text.alignment import certain_pairs, some_pairs, tokens_of
from minutes.text.sentences import sentence_ends

# Of a passage and its unchanged surroundings so many words must be the same for it to be that passage.
FEWEST_EQUAL = 5
# The same for words that stand only once in either text: one word alone may have another meaning by now.
FEWEST_ALONE = 2
# Placeholders for a passage while one looks what else changes when it is replaced.
_STAND_IN = "Xstellex"
_SPACE = re.compile(r"[ \t\n\r\f\v\xa0]+")
_MARKS = re.compile(r"[*_~`]")
_MOST_TRIES = 240


# --- words ------------------------------------------------------------------------------------------------


class _Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []

    def handle_data(self, data):
        self.pieces.append(data)


def words_of_text(html: str) -> str:
    """Return the words of rendered text as one line."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return even("".join(parser.pieces))


def even(text: str) -> str:
    """Return `text` in one line, with single spaces: what static/js/passages.js calls the same."""
    return _SPACE.sub(" ", text).strip(" ")


def places_of(words: str, quote: str) -> list[int]:
    """Return where `quote` stands in the words, however its white space was typed."""
    quote, places, at = even(quote), [], -1
    while quote and (at := words.find(quote, at + 1)) >= 0:
        places.append(at)
    return places


def sentences_of(words: str) -> list[tuple[int, int]]:
    """Return the places of the sentences, for choosing one from a list."""
    # A wrong guess only makes a longer choice, so a colon may end one here.
    ends = [end for end in sentence_ends(words, marks=".!?:…") if end < len(words)]
    starts = [0, *(end + 1 for end in ends)]
    return [place for place in zip(starts, [*ends, len(words)], strict=True) if place[0] < place[1]]


# --- where a passage went ---------------------------------------------------------------------------------


def carry(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words from `start` to `end` of `old` stand in `new`; None when that is not certain."""
    return Carrier(old, new).carry(start, end)


class Carrier:
    """The same for many passages of one text: the texts are lined up once."""

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        self.before, self.after = tokens_of(old), tokens_of(new)

    @cached_property
    def pairs(self) -> dict[int, int]:
        return certain_pairs([token.text for token in self.before], [token.text for token in self.after])

    @cached_property
    def places(self) -> list[dict[str, list[int]]]:
        """For both texts: where each token stands."""
        found: list[dict[str, list[int]]] = []
        for tokens in (self.before, self.after):
            places: dict[str, list[int]] = {}
            for at, token in enumerate(tokens):
                places.setdefault(token.text, []).append(at)
            found.append(places)
        return found

    def carry(self, start: int, end: int) -> tuple[int, int] | None:
        if not 0 <= start < end <= len(self.old):
            return None
        if self.old == self.new:
            return start, end
        inside = [at for at, token in enumerate(self.before) if token.end > start and token.start < end]
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        new_first = self._certain_place(first, last)
        if new_first is None:
            new_first = self._only_place(first, last)
        if new_first is None:
            return None
        new_start = self.after[new_first].start + (start - self.before[first].start)
        new_end = self.after[new_first + last - first].end - (self.before[last].end - end)
        # The same tokens with other spaces between them are not the words that somebody quoted.
        same = new_start >= 0 and self.new[new_start:new_end] == self.old[start:end]
        return (new_start, new_end) if same else None

    def _certain_place(self, first, last):
        """Where the certain words of the passage went, if all of them went together."""
        shifts = {self.pairs[at] - at for at in range(first, last + 1) if at in self.pairs}
        if len(shifts) != 1:
            return None
        place = first + shifts.pop()
        # The others may look the same as what was added beside them: at that place it reads as before.
        is_there = self._stands_at(self.after, place, first, last)
        return place if is_there and self._is_enough(first, last, place, FEWEST_EQUAL) else None

    def _only_place(self, first, last):
        """Where the words stand that are there once before and once after, wherever they were moved to."""
        word = self.before[first].text
        old_places, new_places = (
            [at for at in places.get(word, ()) if self._stands_at(text, at, first, last)]
            for text, places in zip((self.before, self.after), self.places, strict=True)
        )
        if len(old_places) != 1 or len(new_places) != 1:
            return None
        place = new_places[0]
        return place if self._is_enough(first, last, place, FEWEST_ALONE) else None

    def _stands_at(self, text, place, first, last):
        there = text[max(0, place) : place + last - first + 1]
        return [token.text for token in there] == [token.text for token in self.before[first : last + 1]]

    def _is_enough(self, first, last, place, wanted):
        # The passage with what stands unchanged around it is long enough to be no coincidence.
        shift = place - first

        def is_same(at):
            in_both = 0 <= at < len(self.before) and 0 <= at + shift < len(self.after)
            return in_both and self.before[at].text == self.after[at + shift].text

        found = sum(token.text[0].isalnum() for token in self.before[first : last + 1])
        while found < wanted and is_same(first - 1):
            first -= 1
            found += self.before[first].text[0].isalnum()
        while found < wanted and is_same(last + 1):
            last += 1
            found += self.before[last].text[0].isalnum()
        # To begin or end with the text, before and after, says as much as two words.
        begins = first == 0 and shift == 0
        ends = last == len(self.before) - 1 and last + shift == len(self.after) - 1
        return found + 2 * begins + 2 * ends >= wanted


# --- the source of a passage ------------------------------------------------------------------------------


class Source(NamedTuple):
    """Markdown from `start` to `end`, which is the words from `words_start` to `words_end`, and no other."""

    start: int
    end: int
    words_start: int
    words_end: int


def source_range(markdown: str, start: int, end: int, dialect: int = CURRENT) -> Source | None:
    """The smallest clean piece of Markdown that holds the words from `start` to `end`.

    Clean means: with something else in its place, all other words stay as they are. Where markup begins
    inside the passage and ends outside, the passage grows. None where nothing short of everything is clean.
    """
    part = _part_around(markdown, start, end, dialect)
    if part is None:
        return None
    text, words, source_at, words_at = part
    found = _Search(text, words, (start - words_at, end - words_at), dialect).run()
    if found is None:
        return None
    source = Source(found[0] + source_at, found[1] + source_at, found[2] + words_at, found[3] + words_at)
    # Looked for in its own blocks, which is quick, and checked in the whole: a list may go on elsewhere.
    whole = _words(markdown, dialect)
    changed = markdown[: source.start] + _STAND_IN + markdown[source.end :]
    return source if _only_inside(whole, _words(changed, dialect), source, _STAND_IN) else None


def _words(markdown, dialect):
    return words_of_text(render(markdown, dialect))


def _part_around(markdown, start, end, dialect):
    """The blocks that hold the passage: (Markdown, words, place of the Markdown, place of the words)."""
    line_starts = [0, *(match.end() for match in re.finditer("\n", markdown)), len(markdown) + 1]
    chosen, at = [], 0
    for first_line, last_line, html in blocks_of(markdown, dialect):
        words = words_of_text(html)
        if not words:
            continue
        if at < end and at + len(words) > start:
            chosen.append(
                (line_starts[first_line], line_starts[min(last_line, len(line_starts) - 1)], at, words)
            )
        at += len(words) + 1
    if not chosen:
        return None
    source_start, source_end = chosen[0][0], min(chosen[-1][1], len(markdown))
    words, part = " ".join(words for *_places, words in chosen), markdown[source_start:source_end]
    if _words(part, dialect) == words:
        return part, words, source_start, chosen[0][2]
    return markdown, _words(markdown, dialect), 0, 0  # a link whose address stands elsewhere


def _only_inside(before, after, source, put):
    """Whether two states of a text differ by nothing but `put` in the place of the passage."""
    return after == before[: source.words_start] + put + before[source.words_end :]


class _Search:
    """Looks for clean pieces, the tightest first, then wider by one token on either side."""

    def __init__(self, text, words, place, dialect):
        start, end = place
        self.text, self.words, self.dialect = text, words, dialect
        self.shown = tokens_of(words)
        self.typed = tokens_of(text)
        self.pairs = some_pairs([token.text for token in self.shown], [token.text for token in self.typed])
        inside = [at for at, token in enumerate(self.shown) if token.end > start and token.start < end]
        if inside:  # white space at the edges belongs to nobody
            start, end = max(start, self.shown[inside[0]].start), min(end, self.shown[inside[-1]].end)
        self.start, self.end, self.inside = start, end, inside
        self.tries = 0

    def run(self):
        if not self.inside:
            return None
        first, last = self.inside[0], self.inside[-1]
        for wider in range(len(self.shown)):
            for left in range(wider + 1):
                found = self._at(first - left, last + wider - left)
                # Each try renders the text: a page must not wait for a thousand of them.
                if found or self.tries > _MOST_TRIES:
                    return found
        return None

    def _at(self, first, last):
        if first < 0 or last >= len(self.shown):
            return None
        begins = self.start if first == self.inside[0] else self.shown[first].start
        ends = self.end if last == self.inside[-1] else self.shown[last].end
        # Pairs of cuts: at the words themselves, then taking in more of the markup around them.
        lefts = self._cuts(first, begins - self.shown[first].start, step=-1)
        rights = self._cuts(last, ends - self.shown[last].end, step=1)
        pairs = [(left, right) for left in lefts for right in rights if left < right]
        for source_start, source_end in sorted(pairs, key=lambda pair: pair[1] - pair[0])[:40]:
            self.tries += 1
            place = Source(source_start, source_end, begins, ends)
            changed = self.text[:source_start] + _STAND_IN + self.text[source_end:]
            if not _only_inside(self.words, _words(changed, self.dialect), place, _STAND_IN):
                continue
            # No markup that begins outside ends inside, even where the words alone would not show it.
            piece = self.text[source_start:source_end]
            if not _MARKS.search(piece) or _words(piece, self.dialect) == self.words[begins:ends]:
                return place
        return None

    def _cuts(self, at, inside, *, step):
        """Places in the source between this token and its next found neighbour outwards (`step`)."""
        if at in self.pairs:
            token = self.typed[self.pairs[at]]
            near = (token.end if step > 0 else token.start) + inside
        else:  # a token that was typed in another way begins behind the last one found inwards of it
            near = self._edge(at, -step)
        if inside:
            return [near]
        far = self._edge(at + step, step)
        cuts = []
        for cut in range(near, far + step, step):
            # Not inside a word, and not before a space where behind it would do.
            is_end = cut in (0, len(self.text))
            if is_end or not (self.text[cut - 1].isalnum() and self.text[cut].isalnum()):
                cuts.append(cut)
        return cuts[:12]

    def _edge(self, at, step):
        """Where the first found token from `at` on begins, going forward; or ends, going back."""
        while 0 <= at < len(self.shown) and at not in self.pairs:
            at += step
        if not 0 <= at < len(self.shown):
            return len(self.text) if step > 0 else 0
        token = self.typed[self.pairs[at]]
        return token.start if step > 0 else token.end


# --- replacing --------------------------------------------------------------------------------------------


class Change(NamedTuple):
    start: int
    end: int
    replacement: str


class Overlap(ValueError):
    """Two changes want the same words; `first` and `second` are their indexes among those given."""

    def __init__(self, first, second):
        super().__init__(f"{first} and {second} overlap")
        self.first, self.second = first, second


def overlapping(changes) -> list[tuple[int, int]]:
    """Pairs of indexes of changes that want the same characters."""
    order = sorted(range(len(changes)), key=lambda at: changes[at][:2])
    found = []
    for place, at in enumerate(order):
        for other in order[place + 1 :]:
            if changes[other].start >= changes[at].end:
                break
            found.append((min(at, other), max(at, other)))
    return sorted(found)


def apply(text: str, changes) -> str:
    """The text with every change in its place. Raises Overlap where two want the same characters."""
    pairs = overlapping(changes)
    if pairs:
        raise Overlap(*pairs[0])
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.replacement + text[change.end :]
    return text


def keeps_the_rest(markdown: str, source: Source, replacement: str, dialect: int = CURRENT) -> bool:
    """Whether a replacement changes the words of its passage and no others: an open ** or ``` would."""
    before = _words(markdown, dialect)
    after = _words(markdown[: source.start] + replacement + markdown[source.end :], dialect)
    head, tail = before[: source.words_start].rstrip(" "), before[source.words_end :].lstrip(" ")
    return len(after) >= len(head) + len(tail) and after.startswith(head) and after.endswith(tail)
