"""One's own deadlines in words, for the calendar and the month."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language

from core.ical_feed import event
from fachgruppe.pages.selectors.deadlines import Deadline
from minutes import ical as minutes_ical
from outcomes import ical as outcomes_ical
from polls import ical as polls_ical

KINDS = {
    "poll": (polls_ical, "polls:answer"),
    "minutes": (minutes_ical, "minutes:detail"),
    "task": (outcomes_ical, "outcomes:task"),
}


class DayOfDeadline(NamedTuple):
    day: dt.date
    title: str
    url: str


def day_of(deadline: Deadline) -> DayOfDeadline:
    ical, page = KINDS[deadline.kind]
    return DayOfDeadline(deadline.day, ical.title_of(deadline.words), reverse(page, args=[deadline.pk]))


def event_of(deadline: Deadline) -> str:
    """Return the lines of its entry in a calendar."""
    return _event(deadline, get_language())


@lru_cache(maxsize=4096)  # minutes go round among all, and most tasks stay as they are
def _event(deadline, _language):
    ical, _page = KINDS[deadline.kind]
    return event(
        ical.deadline(deadline.pk, deadline.version, deadline.changed_at, deadline.day, deadline.words)
    )
