from django.db import models
from django.db.models import Q
from django.utils import timezone

from meetings.enums import State
from members.viewers import viewer_for


def readable_meetings(viewer, prefix: str = "") -> Q:
    """The rule about seeing a meeting, as a condition that children reuse with their path to it.

    A draft is the organisers' own, unless its quarter was announced; then the others see only that.
    """
    if viewer.is_organiser:
        return Q()
    told = ~Q(**{f"{prefix}state": State.DRAFT}) | Q(**{f"{prefix}is_announced": True})
    return (viewer.sees(f"{prefix}audience") & told) | writes(viewer, prefix)


def writes(viewer, prefix: str = "") -> Q:
    """Meetings whose minutes this reader takes."""
    if not viewer.is_member:
        return Q(pk__in=[])
    return Q(**{f"{prefix}minute_taker_id": viewer.person_id})


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_meetings(viewer_for(user)))

    def upcoming(self):
        """Not held, not cancelled: those with a date that is not over first, then those without one."""
        over = Q(ends_at__lt=timezone.now())
        open_states = self.exclude(state__in=[State.HELD, State.CANCELLED])
        return open_states.exclude(over).order_by(
            models.F("starts_at").asc(nulls_last=True), "target_year", "target_quarter", "pk"
        )

    def held(self):
        return self.filter(state=State.HELD).order_by("-starts_at", "-pk")

    def newest_first(self):
        return self.order_by(
            models.F("starts_at").desc(nulls_first=True), "-target_year", "-target_quarter", "-pk"
        )


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Items of readable meetings that are no drafts, inside the item's own audience."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        readable = readable_meetings(viewer, "meeting__") & ~Q(meeting__state=State.DRAFT)
        own = viewer.sees() & (Q(parent__isnull=True) | viewer.sees("parent__audience"))
        return self.filter((readable & own) | writes(viewer, "meeting__"))

    def in_order(self):
        return self.order_by(
            models.functions.Coalesce("parent__position", "position"), "parent_id", "position", "pk"
        )


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A published Rückblick is public; one in preparation is the organisers' own."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        return self.filter(readable_meetings(viewer, "meeting__"), published_at__isnull=False)


class MoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_meetings(viewer_for(user), "meeting__"))
