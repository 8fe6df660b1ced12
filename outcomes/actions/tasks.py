"""Tasks are recorded and take their way to »erledigt«."""

import datetime as dt
from typing import Any, Required, TypedDict, Unpack
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
from members.models import Organisation, Person
from outcomes import access, ports
from outcomes.actions.common import change, lock_place, remove, require_narrower
from outcomes.enums import TaskState, TaskVerb
from outcomes.models import ActionItem, TaskRemark
from outcomes.notifications import TaskAssigned
from outcomes.selectors.people import holders_of
from outcomes.workflow import EVENTS, TRANSITIONS


class TaskFields(TypedDict, total=False):
    """What is written down of a task; what is left out is empty."""

    wording: Required[str]
    assignee: Person | None
    assignee_organisation: Organisation | None
    due_on: dt.date | None
    due_next_meeting: bool
    audience: int | None


@transaction.atomic
def record_task(*, agenda_item, submission_key=None, by, **fields: Unpack[TaskFields]):
    """Write a task down. Who has it hears of it as soon as the minutes have gone round."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    require_member(fields.get("assignee"), "assignee")
    released = timezone.now() if ports.has_gone_round(meeting) else None
    checked = checked_fields(agenda_item, fields)
    task, is_new = ActionItem.objects.get_or_create(
        submission_key=submission_key or uuid4(),
        defaults={"meeting": meeting, "agenda_item": agenda_item, "released_at": released, **checked},
    )
    if is_new:
        record("tasks.recorded", actor=by, target=task, data={"meeting": meeting.pk})
        tell_assigned(task, by)
    # The same key with another TOP is no second click but a mistake of ours.
    require_same_form(task, agenda_item_id=agenda_item.pk)
    return task


@transaction.atomic
def change_task(*, task, version, by, **fields: Unpack[TaskFields]):
    """Raises Stale when somebody else saved since `version`."""
    require_member(fields.get("assignee"), "assignee", chosen=task.assignee_id)
    checked = checked_fields(task.agenda_item, fields)
    had = task.assignee_id, task.assignee_organisation_id
    task = change(task, version, checked, by, "tasks.changed")
    if (task.assignee_id, task.assignee_organisation_id) != had:
        # Links in mails that were sent to whoever had it are useless from here on.
        task.link_version += 1
        task.save(update_fields=["link_version"])
        tell_assigned(task, by)
    return task


def remove_task(*, task, by):
    """Take a task out of a draft."""
    remove(task, by, "tasks.removed")


def checked_fields(agenda_item, fields: TaskFields) -> dict[str, Any]:
    """All columns that a form fills. Raises ValidationError beside the field that does not fit."""
    found = {
        "wording": fields["wording"].strip(),
        "assignee": fields.get("assignee"),
        "assignee_organisation": fields.get("assignee_organisation"),
        "due_on": fields.get("due_on"),
        "due_next_meeting": fields.get("due_next_meeting", False),
        "audience": fields.get("audience"),
    }
    if found["due_on"] and found["due_next_meeting"]:
        raise ValidationError({"due_on": _("Bitte wählen Sie einen Tag oder das nächste Treffen.")})
    if not found["wording"]:
        raise ValidationError({"wording": _("Bitte schreiben Sie auf, was zu tun ist.")})
    if found["assignee"] is None and found["assignee_organisation"] is None:
        raise ValidationError({"assignee": _("Bitte wählen Sie eine Person oder eine Organisation.")})
    require_valid(ActionItem(wording=fields["wording"]), "wording")
    require_narrower(found["audience"], agenda_item)
    return found


# --- where a task stands ----------------------------------------------------------------------------------


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
    # Before everything else: the second click finds the task finished, and that is no error.
    if _known_remark(task, key, by):
        return task
    if link_version != task.link_version:
        raise Forbidden(_("Der Link gilt nicht mehr."))
    require(access.can_move_task(by, task, TaskVerb.FINISH))
    _step(task, TaskVerb.FINISH, by)
    _remark(task, result, key, by, field="result")
    return task


def _step(task, verb, by, reason=""):
    task.state = step(TRANSITIONS, task.state, verb)
    task.reason = reason
    task.finished_at = timezone.now() if task.state == TaskState.DONE else None
    if verb != TaskVerb.BEGIN:
        task.link_version += 1  # links in mails that were sent until now are useless from here on
    task.save(update_fields=["state", "reason", "finished_at", "link_version", "updated_at"])
    record(EVENTS[verb], actor=by, target=task, data={"state": task.state, "reason": reason})


# --- how it goes ------------------------------------------------------------------------------------------


@transaction.atomic
def add_remark(*, task, body, submission_key=None, by):
    """A dated sentence on how it goes. A second click finds the first."""
    task = lock(task)
    require(access.can_remark(by, task))
    key = submission_key or uuid4()
    return _known_remark(task, key, by) or _remark(task, body, key, by)


def _known_remark(task, key, by):
    known = TaskRemark.objects.filter(submission_key=key).first()
    if known:
        require_same_form(known, task_id=task.pk, author_id=by.person_id)
    return known


def _remark(task, body, key, by, field="body"):
    """`field` is where the form shows what is wrong with the sentence."""
    body = " ".join(body.split())
    if not body:
        raise ValidationError({field: _("Bitte schreiben Sie einen Satz.")})
    remark = TaskRemark(task=task, author=by.person, body=body, submission_key=key)
    require_valid(remark, **{field: "body"})
    remark.save(force_insert=True)
    record("tasks.remarked", actor=by, target=task)
    return remark


def tell_assigned(task, by):
    """Who has it now, and who was notified that it is theirs: each hears what is so when the mail leaves."""
    if task.released_at is None:
        return  # a draft: they hear of it when the minutes go round
    if task.assignee_id and task.assignee_id == by.person_id:
        notices.note(task, by, {"is_theirs": True})
    TaskAssigned(task).to([*holders_of(task), *notices.notified_of(task)], but=by)
