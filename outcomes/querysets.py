from django.db import models
from django.db.models import F, Q

from core.dates import today
from meetings.querysets import readable_items, writes
from members.viewers import viewer_for
from outcomes.enums import TaskState


def released(viewer, prefix: str = "") -> Q:
    """What hangs on a readable TOP and section, and was released with the minutes."""
    item = f"{prefix}agenda_item__"
    inside = readable_items(viewer, item) & viewer.sees(f"{prefix}audience")
    inside &= viewer.sees(f"{item}section__audience")
    return inside & Q(**{f"{prefix}released_at__isnull": False})


def readable_by_members(viewer, prefix: str = "") -> Q:
    """Members read what was released; those who write the minutes see all of theirs."""
    if viewer.is_organiser:
        return Q()
    if not viewer.is_member:
        return Q(pk__in=[])
    return released(viewer, prefix) | writes(viewer, f"{prefix}meeting__")


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
        if viewer.is_organiser or writes_them:
            return rows
        return rows.filter(viewer.sees(), released_at__isnull=False)

    def of_year(self, year):
        return self.filter(year=year)


class DecisionQuerySet(OutcomeQuerySet):
    def readable_by_public(self, viewer) -> Q:
        """The public reads a decision with the published minutes, not before."""
        return released(viewer) & Q(meeting__minutes__published_at__isnull=False)

    def newest_first(self):
        return self.order_by("-year", "-number")


class ActionItemQuerySet(OutcomeQuerySet):
    """Tasks name people, so the public reads none of them."""

    def open(self):
        return self.filter(state__in=[TaskState.OPEN, TaskState.IN_PROGRESS])

    def overdue(self):
        return self.open().filter(due_on__lt=today())

    def of_person(self, person_id):
        return self.filter(assignee_id=person_id)

    def of_houses(self, organisation_ids):
        return self.filter(assignee_organisation_id__in=organisation_ids)

    def most_urgent_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


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
