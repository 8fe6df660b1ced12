"""What can be done with decisions and tasks. Nothing else writes them."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.dates import berlin, today
from core.locking import lock, require_version
from core.workflow import step
from meetings.models import AgendaItem
from members import audience as audiences
from members.models import Membership, User
from outcomes import access
from outcomes.enums import Result, TaskState, TaskVerb
from outcomes.models import ActionItem, Decision, DecisionCounter
from outcomes.notifications import TaskAssigned
from outcomes.workflow import EVENTS, TRANSITIONS

# --- decisions --------------------------------------------------------------------------------------------


@transaction.atomic
def record_decision(
    *, agenda_item, wording, result=Result.CONSENSUS, votes_yes=None, votes_no=None, votes_abstained=None,
    audience=None, submission_key=None, by,
):  # fmt: skip
    """Write a decision down and give it the next number of its year. A second click finds the first."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    known = submission_key and Decision.objects.filter(submission_key=submission_key).first()
    if known:
        return known
    fields = decision_fields(agenda_item, wording, result, votes_yes, votes_no, votes_abstained, audience)
    year = year_of(meeting)
    decision = Decision.objects.create(
        meeting=meeting,
        agenda_item=agenda_item,
        year=year,
        number=next_number(year),
        released_at=timezone.now() if access.is_released(meeting) else None,
        submission_key=submission_key,
        **fields,
    )
    record("decisions.recorded", actor=by, target=decision, data={"meeting": meeting.pk})
    return decision


@transaction.atomic
def change_decision(
    *, decision, version, wording, result, votes_yes=None, votes_no=None, votes_abstained=None,
    audience=None, by,
):  # fmt: skip
    """Raises Stale when somebody else saved since `version`."""
    fields = decision_fields(
        decision.agenda_item, wording, result, votes_yes, votes_no, votes_abstained, audience
    )
    return _change(decision, version, fields, by, "decisions.changed")


def remove_decision(*, decision, by):
    """Take a decision out of a draft. Its number stays used."""
    _remove(decision, by, "decisions.removed")


def decision_fields(agenda_item, wording, result, votes_yes, votes_no, votes_abstained, audience):
    """What a form sends, checked. Votes belong to a majority only."""
    if not wording.strip():
        raise ValidationError({"wording": _("Bitte schreiben Sie den Wortlaut auf.")})
    require_narrower(audience, agenda_item)
    if result != Result.MAJORITY:
        votes_yes = votes_no = votes_abstained = None
    elif votes_yes is not None and votes_yes <= (votes_no or 0):
        raise ValidationError({"votes_yes": _("Eine Mehrheit braucht mehr Ja- als Nein-Stimmen.")})
    return {
        "wording": wording.strip(),
        "result": result,
        "votes_yes": votes_yes,
        "votes_no": votes_no,
        "votes_abstained": votes_abstained,
        "audience": audience,
    }


def next_number(year):
    """The counter's row is the lock: recorders of one year queue here, and no number comes twice."""
    DecisionCounter.objects.get_or_create(year=year)
    counter = DecisionCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def year_of(meeting):
    return berlin(meeting.starts_at).year if meeting.starts_at else meeting.target_year or today().year


