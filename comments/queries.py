"""Threads as plain values, and their HTML.

A page shows hundreds of comments, so rows are read without building models, and a thread that looks the same
as before is not rendered again: its HTML is remembered under everything that it shows.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import dates
from core.diff import changed_words

COLUMNS = (
    "pk", "parent_id", "author_id", "author__name", "author__slug",
    "organisation__name", "organisation__short_name", "organisation__kind",
    "body_html", "created_at", "edited_at", "withdrawn_at", "withdrawn_by_id", "withdrawn_because",
    "settled_at",
)  # fmt: skip
REMEMBERED = 1024


class Row(NamedTuple):
    """One comment, in the order of COLUMNS."""

    pk: int
    parent_id: int | None
    author_id: int
    name: str
    slug: str
    house_name: str | None
    house_short: str | None
    pillar: str | None
    html: str
    written_at: dt.datetime
    edited_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    withdrawn_by: int | None
    reason: str
    settled_at: dt.datetime | None

    @property
    def house(self):
        return self.house_short or self.house_name or ""

    @property
    def stamp(self):
        """»22. Juni, 09:14«, with the year only where it is not this one."""
        if dates.berlin(self.written_at).year == dates.today().year:
            return f"{dates.day_short(self.written_at)}, {dates.clock(self.written_at)}"
        return dates.stamp(self.written_at)

    @property
    def was_moderated(self):
        return self.withdrawn_by is not None and self.withdrawn_by != self.author_id


class Reader(NamedTuple):
    """What the one who looks may do here; part of what a thread's HTML depends on."""

    person_id: int | None
    takes_part: bool = False
    leads: bool = False  # may settle the threads of others
    moderates: bool = False  # may withdraw the comments of others


class Actions(NamedTuple):
    """The links below one comment."""

    answer: bool = False
    edit: bool = False
    withdraw: bool = False
    settle: bool = False
    reopen: bool = False


NO_ACTIONS = Actions()


def rows(comments, subject):
    """(key of the subject, Row) of a queryset of comments, oldest first, in one query."""
    return _as_rows(values_of(comments, subject))


def values_of(comments, subject):
    """What a page reads of comments, still to be asked."""
    return comments.order_by("created_at", "pk").values_list(f"{subject}_id", *COLUMNS)


def _as_rows(values):
    return [(subject_id, Row._make(columns)) for subject_id, *columns in values]


def threads_by_subject(comments, subject, reader, namespace):
    """{key of the subject: [HTML of each thread]}, and how many comments there are."""
    return threads_of_rows(values_of(comments, subject), reader, namespace)


def threads_of_rows(values, reader, namespace):
    """The same of rows that were asked as `values_of` wants them."""
    found = _as_rows(values)
    answers: dict[int, list[Row]] = {}
    for _subject, row in found:
        if row.parent_id is not None:
            answers.setdefault(row.parent_id, []).append(row)
    threads: dict[int, list[SafeString]] = {}
    around = _around()
    for subject_id, row in found:
        if row.parent_id is None:
            html = thread_html(row, answers.get(row.pk, ()), reader, namespace, around)
            threads.setdefault(subject_id, []).append(html)
    return threads, len(found)


def thread_html(first, answers, reader, namespace, around=None) -> SafeString:
    shown = tuple((row, _actions(row, first, reader)) for row in (first, *answers))
    return _remembered_html(shown, namespace, *(around or _around()))


def _around():
    """Language and year, on which the words of every thread depend: found out once for all on a page."""
    return get_language(), dates.today().year


def _actions(row, first, reader):
    """Mirrors comments.access for a whole page of rows; a test holds the two together."""
    own = row.author_id == reader.person_id
    is_first, settled, withdrawn = row is first, first.settled_at is not None, row.withdrawn_at is not None
    possible = Actions(
        answer=is_first and reader.takes_part and not settled,
        edit=own and reader.takes_part and not withdrawn,
        withdraw=(own or reader.moderates) and not withdrawn,
        settle=is_first and reader.takes_part and not settled and (own or reader.leads),
        reopen=is_first and reader.takes_part and settled,
    )
    return possible if any(possible) else NO_ACTIONS


@lru_cache(maxsize=REMEMBERED)
def _remembered_html(shown, namespace, _language, _year):
    (first, actions), answers = shown[0], shown[1:]
    context = {"first": first, "actions": actions, "answers": answers, "namespace": namespace}
    return render_to_string("comments/thread.html", context)


def sides_of(stale) -> dict:
    """A conflict about one text, for comments/sides.html: what is stored, typed, and different."""
    pieces = list(changed_words(stale.current.body, stale.typed))
    return {"message": stale.message, "current": stale.current, "pieces": pieces}
