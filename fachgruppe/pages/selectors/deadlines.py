"""One's own deadlines: tasks, circulations, date polls."""

import datetime as dt
from typing import NamedTuple

from django.db.models import F, Value
from django.utils import timezone

from members.viewers import viewer_for
from minutes.selectors.deadlines import circulating
from outcomes.access import organisation_ids_of
from outcomes.selectors.tasks import with_due_day
from polls.selectors.polls import waiting_polls

COLUMNS = ("kind", "pk", "version", "updated_at", "day", "words")


class Deadline(NamedTuple):
    kind: str  # »minutes«, »task« or »poll«
    pk: int  # of the minutes or the task; of the meeting where it is a poll
    version: int
    changed_at: dt.datetime
    day: dt.date
    words: str  # of the task, or the title of the meeting


def deadlines_of(user) -> list[Deadline]:
    """For members only; one query for all kinds, in the order of their days."""
    viewer = viewer_for(user)
    if not viewer.is_member:
        return []
    minutes = circulating(viewer).annotate(
        kind=Value("minutes"), day=F("last_day"), words=F("meeting__title")
    )
    tasks = with_due_day(viewer, organisation_ids_of(user)).annotate(
        kind=Value("task"), day=F("due_day"), words=F("wording")
    )
    polls = waiting_polls(viewer, timezone.now()).annotate(
        kind=Value("poll"), day=F("last_day"), words=F("meeting__title")
    )
    rows = minutes.values_list(*COLUMNS, named=True).union(
        tasks.values_list(*COLUMNS),
        # A poll is answered at the address of its meeting.
        polls.values_list(*(column.replace("pk", "meeting_id") for column in COLUMNS)),
        all=True,
    )
    found = [Deadline(row.kind, row.pk, row.version, row.updated_at, row.day, row.words) for row in rows]
    # Sorted here: the databases do not agree about the order of days and words in a union.
    return sorted(found, key=lambda deadline: (deadline.day, deadline.kind, deadline.pk))
