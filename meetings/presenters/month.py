"""Meetings on the days of a month: those that calendars have as well, and where a moved one has gone."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import BERLIN, day_short, span, start_of_day
from core.remembered import remembered
from meetings.enums import STATE_KINDS, State
from meetings.models import Meeting, Move, numbered
from meetings.presenters.states import state_label
from meetings.querysets import notified
from members.viewers import viewer_for


@dataclass(frozen=True)
class Slot:
    """A meeting on one day, in words."""

    day: dt.date
    title: str
    url: str
    state: str
    tag: str
    times: str = ""
    place: str = ""
    is_off: bool = False  # it will not be then: cancelled, or moved to another day


def slots_between(user, first: dt.date, after: dt.date) -> list[Slot]:
    """Of all days from `first` until before `after`, in the order of the clock; two queries."""
    viewer = viewer_for(user)
    days = {"first": start_of_day(first), "after": start_of_day(after)}
    url = reverse("meetings:list")
    return [
        *(_slot(url, *row) for row in _dated(viewer, **days)),
        *_gone(url, _moves(viewer, **days)),
    ]


def next_day_of(user) -> dt.date | None:
    """The day of the next meeting that this reader finds in the calendar."""
    rows = Meeting.objects.fully_visible_to(user).in_calendars().upcoming()
    starts_at = rows.values_list("starts_at", flat=True).first()
    return starts_at.astimezone(BERLIN).date() if starts_at else None


@remembered
def _dated(viewer, *, first, after):
    rows = Meeting.objects.fully_visible_to(viewer).in_calendars()
    return rows.filter(starts_at__gte=first, starts_at__lt=after).values_list(
        "pk", "number", "title", "state", "starts_at", "ends_at", "has_times", "place_name"
    )


@remembered
def _moves(viewer, *, first, after):
    rows = Move.objects.visible_to(viewer).filter(notified("meeting__"), meeting__starts_at__isnull=False)
    rows = rows.filter(old_starts_at__gte=first, old_starts_at__lt=after)
    return rows.order_by("old_starts_at", "pk").values_list(
        "meeting", "meeting__number", "meeting__title", "meeting__state", "old_starts_at",
        "meeting__starts_at",
    )  # fmt: skip


def _slot(url, pk, number, title, state, begins, ends, has_times, place):
    return Slot(
        day=begins.astimezone(BERLIN).date(), title=numbered(number, title), url=f"{url}{pk}/",
        state=state_label(state), tag=STATE_KINDS[State(state)],
        times=span(begins, ends) if has_times else "",
        place=place, is_off=state == State.CANCELLED,
    )  # fmt: skip


def _gone(url, moves):
    """The days that were given up, each once. A cancelled meeting is told of on its last day alone."""
    seen = set()
    for pk, number, title, state, old, new in moves:
        day, today = old.astimezone(BERLIN).date(), new.astimezone(BERLIN).date()
        if day == today or state == State.CANCELLED or (pk, day) in seen:
            continue
        seen.add((pk, day))
        label = _("verschoben auf den %(day)s") % {"day": day_short(today)}
        yield Slot(
            day=day, title=numbered(number, title), url=f"{url}{pk}/", state=label, tag="wait", is_off=True
        )
