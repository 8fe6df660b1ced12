"""One's own deadlines in words, for the calendar and the month."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse

from core.ical import Entry
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


def entry_of(deadline: Deadline) -> Entry:
    ical, _page = KINDS[deadline.kind]
    return ical.deadline(deadline.pk, deadline.version, deadline.changed_at, deadline.day, deadline.words)
