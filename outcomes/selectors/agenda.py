"""What decisions and tasks say of a TOP (meetings.ports)."""

from django.db.models import Exists, OuterRef, Q

from outcomes.enums import Result
from outcomes.models import Decision, TaskOnAgenda


def takes_up_tasks() -> Exists:
    return Exists(TaskOnAgenda.objects.filter(agenda_item=OuterRef("pk")))


def tasks_taken_up(items, viewer) -> dict[int, list]:
    """TOP (its key) → the tasks that it takes up, as they stand now, as far as `viewer` sees them."""
    found: dict = {}
    for taken in TaskOnAgenda.objects.visible_to(viewer).filter(agenda_item__in=items).with_tasks():
        found.setdefault(taken.agenda_item_id, []).append(taken.shown)
    return found


def is_postponed() -> Q:
    return Q(Exists(Decision.objects.filter(agenda_item=OuterRef("pk"), result=Result.POSTPONED)))
