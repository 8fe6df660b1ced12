"""What the portal reminds of by itself. Each reminder is noted in the row, under its lock: once is once."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from activity.events import record
from core.dates import start_of_day, today
from core.locking import lock
from members.models import User
from outcomes.models import ActionItem, Decision
from outcomes.notifications import DecisionForReview, TaskDueSoon, TaskOverdue
from outcomes.selectors.people import holders_of

SOON = dt.timedelta(days=3)


def tasks_to_remind_of():
    """Due within three days or late, and not told so yet. Who got a task only today knows of it."""
    known = ActionItem.objects.filter(released_at__lt=start_of_day(today()))
    # A task whose day has moved is reminded of again: the day itself is noted, not that it was done.
    soon = Q(reminded_soon__isnull=True) | ~Q(reminded_soon=F("due_day"))
    late = Q(reminded_late__isnull=True) | ~Q(reminded_late=F("due_day"))
    due = known.open().with_due().filter(due_day__lte=today() + SOON)
    return due.filter(Q(due_day__gte=today()) & soon | Q(due_day__lt=today()) & late)


@transaction.atomic
def remind_of_task(*, task):
    """Three days before its day, and once when it is late. Answers whether anybody was told now."""
    task = lock(task)
    # Asked again under the lock: meanwhile it may be done, or another host has reminded.
    if not tasks_to_remind_of().filter(pk=task.pk).exists():
        return False
    day = task.due_day
    kind, noted = (TaskOverdue, "reminded_late") if task.is_overdue else (TaskDueSoon, "reminded_soon")
    setattr(task, noted, day)
    task.save(update_fields=[noted])
    record("tasks.reminded", actor=None, target=task, data={"due": day.isoformat()})
    kind(task, due=day.isoformat(), dedupe=day.isoformat()).to(holders_of(task))
    return True


@transaction.atomic
def remind_of_review(*, decision):
    """Once on the day that was set for it, or as soon after as the portal runs."""
    decision = lock(decision)
    due = Decision.objects.for_review().filter(pk=decision.pk, review_reminded_on__isnull=True)
    if not due.exists():
        return False
    decision.review_reminded_on = today()
    decision.save(update_fields=["review_reminded_on"])
    record("decisions.review_reminded", actor=None, target=decision)
    # The key names the day: for a new one there is a new reminder.
    DecisionForReview(decision, dedupe=decision.review_on.isoformat()).to(User.objects.organisers())
    return True
