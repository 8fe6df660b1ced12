from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate

from core.dates import BERLIN, today
from meetings.enums import DATED_OR_RUNNING, Kind
from meetings.enums import State as MeetingState
from meetings.querysets import minutes_taken_by, readable_items
from members.audience import MEMBERS
from members.viewers import viewer_for
from outcomes import ports
from outcomes.enums import OPEN_STATES, DecisionStatus

WITH_A_DATE = (*DATED_OR_RUNNING, MeetingState.HELD)


def released(viewer, prefix: str = "") -> Q:
    """What hangs on a readable TOP and section, and was released with the minutes."""
    item = f"{prefix}agenda_item__"
    inside = readable_items(viewer, item) & viewer.sees(f"{prefix}audience")
    # Two rules that may both be narrower: that of the decision or task itself, and that of its section.
    inside &= viewer.sees(f"{item}{ports.audience_of_section()}")
    return inside & Q(**{f"{prefix}released_at__isnull": False})


def readable_by_members(viewer, prefix: str = "") -> Q:
    """Members read what was released; those who write the minutes see all of theirs."""
    if viewer.is_organiser:
        return Q()
    if not viewer.is_member:
        return Q(pk__in=[])
    return released(viewer, prefix) | minutes_taken_by(viewer, f"{prefix}meeting__")


def due_day(prefix: str = ""):
    """The one rule about when a task is due, as an expression: its own day, or that of the next meeting.

    That is the Fachgruppentreffen after the one it comes from, as soon as it has a date: the day moves with
    it. It has to be one that everybody sees who saw the first, else the day would tell of a meeting that they
    know nothing of.
    """
    Meeting = apps.get_model("meetings", "Meeting")
    source = f"{prefix}meeting__"
    # Tasks are for members only, so the public is left out of the comparison.
    members = in_common(OuterRef(f"{source}audience"), MEMBERS)
    following = (
        Meeting.objects.filter(
            kind=Kind.GROUP, state__in=WITH_A_DATE, starts_at__gt=OuterRef(f"{source}starts_at")
        )
        .annotate(shared=in_common(F("audience"), members))
        .filter(shared=members)
        .order_by("starts_at", "pk")
        .values_list(TruncDate("starts_at", tzinfo=BERLIN))[:1]
    )
    return Case(
        When(**{f"{prefix}due_next_meeting": True}, then=Subquery(following)),
        default=F(f"{prefix}due_on"),
        output_field=models.DateField(),
    )


def in_common(mask: Any, other: Any):
    """What two audiences have in common."""
    return ExpressionWrapper(mask.bitand(other), models.IntegerField())


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        viewer = viewer_for(user)
        rule = readable_by_members(viewer) if viewer.is_member else self.readable_by_public(viewer)
        return self.filter(rule)

    def readable_by_public(self, viewer) -> Q:
        return Q(pk__in=[])

    def visible_at(self, user, items, *, writes_them=False):
        """The same for TOPs whose sections this reader is known to see, without asking for each again."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.visible_to(viewer).filter(agenda_item__in=items)
        rows = self.filter(agenda_item__in=items)
        # Those who write the minutes see their drafts as well.
        if viewer.is_organiser or writes_them:
            return rows
        return rows.filter(viewer.sees(), released_at__isnull=False)


class DecisionQuerySet(OutcomeQuerySet):
    def readable_by_public(self, viewer) -> Q:
        """The public reads a decision with the published minutes, not before."""
        return released(viewer) & ports.is_record_published()

    def public_once_published(self, viewer):
        """What a reader from outside would read if the minutes were published now: for the preview."""
        return self.filter(released(viewer))

    def newest_first(self):
        return self.order_by("-year", "-number")

    def later_than(self, decision):
        """Read already, and numbered after `decision`: what can replace it."""
        after = Q(year__gt=decision.year) | Q(year=decision.year, number__gt=decision.number)
        return self.filter(after, released_at__isnull=False)

    def for_review(self, on=None):
        """In force, and to be looked at again by that day."""
        return self.filter(
            status=DecisionStatus.IN_FORCE, released_at__isnull=False, review_on__lte=on or today()
        )


class ActionItemQuerySet(OutcomeQuerySet):
    """Tasks name people, so the public reads none of them."""

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def with_due(self):
        return self.annotate(due_day=due_day())

    def overdue(self):
        return self.open().with_due().filter(due_day__lt=today())

    def most_urgent_first(self):
        """With the day that each is due."""
        return self.with_due().order_by(F("due_day").asc(nulls_last=True), "pk")


class TaskRemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_by_members(viewer_for(user), "task__"))

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class TaskOnAgendaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees both the task and the TOP that takes it up."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        return self.filter(readable_by_members(viewer, "task__"), readable_items(viewer, "agenda_item__"))

    def visible_at(self, user, items):
        """The same for TOPs whose sections this reader is known to see, without asking for each again."""
        viewer = viewer_for(user)
        rows = self.filter(agenda_item__in=items) if viewer.is_member else self.none()
        return rows.filter(readable_by_members(viewer, "task__"))

    def with_tasks(self):
        """What a page says of each of them, the most urgent first."""
        related = ("task__assignee", "task__assignee_organisation", "task__meeting", "task__agenda_item")
        rows = self.select_related(*related).annotate(due_day=due_day("task__"))
        return rows.order_by(F("due_day").asc(nulls_last=True), "pk")
