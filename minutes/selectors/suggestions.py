"""Suggestions for one set of minutes, and which of them want the same words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from minutes.models import Suggestion


def suggestions_of(minutes, user):
    """Return those that this reader sees and that were not withdrawn with their comment, as the text goes."""
    rows = Suggestion.objects.visible_to(user).filter(
        comment__section__minutes=minutes, comment__withdrawn_at__isnull=True
    )
    related = ("author", "organisation", "section__agenda_item__parent")
    rows = rows.select_related(*(f"comment__{name}" for name in related), "decided_by__person")
    return rows.order_by("comment__section__position", "comment__place_start", "pk")


def open_suggestions(minutes, user) -> int:
    """How many wait for a decision."""
    return suggestions_of(minutes, user).open().count()


def rivals(wanted: Iterable[tuple[int, int, int, int, Any]]) -> dict[int, list[Any]]:
    """Return {key: values of all that want some of the same words}.

    `wanted`: (section, first character, the one after the last, key, value) of each that could be accepted.
    """
    found = defaultdict(list)
    order = sorted(wanted, key=lambda each: each[:4])
    for at, (section, _start, end, key, value) in enumerate(order):
        for other_section, other_start, _end, other_key, other_value in order[at + 1 :]:
            if other_section != section or other_start >= end:
                break  # they are in order: those behind begin even later
            found[key].append(other_value)
            found[other_key].append(value)
    return found
