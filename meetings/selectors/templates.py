"""What an agenda could begin with: formalities that are missing, what the last meeting left, Vorlagen."""

import re

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from meetings import ports
from meetings.enums import ItemKind, Missing, State
from meetings.models import AgendaItem, AgendaSpan, Meeting

WELCOME = re.compile(r"begrüßung|eröffnung|welcome", re.IGNORECASE)
LONG = 120  # minutes without a break


def missing_in(agenda, meeting):
    """A place before all others is free only until the numbers are fixed."""
    rows = [row for row in agenda if row.item is not None and not row.is_dropped]
    kinds = {row.item.kind for row in rows}
    if meeting.agenda_fixed_at is None and not any(WELCOME.search(row.title) for row in rows):
        yield Missing.WELCOME
    if agenda.minutes >= LONG and ItemKind.BREAK not in kinds:
        yield Missing.PAUSE
    if ItemKind.ANY_OTHER not in kinds:
        yield Missing.ANY_OTHER


def left_over(meeting, user) -> list:
    """TOPs of the last meeting of this kind that were dropped, postponed by a decision, or never called.

    Formalities and breaks belong to their meeting; what was taken over already is not offered again.
    """
    last = _last_before(meeting)
    if last is None:
        return []
    items = AgendaItem.objects.visible_to(user).tops().filter(meeting=last)
    items = items.exclude(kind__in=[ItemKind.FORMAL, ItemKind.ANY_OTHER])
    # An item that comes from nowhere would make the whole »not in« unknown, and nothing would be offered.
    taken = AgendaItem.objects.filter(meeting=meeting, carried_from__isnull=False)
    items = items.exclude(pk__in=taken.values("carried_from"))
    return list(
        items.filter(Q(dropped_at__isnull=False) | ports.is_postponed() | _never_called())
        .select_related("meeting", "parent", "topic", "dropped_topic")
        .in_order()
    )


def _last_before(meeting):
    held = Meeting.objects.filter(state=State.HELD, kind=meeting.kind, starts_at__isnull=False)
    before = meeting.starts_at or timezone.now()
    return held.exclude(pk=meeting.pk).filter(starts_at__lt=before).order_by("-starts_at", "-pk").first()


def _never_called():
    """Only where the clock ran at all: of other meetings nobody knows what was called."""
    own = {"agenda_item": OuterRef("pk")}
    ran = Exists(AgendaSpan.objects.filter(meeting=OuterRef("meeting"), agenda_item__isnull=False))
    below = AgendaItem.objects.filter(parent=OuterRef("pk"))
    left_traces = (
        Q(Exists(AgendaSpan.objects.filter(**own))) | ports.is_anything_written_of() | Q(Exists(below))
    )
    return Q(ran) & ~left_traces


def worth_keeping(meeting) -> list:
    """What a later meeting can have as well; what stands below goes with what is above."""
    rows = meeting.agenda_items.in_order().filter(
        dropped_at__isnull=True, topic__isnull=True, carried_from__isnull=True
    )
    rows = rows.exclude(ports.approves_minutes()).exclude(ports.takes_up_tasks())
    kept = {row.pk for row in rows}
    return [row for row in rows if row.parent_id is None or row.parent_id in kept]
