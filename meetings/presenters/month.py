"""Meetings on the days of a month: those that calendars have as well, and where a moved one has gone."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import BERLIN, day_short, span, start_of_day
from meetings.enums import STATE_KINDS, State
from meetings.models import Meeting, Move
from meetings.presenters.states import state_label
from meetings.querysets import notified
from members.viewers import viewer_for


@dataclass(frozen=True)
class MeetingOnDay:
    """A meeting on one day, in words."""

    day: dt.date
    title: str
    url: str
    state: str
    tag: str
    times: str = ""
    place: str = ""
    is_off: bool = False  # it will not be then: cancelled, or moved to another day


def meetings_between(user, first: dt.date, after: dt.date) -> list[MeetingOnDay]:
    """Return those of all days from `first` until before `after`, in the order of the clock; two queries."""
    viewer, days = viewer_for(user), (start_of_day(first), start_of_day(after))
    rows = Meeting.objects.fully_visible_to(viewer).in_calendars()
    found = [
        MeetingOnDay(
            day=row.starts_at.astimezone(BERLIN).date(), title=row.name, url=row.get_absolute_url(),
            state=state_label(row.state), tag=STATE_KINDS[State(row.state)],
            times=span(row.starts_at, row.ends_at) if row.has_times else "",
            place=row.place_name, is_off=row.state == State.CANCELLED,
        )
        for row in rows.filter(starts_at__gte=days[0], starts_at__lt=days[1])
    ]  # fmt: skip
    moves = Move.objects.visible_to(viewer).filter(notified("meeting__"), meeting__starts_at__isnull=False)
    moves = moves.filter(old_starts_at__gte=days[0], old_starts_at__lt=days[1]).select_related("meeting")
    seen = set()
    for move in moves.order_by("old_starts_at", "pk"):
        day, now = (at.astimezone(BERLIN).date() for at in (move.old_starts_at, move.meeting.starts_at))
        # Each day that was given up once. A cancelled meeting is told of on its last day alone.
        if day == now or move.meeting.state == State.CANCELLED or (move.meeting_id, day) in seen:
            continue
        seen.add((move.meeting_id, day))
        found.append(
            MeetingOnDay(
                day=day, title=move.meeting.name, url=move.meeting.get_absolute_url(), is_off=True,
                state=_("verschoben auf den %(day)s") % {"day": day_short(now)}, tag="wait",
            )
        )  # fmt: skip
    return found


def next_day_of(user) -> dt.date | None:
    """Return the day of the next meeting that this reader finds in the calendar."""
    rows = Meeting.objects.fully_visible_to(user).in_calendars().upcoming()
    starts_at = rows.values_list("starts_at", flat=True).first()
    return starts_at.astimezone(BERLIN).date() if starts_at else None
