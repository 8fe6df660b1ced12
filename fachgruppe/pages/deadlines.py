"""One's own deadlines, for the calendar and the month: tasks, circulations, date polls."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from core.dates import today
from core.ical import Entry
from core.remembered import remembered
from members.viewers import viewer_for
from minutes import ical as minutes_ical
from minutes.selectors.deadlines import circulating
from outcomes import ical as outcomes_ical
from outcomes.access import organisation_ids_of
from outcomes.selectors.tasks import with_due_day
from polls import ical as polls_ical
from polls.selectors.people import waiting_polls

KINDS = {
    "poll": (polls_ical, "polls:answer"),
    "minutes": (minutes_ical, "minutes:detail"),
    "task": (outcomes_ical, "outcomes:task"),
}


class Deadline(NamedTuple):
    kind: str
    pk: int
    version: int
    changed_at: dt.datetime
    day: dt.date
    words: str  # of the task, or the title of the meeting

    @property
    def title(self) -> str:
        return KINDS[self.kind][0].title_of(self.words)

    @property
    def url(self) -> str:
        return reverse(KINDS[self.kind][1], args=[self.pk])

    @property
    def entry(self) -> Entry:
        return KINDS[self.kind][0].deadline(*self[1:])


def deadlines_of(user) -> list[Deadline]:
    """For members only; one query for all kinds, in the order of their days."""
    if not viewer_for(user).is_member:
        return []
    rows = _rows_of(today(), viewer_for(user), frozenset(organisation_ids_of(user)), now=timezone.now())
    return sorted((Deadline(*row) for row in rows), key=lambda found: (found.day, found.kind, found.pk))


@remembered
def _rows_of(_day, viewer, organisations, *, now):
    minutes = circulating(viewer).values_list(
        Value("minutes"), "pk", "version", "updated_at", "last_day", "meeting__title"
    )
    tasks = with_due_day(viewer, organisations).values_list(
        Value("task"), "pk", "version", "updated_at", "due_day", "wording"
    )
    polls = waiting_polls(viewer, now).values_list(
        Value("poll"), "meeting_id", "version", "updated_at", "last_day", "meeting__title"
    )
    return minutes.union(tasks, polls, all=True)
