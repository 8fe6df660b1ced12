"""Decisions and tasks of the TOPs beside which they stand."""

from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from outcomes.enums import DecisionStatus
from outcomes.models import ActionItem, Decision, TaskOnAgenda, TaskRemark
from outcomes.selectors.decisions import with_replacement


class Outcomes(NamedTuple):
    decisions: list[Any]  # Decision; one that was replaced with year and number of what replaced it
    tasks: list[Any]  # ActionItem, with their newest remark
    taken_up: list[Any]  # TaskOnAgenda, of earlier meetings, with the newest remark of the task


def outcomes_of(items, viewer, *, writes_them, before_publishing=False) -> Outcomes:
    """Return what hangs on TOPs whose sections this reader is known to see.

    Three queries, and one each for what few minutes have: decisions that were replaced, tasks until the next
    meeting, tasks of earlier meetings. Those are long to write, so they are asked only where they answer.
    `before_publishing`: the decisions that everybody would read if the minutes were published now.
    """
    if not items:
        return Outcomes([], [], [])
    if before_publishing:
        decided = Decision.objects.public_once_published(viewer).filter(agenda_item__in=items)
    else:
        decided = Decision.objects.visible_at(viewer, items, writes_them=writes_them)
    decisions = list(decided.order_by("year", "number"))
    replaced = [row.pk for row in decisions if row.status == DecisionStatus.REPLACED]
    if replaced:
        later = with_replacement(Decision.objects.filter(pk__in=replaced), viewer).in_bulk()
        decisions = [later.get(row.pk, row) for row in decisions]

    newest = TaskRemark.objects.newest_first().values("body")
    tasks = list(
        ActionItem.objects.visible_at(viewer, items, writes_them=writes_them)
        .select_related("assignee", "assignee_organisation")
        .annotate(remark=Subquery(newest.filter(task=OuterRef("pk"))[:1]))
        .order_by("pk")
    )
    until_next = {row.pk: row for row in tasks if row.due_next_meeting}
    if until_next:
        for due in ActionItem.objects.filter(pk__in=until_next).with_due().values("pk", "due_day"):
            until_next[due["pk"]].due_day = due["due_day"]

    taken_up: list[Any] = []
    if TaskOnAgenda.objects.filter(agenda_item__in=items).exists():
        rows = TaskOnAgenda.objects.visible_at(viewer, items).with_tasks()
        remark = Subquery(newest.filter(task=OuterRef("task"))[:1])
        taken_up = list(rows.annotate(remark=remark).order_by("task"))
    return Outcomes(decisions, tasks, taken_up)
