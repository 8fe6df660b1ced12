from django.db import models
from django.db.models import F, Q

from core.dates import today
from meetings.querysets import readable_items, writes
from members.viewers import viewer_for
from outcomes.enums import TaskState


class OutcomeQuerySet(models.QuerySet):
    def readable(self, viewer) -> Q:
        """What hangs on a readable TOP and section, and was released with the minutes."""
        inside = readable_items(viewer, "agenda_item__") & viewer.sees()
        inside &= viewer.sees("agenda_item__section__audience")
        return inside & Q(released_at__isnull=False)

    def visible_to(self, user):
        """Members read what was released; those who write the minutes see all of theirs."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        if not viewer.is_member:
            return self.filter(self.readable_by_public(viewer))
        return self.filter(self.readable(viewer) | writes(viewer, "meeting__"))

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
        return self.readable(viewer) & Q(meeting__minutes__published_at__isnull=False)

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
