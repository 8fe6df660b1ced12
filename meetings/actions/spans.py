"""The clock of a meeting: which TOP runs, or that there is a break. The meeting must be locked."""

from core.locking import Stale
from meetings.models import AgendaSpan


def running_span(meeting) -> AgendaSpan | None:
    return meeting.spans.running().select_related("agenda_item").first()


def require_seen(meeting, current, seen):
    """Who clicks says which span was on the screen: of two clicks on »next« only one goes on."""
    if int(seen or 0) != (current.pk if current else 0):
        raise Stale(meeting)


def turn_to(meeting, item, at):
    """From what runs to `item`, or to a break when there is none."""
    stop(meeting, at)
    return AgendaSpan.objects.create(meeting=meeting, agenda_item=item, started_at=at)


def stop(meeting, at):
    for span in meeting.spans.running():
        span.ended_at = max(at, span.started_at)  # clocks of two servers differ by a little
        span.save(update_fields=["ended_at"])
