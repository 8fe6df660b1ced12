"""Comments beside the sections: a few columns of all of them, whole rows only of those that are shown."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from minutes.enums import SuggestionState
from minutes.models import SectionComment

SHOWN = 20  # comments beside one section, unless somebody opens them all
SHOWN_ANSWERS = 10  # of one thread: the latest

# All that a thread shows but for its words, which change with `version`.
_KNOWN = (
    "pk", "section_id", "parent_id", "author_id", "author__name", "author__slug",
    "organisation__name", "organisation__short_name", "organisation__kind", "version", "settled_at",
    "anchor_revision", "place_start", "place_end", "withdrawn_at",
    "suggestion__pk", "suggestion__state", "suggestion__decided_at", "suggestion__decided_by__person__name",
)  # fmt: skip


class Thread(NamedTuple):
    """The keys of a thread's comments that are shown, the first one first, and those of folded answers."""

    shown: Sequence[int]
    folded: Sequence[int] = ()


class Talk(NamedTuple):
    """What is known of the comments at one section before their words are read."""

    known: Sequence[Any]  # a named row of each, oldest first: the same rows make the same threads
    threads: Sequence[Thread]
    folded: Sequence[int]  # keys of comments whose threads are left out

    @property
    def shown(self) -> list[int]:
        return [key for thread in self.threads for key in thread.shown]

    @property
    def open_suggestions(self) -> list[Any]:
        return [
            row
            for row in self.known
            if row.suggestion__state == SuggestionState.OPEN and not row.withdrawn_at
        ]


def talk_at(sections: Iterable[int], viewer, *, whole=False) -> dict[int, Talk]:
    """Return {key of a section: its Talk} for those of these sections that have comments. One query.

    The sections are ones that `viewer` is known to see. `whole`: nothing is folded.
    """
    rows = SectionComment.objects.visible_at(viewer, sections).order_by("section", "created_at", "pk")
    known = rows.values_list(*_KNOWN, named=True)
    return {key: talk_of(list(group), whole=whole) for key, group in groupby(known, attrgetter("section_id"))}


def talk_of(known, *, whole=False) -> Talk:
    """Fold what would make the page long: settled threads first, then those in which nobody wrote lately."""
    threads: dict[int, list] = {}
    for row in known:
        threads.setdefault(row.parent_id or row.pk, []).append(row)
    if whole or len(known) <= SHOWN:
        return Talk(known, [Thread([row.pk for row in rows]) for rows in threads.values()], ())
    folded_threads = {
        first: Thread([row.pk for row in [rows[0], *rows[1:][-SHOWN_ANSWERS:]]],
                      [row.pk for row in rows[1:-SHOWN_ANSWERS]])
        for first, rows in threads.items()
    }  # fmt: skip
    left = SHOWN
    kept: set[int] = set()
    for rows in sorted(threads.values(), key=lambda rows: (rows[0].settled_at is None, rows[-1].pk))[::-1]:
        left -= len(folded_threads[rows[0].pk].shown)
        if left < 0 and kept:
            break
        kept.add(rows[0].pk)
    folded = [row.pk for first, rows in threads.items() if first not in kept for row in rows]
    return Talk(known, [thread for first, thread in folded_threads.items() if first in kept], folded)


def with_words(keys) -> dict[int, SectionComment]:
    """Return {key: comment} with all that a thread says of it, answers knowing their first. One query."""
    related = ("author", "organisation", "suggestion__decided_by__person")
    found = SectionComment.objects.filter(pk__in=keys).select_related(*related).in_bulk()
    for comment in found.values():
        comment.parent = found.get(comment.parent_id)
    return found
