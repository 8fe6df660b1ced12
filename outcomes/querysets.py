from django.db import models
from django.db.models import Q

from core.dates import today
from meetings.models import AgendaItem
from meetings.querysets import writes
from members.viewers import viewer_for
from outcomes.enums import TaskState


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What hangs on a readable TOP and was released with the minutes; writers see all of theirs."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        readable = Q(agenda_item__in=AgendaItem.objects.visible_to(viewer)) & viewer.sees()
        return self.filter((readable & Q(released_at__isnull=False)) | writes(viewer, "meeting__"))


class ActionItemQuerySet(OutcomeQuerySet):
    def open(self):
        return self.filter(state__in=[TaskState.OPEN, TaskState.IN_PROGRESS])

    def overdue(self):
        return self.open().filter(due_on__lt=today())
