"""What could come onto an agenda."""

from django.db.models import Case, Count, When

from topics.enums import State
from topics.models import Topic


def topics_to_plan(meeting, user, limit=30):
    """Topics that wait for an agenda and are not yet on this one: postponed ones, then the most supported."""
    waiting = [State.ACCEPTED, State.POSTPONED, State.IDEA]
    return (
        Topic.objects.visible_to(user)
        .filter(state__in=waiting)
        .exclude(agenda_items__meeting=meeting)
        .annotate(
            support_count=Count("supports", distinct=True),
            is_postponed=Case(When(state=State.POSTPONED, then=True), default=False),
        )
        .order_by("-is_postponed", "-support_count", "title__folded", "pk")[:limit]
    )
