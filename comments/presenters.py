"""Threads as plain values, and their HTML.

A page shows hundreds of comments, so rows are read without building models, and a thread that looks the same
as before is not rendered again: its HTML is remembered under everything that it shows.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language

from comments import access
from core import dates
from core.access import ALLOWED, deny
from core.diff import changed_words
from core.safe_html import SafeHtml
from members.viewers import Viewer

COLUMNS = (
    "pk", "parent_id", "author_id", "author__name", "author__slug",
    "organisation__name", "organisation__short_name", "organisation__kind",
    "body_html", "created_at", "edited_at", "withdrawn_at", "withdrawn_by_id", "withdrawn_because",
    "settled_at",
)  # fmt: skip
REMEMBERED = 1024
_WIDTH = len(COLUMNS)


class Row(NamedTuple):
    """One comment, in the order of COLUMNS."""

    pk: int
    parent_id: int | None
    author_id: int
    name: str
    slug: str
    organisation_long: str | None
    organisation_short: str | None
    pillar: str | None
    html: str
    written_at: dt.datetime
    edited_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    withdrawn_by: int | None
    reason: str
    settled_at: dt.datetime | None

    @property
    def thread(self):
        """Of the first comment, which alone is answered on a page."""
        return self

    @property
    def organisation_name(self):
        return self.organisation_short or self.organisation_long or ""

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
    remove: bool = False  # withdraw, but of what somebody else wrote
    settle: bool = False
    reopen: bool = False


NO_ACTIONS = Actions()


def values_of(comments, subject, *more):
    """What a page reads of comments, oldest first, still to be asked; `more` are columns of the app's own."""
    return comments.order_by("created_at", "pk").values_list(f"{subject}_id", *COLUMNS, *more)


def rows_of(values):
    """(key of the subject, Row, the app's own columns) of what was asked as `values_of` wants it."""
    return [(subject, Row._make(columns[:_WIDTH]), columns[_WIDTH:]) for subject, *columns in values]


def threads_of_rows(found, reader, namespace, language_and_year, about=None) -> list[SafeHtml]:
    """The HTML of each thread among the rows of one subject, as `rows_of` gives them.

    `language_and_year`: what `around()` says, found out once for a page.
    `about(subject, row, *more)` says what the app shows between the head of a thread and its words: None, or
    a hashable value with the name of its `template`.
    """
    answers: dict[int, list[Row]] = {}
    for _subject, row, _more in found:
        if row.parent_id is not None:
            answers.setdefault(row.parent_id, []).append(row)
    return [
        thread_html(
            row, answers.get(row.pk, ()), reader, namespace, language_and_year,
            about(subject, row, *more) if about else None,
        )
        for subject, row, more in found
        if row.parent_id is None
    ]  # fmt: skip


def thread_html(first, answers, reader, namespace, language_and_year, about=None) -> SafeHtml:
    shown = tuple((row, _actions(row, first, reader)) for row in (first, *answers))
    return _remembered_html(shown, about, namespace, *language_and_year)


def around():
    """Language and year, on which the words of every thread depend."""
    return get_language(), dates.today().year


def _actions(row, first, reader):
    """The verdicts of comments.access about one row."""
    who, taking_part = Viewer(person_id=reader.person_id), ALLOWED if reader.takes_part else deny("")
    withdraws = bool(access.can_withdraw(who, row, reader.moderates))
    possible = Actions(
        answer=row is first and bool(access.can_answer(who, row, taking_part)),
        edit=bool(access.can_edit(who, row, taking_part)),
        withdraw=withdraws,
        remove=withdraws and not access.is_own(who, row),
        settle=bool(access.can_settle(who, row, taking_part, reader.leads)),
        reopen=bool(access.can_reopen(who, row, taking_part)),
    )
    return possible if any(possible) else NO_ACTIONS


@lru_cache(maxsize=REMEMBERED)
def _remembered_html(shown, about, namespace, _language, _year):
    (first, actions), answers = shown[0], shown[1:]
    context = {
        "first": first, "actions": actions, "answers": answers, "about": about, "namespace": namespace,
    }  # fmt: skip
    return render_to_string("comments/thread.html", context)


def sides_of(stale) -> dict:
    """A conflict about one text, for comments/sides.html: what is stored, typed, and different."""
    pieces = list(changed_words(stale.current.body, stale.typed))
    return {"message": stale.message, "current": stale.current, "pieces": pieces}
