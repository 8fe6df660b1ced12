"""Open tasks of earlier meetings come onto the agenda of a later one: referenced, never copied."""

from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import lock
from meetings.access.meetings import can_build_agenda
from meetings.actions import agenda
from meetings.enums import ItemKind
from members import audience as audiences
from outcomes.models import ActionItem, TaskOnAgenda


@transaction.atomic
def take_up_tasks(*, meeting, tasks, by):
    """Put open tasks below the one TOP »Offene Aufgaben« of this meeting, which is made when it is missing.

    A task that stands there already stays there once. Answers with the TOP.
    """
    meeting = lock(meeting)
    require(can_build_agenda(by, meeting))
    # The list on the page may be old: of what was ticked only what is still open is taken up.
    keys = [task.pk for task in tasks]
    found = ActionItem.objects.visible_to(by).open().filter(pk__in=keys, released_at__isnull=False)
    tasks = list(found.exclude(meeting=meeting).order_by("pk"))
    if not tasks:
        raise ValidationError({"tasks": _("Bitte wählen Sie mindestens eine offene Aufgabe.")})
    with for_the_record():
        title = _now("Offene Aufgaben")
    item = agenda.add_item(
        meeting=meeting,
        title=title,
        kind=ItemKind.FORMAL,
        # Tasks are for members, so the TOP is; who among them sees which task is asked of each task.
        audience=audiences.MEMBERS if meeting.audience == audiences.PUBLIC else None,
        # The key follows from the meeting, so that there is one such TOP and no second.
        submission_key=uuid5(NAMESPACE_URL, f"tasks-of-meeting-{meeting.pk}"),
        by=by,
    )
    # Under the lock on the meeting, so that two organisers do not add the same task twice.
    before = set(TaskOnAgenda.objects.filter(agenda_item__meeting=meeting).values_list("task", flat=True))
    new = [TaskOnAgenda(agenda_item=item, task=task) for task in tasks if task.pk not in before]
    TaskOnAgenda.objects.bulk_create(new)
    if new:
        record("tasks.taken_up", actor=by, target=meeting, data={"number": len(new)})
    return item


@transaction.atomic
def put_back_task(*, taken, by):
    """Off the agenda again; the task itself stays as it is."""
    meeting = lock(taken.agenda_item.meeting)
    require(can_build_agenda(by, meeting))
    gone, _rows = TaskOnAgenda.objects.filter(pk=taken.pk).delete()
    if gone:
        record("tasks.put_back", actor=by, target=meeting)


def let_tasks_go(item):
    """The TOP was dropped: the tasks that stood below it wait for another agenda."""
    item.tasks_taken_up.all().delete()
