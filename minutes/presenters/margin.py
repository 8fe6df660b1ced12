"""The threads beside the sections. Hundreds of them cost little while nobody writes.

What a section's threads look like is remembered under all that they show: the rows as they come from the
database, the reader's rights, the language. So nothing has to be told when something changes.
"""

from functools import lru_cache
from typing import NamedTuple

from comments.presenters import COLUMNS as COMMENT_COLUMNS
from comments.presenters import around, rows_of, threads_of_rows, values_of
from core.remembered import remembered
from minutes.models import SectionComment
from minutes.presenters.passages import COLUMNS, Passages

NAMESPACE = "minutes"
_AUTHOR = 1 + COMMENT_COLUMNS.index("author_id")  # behind the key of the section


class Threads(NamedTuple):
    """Beside one section."""

    html: tuple = ()
    comments: int = 0
    open_suggestions: int = 0


def threads_beside(sections, minutes, viewer, reader) -> dict[int, Threads]:
    """{key of the section: its Threads} for those of these sections that have any, in one query."""
    beside: dict[int, list] = {}
    for values in _comments_at(viewer, sections=list(sections)):
        beside.setdefault(values[0], []).append(values)
    about = (minutes.pk, minutes.revision_number, around())
    return {key: _threads(tuple(rows), _as_seen(rows, reader), *about) for key, rows in beside.items()}


def _as_seen(rows, reader):
    """Whoever wrote nothing here sees the same as all others who wrote nothing here."""
    wrote = any(values[_AUTHOR] == reader.person_id for values in rows)
    return reader if wrote else reader._replace(person_id=None)


@remembered
def _comments_at(viewer, *, sections):
    return values_of(SectionComment.objects.visible_at(viewer, sections), "section", *COLUMNS)


@lru_cache(maxsize=128)
def _threads(values, reader, minutes, newest, language_and_year):
    rows = rows_of(values)
    passages = Passages(minutes, newest, reader, rows)
    html = threads_of_rows(rows, reader, NAMESPACE, language_and_year, passages.about)
    return Threads(tuple(html), len(rows), passages.open_suggestions(rows))
