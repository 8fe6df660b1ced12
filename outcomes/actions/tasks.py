"""Tasks are recorded and take their way to »erledigt«."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity import notices
from activity.events import record
from core.access import Forbidden, require
from core.locking import lock
from core.submissions import require_same_form
from core.validity import require_valid
from core.workflow import step
from members.choosing import require_member
from outcomes import access
from outcomes.actions.common import change, lock_place, remove, require_narrower
from outcomes.enums import TaskState, TaskVerb
from outcomes.models import ActionItem, TaskRemark
from outcomes.notifications import TaskAssigned
from outcomes.selectors.people import holders_of
from outcomes.workflow import EVENTS, TRANSITIONS


@transaction.atomic
def record_task(
    *, agenda_item, wording, assignee=None, assignee_organisation=None, due_on=None, due_next_meeting=False,
    audience=None, submission_key=None, by,
):  # fmt: skip
    """Write a task down. Who has it hears of it as soon as the minutes have gone round."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    due = due_fields(due_on, due_next_meeting)
    require_member(assignee, "assignee")
    fields = task_fields(agenda_item, wording, assignee, assignee_organisation, audience) | due
    released = timezone.now() if access.is_released(meeting) else None
    task, is_new = ActionItem.objects.get_or_create(
        submission_key=submission_key or uuid4(),
        defaults={"meeting": meeting, "agenda_item": agenda_item, "released_at": released, **fields},
    )
    if is_new:
        record("tasks.recorded", actor=by, target=task, data={"meeting": meeting.pk})
        tell_assigned(task, by)
    require_same_form(task, agenda_item_id=agenda_item.pk)
    return task


@transaction.atomic
def change_task(
    *, task, version, wording, assignee=None, assignee_organisation=None, due_on=None,
    due_next_meeting=False, audience=None, by,
):  # fmt: skip
    """Raises Stale when somebody else saved since `version`."""
    due = due_fields(due_on, due_next_meeting)
    require_member(assignee, "assignee", chosen=task.assignee_id)
    fields = task_fields(task.agenda_item, wording, assignee, assignee_organisation, audience) | due
    had = task.assignee_id, task.assignee_organisation_id
    task = change(task, version, fields, by, "tasks.changed")
    if (task.assignee_id, task.assignee_organisation_id) != had:
        renew_links_of(task)
        tell_assigned(task, by)
    return task


def remove_task(*, task, by):
    remove(task, by, "tasks.removed")


def task_fields(agenda_item, wording, assignee, assignee_organisation, audience):
    if not wording.strip():
        raise ValidationError({"wording": _("Bitte schreiben Sie auf, was zu tun ist.")})
    if assignee is None and assignee_organisation is None:
        raise ValidationError({"assignee": _("Bitte wählen Sie eine Person oder eine Organisation.")})
    require_valid(ActionItem(wording=wording), "wording")
    require_narrower(audience, agenda_item)
    return {
        "wording": wording.strip(),
        "assignee": assignee,
        "assignee_organisation": assignee_organisation,
        "audience": audience,
    }


def due_fields(due_on, due_next_meeting):
    """A day, the next meeting, or neither; never both."""
    if due_on and due_next_meeting:
        raise ValidationError({"due_on": _("Bitte wählen Sie einen Tag oder das nächste Treffen.")})
    return {"due_on": due_on, "due_next_meeting": due_next_meeting}


def begin_task(*, task, by):
    return move_task(task=task, verb=TaskVerb.BEGIN, by=by)


def finish_task(*, task, by):
    return move_task(task=task, verb=TaskVerb.FINISH, by=by)


def drop_task(*, task, reason, by):
    return move_task(task=task, verb=TaskVerb.DROP, reason=reason, by=by)


@transaction.atomic
def move_task(*, task, verb, by, reason=""):
    """One step of the transition table. Verwerfen needs a reason."""
    task = lock(task)
    require(access.can_move_task(by, task, verb))
    reason = reason.strip()
    if verb == TaskVerb.DROP and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_valid(ActionItem(reason=reason), "reason")
    _step(task, verb, by, reason)
    return task


@transaction.atomic
def finish_with_result(*, task, result, link_version, submission_key, by):
    """»erledigt« from a mail, with one sentence that stays as a remark. A second click finds the first.

    `link_version` is that of the link: after the task was finished, dropped, reopened or given to somebody
    else, no older link works any more.
    """
    task = lock(task)
    key = submission_key or uuid4()
    if _said_before(task, key, by):
        return task
    if link_version != task.link_version:
        raise Forbidden(_("Der Link gilt nicht mehr."))
    require(access.can_move_task(by, task, TaskVerb.FINISH))
    _step(task, TaskVerb.FINISH, by)
    _remark(task, result, key, by, field="result")
    return task


@transaction.atomic
def add_remark(*, task, body, submission_key=None, by):
    """A dated sentence on how it goes. A second click finds the first."""
    task = lock(task)
    require(access.can_remark(by, task))
    key = submission_key or uuid4()
    return _said_before(task, key, by) or _remark(task, body, key, by)


def _said_before(task, key, by):
    known = TaskRemark.objects.filter(submission_key=key).first()
    if known:
        require_same_form(known, task_id=task.pk, author_id=by.person_id)
    return known


def _remark(task, body, key, by, field="body"):
    body = " ".join(body.split())
    if not body:
        raise ValidationError({field: _("Bitte schreiben Sie einen Satz.")})
    remark = TaskRemark(task=task, author=by.person, body=body, submission_key=key)
    require_valid(remark, **{field: "body"})
    remark.save(force_insert=True)
    record("tasks.remarked", actor=by, target=task)
    return remark


def _step(task, verb, by, reason=""):
    task.state = step(TRANSITIONS, task.state, verb)
    task.reason = reason
    task.finished_at = timezone.now() if task.state == TaskState.DONE else None
    task.save(update_fields=["state", "reason", "finished_at", "updated_at"])
    if verb != TaskVerb.BEGIN:
        renew_links_of(task)
    record(EVENTS[verb], actor=by, target=task, data={"state": task.state, "reason": reason})


def renew_links_of(task):
    """Links in mails that were sent until now are useless from here on."""
    task.link_version += 1
    task.save(update_fields=["link_version"])


def tell_assigned(task, by):
    """Who has it now, and who was notified that it is theirs: each hears what is so when the mail leaves."""
    if task.released_at is None:
        return
    if task.assignee_id and task.assignee_id == by.person_id:
        notices.note(task, by, {"is_theirs": True})
    TaskAssigned(task).to([*holders_of(task), *notices.notified_of(task)], but=by)
