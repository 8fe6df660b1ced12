"""What stands between the head of a thread and its words: its passage, and perhaps a suggestion."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from core.addresses import pattern
from minutes.enums import SuggestionState

# Columns that the page reads beside those of the comment itself.
COLUMNS = (
    "quote", "anchor_revision", "place_start", "place_end",
    "suggestion__pk", "suggestion__original", "suggestion__replacement", "suggestion__state",
    "suggestion__reason", "suggestion__decided_at", "suggestion__decided_by__person__name",
    "suggestion__applied_revision",
)  # fmt: skip
_PLACES = slice(2, 5)  # place_start, place_end, suggestion__pk
_STATE = COLUMNS.index("suggestion__state")
STATE_TAGS = {
    SuggestionState.OPEN: "wait",
    SuggestionState.ACCEPTED: "ok",
    SuggestionState.DECLINED: "plain",
    SuggestionState.WITHDRAWN: "plain",
}


class Proposal(NamedTuple):
    """A suggestion as the margin shows it."""

    pk: int
    original: str
    replacement: str
    state: str
    label: str
    tag: str
    decision: str
    reason: str
    rivals: Sequence[str] = ()  # who else wants to change the same words
    may_accept: bool = False
    may_decide: bool = False
    may_withdraw: bool = False


class About(NamedTuple):
    """The passage of a thread; `place` is empty when the words have changed since revision `number`."""

    template: str
    quote: str
    section_url: str
    place: str
    number: int | None
    revision_url: str
    changes_url: str
    form_target: str
    proposal: Proposal | None


class Passages:
    """Makes `About` for the threads beside one section and for one reader."""

    def __init__(self, minutes, newest, reader, rows):
        """`minutes`: their key; `newest`: the number of their newest revision."""
        self.reader, self.rivals = reader, _rivals(rows)
        self.minutes, self.newest = minutes, newest
        self.revision_url = pattern("minutes:revision", 2)

    @staticmethod
    def open_suggestions(rows):
        return sum(_is_open(row, columns) for _section, row, columns in rows)

    def about(self, section, row, *columns):
        quote, number, start, end, key, *suggested = columns
        if number is None:
            return None
        moved = start is None
        proposal = None if key is None or row.withdrawn_at else self._proposal(row, key, start, *suggested)
        applied = proposal is not None and proposal.state == SuggestionState.ACCEPTED
        older = moved and not applied and number != self.newest
        return About(
            template="minutes/threads/about.html",
            quote="" if proposal else quote,
            section_url=f"#abschnitt-{section}",
            place="" if moved else f"{start} {end}",
            number=number if moved and not applied else None,
            revision_url=self.revision_url % (self.minutes, number) if moved and not applied else "",
            changes_url=reverse("minutes:changes", args=[self.minutes, self.newest, number]) if older else "",
            form_target=f"#antwort-{row.pk}",
            proposal=proposal,
        )

    def _proposal(self, row, key, start, original, replacement, state, reason, at, by, revision):
        is_open, reader = state == SuggestionState.OPEN, self.reader
        takes_part = reader.takes_part and is_open
        return Proposal(
            key, original, replacement, state, str(SuggestionState(state).label), STATE_TAGS[state],
            decision_line(state, at, by, revision), reason,
            rivals=self.rivals.get(key, ()) if is_open else (),
            may_accept=takes_part and reader.leads and start is not None,
            may_decide=takes_part and reader.leads,
            may_withdraw=takes_part and row.author_id == reader.person_id,
        )  # fmt: skip


def decision_line(state, at, by, revision):
    """»in Fassung 3 · Anna Muster · 4. Juni 2025«, beside the word for its state"""
    parts = [_("in Fassung %(number)s") % {"number": revision}] if state == SuggestionState.ACCEPTED else []
    return " · ".join(filter(None, [*parts, by, dates.day(at) if at else ""]))


def _rivals(rows):
    """{key of an open suggestion: names of those whose open suggestions touch the same words}"""
    spans = defaultdict(list)
    for section, row, columns in rows:
        start, end, key = columns[_PLACES]
        if start is not None and _is_open(row, columns):
            spans[section].append((start, end, key, row.name))
    found = defaultdict(list)
    for inside in spans.values():
        for one, two in touching(inside):
            found[one[2]].append(two[3])
            found[two[2]].append(one[3])
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def _is_open(row, columns):
    return columns[_STATE] == SuggestionState.OPEN and not row.withdrawn_at


def touching(spans):
    """Pairs of (start, end, …) that share a character."""
    order = sorted(spans)
    for at, one in enumerate(order):
        for two in order[at + 1 :]:
            if two[0] >= one[1]:
                break
            yield one, two
