"""Einwendungen as one reader sees them, and the minutes that wait for an answer to them."""

from django.db.models import Count, Q

from meetings.querysets import minutes_written_by
from members.viewers import viewer_for
from minutes.enums import ObjectionState, State
from minutes.models import Minutes, Objection


def objections_to(minutes, user) -> list[Objection]:
    """Those that this reader may see; withdrawn ones are for nobody but the log. One query."""
    rows = Objection.objects.visible_to(user).filter(minutes=minutes).exclude(state=ObjectionState.WITHDRAWN)
    related = ("author", "organisation", "section__agenda_item", "answered_by__person")
    return list(rows.select_related(*related).oldest_first())


def has_open_of(minutes, user) -> bool:
    """Whether this reader's own objection waits for an answer."""
    return minutes.objections.open().filter(author=viewer_for(user).person_id).exists()


def left_to_writers(user):
    """Minutes that wait for this writer: with unanswered objections, or for their approval alone."""
    viewer = viewer_for(user)
    unanswered = Count("objections", filter=Q(objections__state=ObjectionState.OPEN))
    waiting = Q(unanswered__gt=0) | Q(state=State.FOR_APPROVAL, approval_item__isnull=True)
    rows = (
        Minutes.objects.visible_to(viewer)
        .filter(minutes_written_by(viewer, "meeting__"))
        .exclude(state=State.APPROVED)
    )
    counted = rows.annotate(unanswered=unanswered).filter(waiting).select_related("meeting")
    return counted.order_by("-unanswered", "objections_until", "pk")
