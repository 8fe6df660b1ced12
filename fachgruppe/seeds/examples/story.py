"""What happened in the examples, told in the order of time.

A chapter is a generator: it yields the moment of what it does next. `play` lets the chapters go on in the
order of their moments, with the clock of the portal at each of them, so that times, deadlines, seals and the
order of the audit log are those of real work.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heapify, heappop, heappush
from types import SimpleNamespace
from unittest.mock import patch

from django.utils import timezone

from core.dates import local
from fachgruppe.seeds.examples.days import Days
from members.models import User
from outcomes.models import ActionItem, Decision

Chapter = Iterator[dt.datetime]


class Story:
    """What the chapters share: people by name, days, and what other chapters have made."""

    def __init__(self, users: dict[str, User], days: Days) -> None:
        self.users = users
        self.days = days
        self.topics = SimpleNamespace()
        self.meetings = SimpleNamespace()
        self.decisions: list[Decision] = []  # of the first meeting, in the order in which they were recorded
        self.tasks: list[ActionItem] = []

    def __getitem__(self, name: str) -> User:
        return self.users[name]


def example(text: str) -> str:
    """Marked as an example wherever it is read: on pages, in mails, calendars and documents."""
    return f"Beispiel: {text}"


def example_title(title: str) -> str:
    """The same for what stands in lists and behind »4. Treffen:«. Pages show the mark as a badge."""
    return f"{title} (Beispiel)"


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return local(day, dt.time(hour, minute))


def play(*chapters: Chapter) -> None:
    """Run the chapters to their ends. Where two moments are the same, the chapter named first goes first."""
    waiting = [(next(chapter), place, chapter) for place, chapter in enumerate(chapters)]
    heapify(waiting)
    while waiting:
        moment, place, chapter = heappop(waiting)
        with clock_at(moment):
            following = next(chapter, None)
        if following is not None:
            heappush(waiting, (following, place, chapter))


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """The portal believes that it is `moment`: everything in it asks `timezone.now()` for the time.

    Holds for the whole process, so only a command may use it, never a server.
    """
    with patch.object(timezone, "now", lambda: moment.astimezone(dt.UTC)):
        yield
