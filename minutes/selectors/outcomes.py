"""Decisions and tasks of the TOPs beside which they stand."""

from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from outcomes.models import ActionItem, Decision, TaskOnAgenda, TaskRemark
from outcomes.selectors.decisions import with_replacement


class Outcomes(NamedTuple):
    decisions: list[Any]  # Decision, with year and number of what replaced them
    tasks: list[Any]  # ActionItem, with their newest remark
    taken_up: list[Any]  # TaskOnAgenda, of earlier meetings, with the newest remark of the task


def outcomes_of(items, viewer, *, writes_them, before_publishing=False) -> Outcomes:
    """Return what hangs on TOPs whose sections this reader is known to see. Three queries at most.

    `before_publishing`: the decisions that everybody would read if the minutes were published now.
    """
    if not items:
        return Outcomes([], [], [])
    decisions = Decision.objects.visible_at(viewer, items, writes_them=writes_them)
    if before_publishing:
        decisions = Decision.objects.public_once_published(viewer).filter(agenda_item__in=items)
    tasks = ActionItem.objects.visible_at(viewer, items, writes_them=writes_them).with_due()
    taken_up = TaskOnAgenda.objects.visible_at(viewer, items).with_tasks()
    newest = TaskRemark.objects.newest_first().values("body")
    return Outcomes(
        list(with_replacement(decisions, viewer).order_by("year", "number")),
        list(
            tasks.select_related("assignee", "assignee_organisation")
            .annotate(remark=Subquery(newest.filter(task=OuterRef("pk"))[:1]))
            .order_by("pk")
        ),
        list(taken_up.annotate(remark=Subquery(newest.filter(task=OuterRef("task"))[:1])).order_by("task")),
    )
