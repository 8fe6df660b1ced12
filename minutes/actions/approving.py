"""Approval: by the decision at the TOP of a later meeting, or by nobody's objection."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from core import dates
from core.access import require
from core.language import for_the_record
from core.locking import lock
from core.workflow import step
from members.models import GroupRules
from minutes.access import approval as access
from minutes.actions import second_looks
from minutes.actions.placing import place_approval, withdraw_approval
from minutes.actions.sealing import seal
from minutes.enums import Approval, SealKind, Verb
from minutes.notifications.record import MinutesApproved
from minutes.selectors.people import readers_of
from minutes.workflow import TRANSITIONS
from outcomes.actions import decisions
from outcomes.enums import Result
from outcomes.models import Decision


@transaction.atomic
def approve(
    *, minutes, by, result=Result.CONSENSUS, wording="", votes_yes=None, votes_no=None, votes_abstained=None
):
    """Write down what the meeting decided, and seal the minutes if it approved them.

    What was recorded at the TOP already is taken as it stands. A writer of the minutes does not approve them
    alone: the decision is recorded, and the seal waits for a second person. Answers with the minutes, or with
    the SecondLook that waits.
    """
    minutes = lock(minutes)
    require(access.can_approve(by, minutes))
    require(access.nothing_waits(minutes, Verb.APPROVE))
    decision = access.recorded_at(minutes.approval_item)
    if decision is None:
        decision = decisions.record_decision(
            agenda_item=minutes.approval_item, wording=wording.strip() or usual_wording(minutes),
            result=result, votes_yes=votes_yes, votes_no=votes_no, votes_abstained=votes_abstained, by=by,
        )  # fmt: skip
    if decision.result == Result.POSTPONED:
        return _postpone(minutes, by)
    _require_approving(decision)
    if second_looks.needs_second_person(minutes, by):
        return second_looks.ask(minutes, Verb.APPROVE, data={"decision": decision.pk}, by=by)
    return _approve(minutes, Approval.IN_MEETING, decision, by)


@transaction.atomic
def confirm_approval(*, look, by):
    """The second person agrees. All that was true when the question was asked has to be true still."""
    minutes = lock(look.minutes)
    look.minutes = minutes
    second_looks.confirmed(look, by=by)
    require(access.can_approve(by, minutes))
    decision = Decision.objects.filter(pk=look.data["decision"]).first()
    if decision is None or decision.agenda_item_id != minutes.approval_item_id:
        raise ValidationError(_("Den Beschluss über die Genehmigung gibt es nicht mehr."))
    _require_approving(decision)
    return _approve(minutes, Approval.IN_MEETING, decision, by)


def go_on_after_circulation(minutes, *, by):
    """Needs the lock on the minutes, which are waiting for their approval now.

    Where the period has ended by itself and the group has chosen so, silence approves. Else the next
    meeting does, also when an objection still waits for its answer.
    """
    has_ended_by_itself = by is None
    if has_ended_by_itself and GroupRules.objects.in_force().approves_silently and _nobody_objects(minutes):
        approve_silently(minutes=minutes)
        minutes.refresh_from_db()
    else:
        place_approval(minutes=minutes, by=by)


def _nobody_objects(minutes) -> bool:
    """Not even with an answer: about what was said aloud, the meeting decides."""
    objected = minutes.objections.in_round_of(minutes)
    return bool(access.may_end_in_silence(minutes)) and not objected.exists()


@transaction.atomic
def approve_silently(*, minutes):
    """The period has ended without an objection, and the group counts that as approval: by the portal."""
    minutes = lock(minutes)
    require(access.may_end_in_silence(minutes))
    withdraw_approval(minutes, by=None)
    return _approve(minutes, Approval.SILENT, None, None)


def usual_wording(minutes) -> str:
    with for_the_record():
        meeting = minutes.meeting
        if meeting.starts_at is None:
            return _("Das Protokoll »%(meeting)s« wird genehmigt.") % {"meeting": meeting.name}
        values = {"day": dates.day(meeting.starts_at), "number": minutes.revision_number}
        return _("Das Protokoll vom %(day)s wird in der Fassung %(number)s genehmigt.") % values


def _require_approving(decision):
    if decision.result == Result.NOTED:
        raise ValidationError(
            {"result": _("Zur Kenntnis nehmen genügt nicht: Ein Protokoll wird genehmigt oder vertagt.")}
        )


def _postpone(minutes, by):
    record("minutes.approval_postponed", actor=by, target=minutes)
    place_approval(minutes=minutes, by=by)
    return minutes


def _approve(minutes, how, decision, by):
    minutes.state = step(TRANSITIONS, minutes.state, Verb.APPROVE)
    minutes.approval, minutes.approval_decision = how, decision
    minutes.approved_at = timezone.now()
    minutes.version += 1
    minutes.save(
        update_fields=["state", "approval", "approval_decision", "approved_at", "version", "updated_at"]
    )
    second_looks.forget(minutes, by=by)
    record("minutes.approved", actor=by, target=minutes, data={"how": str(how)})
    new = seal(minutes, kind=SealKind.APPROVAL, by=by)
    MinutesApproved(minutes, seal=new.position).to(readers_of(minutes), but=by)
    return minutes