# --- tasks ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_task(
    *, agenda_item, wording, assignee=None, assignee_organisation=None, due_on=None, audience=None,
    submission_key=None, by,
):  # fmt: skip
    """Write a task down. Who has it hears of it as soon as the minutes have gone round."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    fields = task_fields(agenda_item, wording, assignee, assignee_organisation, due_on, audience)
    released = timezone.now() if access.is_released(meeting) else None
    task, is_new = ActionItem.objects.get_or_create(
        submission_key=submission_key or uuid4(),
        defaults={"meeting": meeting, "agenda_item": agenda_item, "released_at": released, **fields},
    )
    if is_new:
        record("tasks.recorded", actor=by, target=task, data={"meeting": meeting.pk})
        tell_assigned(task, by)
    return task


@transaction.atomic
def change_task(
    *, task, version, wording, assignee=None, assignee_organisation=None, due_on=None, audience=None, by
):
    """Raises Stale when somebody else saved since `version`."""
    fields = task_fields(task.agenda_item, wording, assignee, assignee_organisation, due_on, audience)
    had = task.assignee_id, task.assignee_organisation_id
    task = _change(task, version, fields, by, "tasks.changed")
    if (task.assignee_id, task.assignee_organisation_id) != had:
        tell_assigned(task, by)
    return task


def remove_task(*, task, by):
    _remove(task, by, "tasks.removed")


def task_fields(agenda_item, wording, assignee, assignee_organisation, due_on, audience):
    if not wording.strip():
        raise ValidationError({"wording": _("Bitte schreiben Sie auf, was zu tun ist.")})
    if assignee is None and assignee_organisation is None:
        raise ValidationError({"assignee": _("Bitte wählen Sie eine Person oder eine Organisation.")})
    require_narrower(audience, agenda_item)
    return {
        "wording": wording.strip(),
        "assignee": assignee,
        "assignee_organisation": assignee_organisation,
        "due_on": due_on,
        "audience": audience,
    }


def begin_task(*, task, by):
    return move_task(task=task, verb=TaskVerb.BEGIN, by=by)


def finish_task(*, task, by):
    return move_task(task=task, verb=TaskVerb.FINISH, by=by)


def drop_task(*, task, reason, by):
    return move_task(task=task, verb=TaskVerb.DROP, reason=reason, by=by)


def reopen_task(*, task, by):
    return move_task(task=task, verb=TaskVerb.REOPEN, by=by)


@transaction.atomic
def move_task(*, task, verb, by, reason=""):
    """One step of the transition table. Verwerfen needs a reason."""
    task = lock(task)
    require(access.can_move_task(by, task, verb))
    reason = reason.strip()
    if verb == TaskVerb.DROP and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    task.state = step(TRANSITIONS, task.state, verb)
    task.reason = reason
    task.finished_at = timezone.now() if task.state == TaskState.DONE else None
    task.save(update_fields=["state", "reason", "finished_at", "updated_at"])
    record(EVENTS[verb], actor=by, target=task, data={"state": task.state, "reason": reason})
    return task


# --- with the minutes -------------------------------------------------------------------------------------


@transaction.atomic
def release(*, meeting, by):
    """The minutes go round: decisions and tasks are read, and people hear of theirs. Again is nothing new."""
    meeting = lock(meeting)  # whoever records at this moment is waited for, so that nothing stays behind
    require(access.writes_minutes_of(by, meeting))
    now = timezone.now()
    tasks = list(ActionItem.objects.filter(meeting=meeting, released_at__isnull=True))
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


# --- common -----------------------------------------------------------------------------------------------


def lock_place(agenda_item):
    """The meeting, locked, and the TOP as it is now: it may be gone, or seen by fewer people than before."""
    meeting = lock(agenda_item.meeting)
    item = AgendaItem.objects.select_related("parent").filter(pk=agenda_item.pk, meeting=meeting).first()
    if item is None:
        raise ValidationError(_("Diesen Tagesordnungspunkt gibt es nicht mehr."))
    item.meeting = meeting
    return meeting, item


@transaction.atomic
def _change(outcome, version, fields, by, verb):
    outcome = lock(outcome)
    require(access.can_change(by, outcome))
    require_version(outcome, version, fields)
    for name, value in fields.items():
        setattr(outcome, name, value)
    outcome.version += 1
    outcome.save(update_fields=[*fields, "version", "updated_at"])
    record(verb, actor=by, target=outcome, data={"version": outcome.version})
    return outcome


@transaction.atomic
def _remove(outcome, by, verb):
    outcome = lock(outcome)
    require(access.can_remove(by, outcome))
    record(verb, actor=by, target=outcome, data={"meeting": outcome.meeting_id})
    outcome.delete()


def require_narrower(audience, agenda_item):
    if audience is not None:
        audiences.require_valid(audience, parent=access.effective_audience(agenda_item))


def tell_assigned(task, by):
    if task.released_at is not None:
        TaskAssigned(task, dedupe=f"{task.assignee_id}-{task.assignee_organisation_id}").to(
            holders_of(task), but=by
        )


def holders_of(task):
    """The person; for an organisation its Ansprechpersonen, or all its people while it has none."""
    if task.assignee_id:
        return User.objects.reachable().filter(person=task.assignee_id)
    people = Membership.objects.active().filter(organisation=task.assignee_organisation_id)
    contacts = people.filter(is_contact=True)
    return User.objects.reachable().filter(
        person__in=(contacts if contacts.exists() else people).values("person")
    )
