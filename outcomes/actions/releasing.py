"""What hangs on minutes is read when they go round, and is a draft again when they come back."""

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.access import require
from core.locking import lock
from outcomes import access
from outcomes.actions.tasks import tell_assigned
from outcomes.models import ActionItem, Decision


@transaction.atomic
def release(*, meeting, by):
    """The minutes go round: decisions and tasks are read, and people hear of theirs. Again is nothing new."""
    meeting = lock(meeting)  # whoever records at this moment is waited for, so that nothing stays behind
    require(access.writes_minutes_of(by, meeting))
    now = timezone.now()
    tasks = list(ActionItem.objects.filter(meeting=meeting, released_at__isnull=True))
    # The keys of the tasks are read before: each of their holders hears of theirs.
    decisions = Decision.objects.filter(meeting=meeting, released_at__isnull=True).update(released_at=now)
    ActionItem.objects.filter(pk__in=[task.pk for task in tasks]).update(released_at=now)
    if tasks or decisions:
        record(
            "outcomes.released", actor=by, target=meeting, data={"decisions": decisions, "tasks": len(tasks)}
        )
    for task in tasks:
        task.released_at = now
        tell_assigned(task, by)


@transaction.atomic
def recall(*, meeting, by):
    """The minutes are a draft again, and so is what hangs on them."""
    meeting = lock(meeting)
    require(access.writes_minutes_of(by, meeting))
    gone = sum(
        rows.filter(meeting=meeting).update(released_at=None)
        for rows in (Decision.objects, ActionItem.objects)
    )
    if gone:
        record("outcomes.recalled", actor=by, target=meeting)
