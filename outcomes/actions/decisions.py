"""Decisions are recorded, and later it is said what became of them."""

import datetime as dt
from typing import Any, Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.dates import berlin, today
from core.locking import lock, require_version
from core.submissions import require_same_form
from core.validity import require_between, require_valid
from core.workflow import step
from outcomes import access, ports
from outcomes.actions.common import change, lock_place, remove, require_narrower
from outcomes.enums import DecisionVerb, Result
from outcomes.models import Decision, DecisionCounter
from outcomes.workflow import DECISION_EVENTS, DECISION_TRANSITIONS

MOST_VOTES = 999
VOTES = ("votes_yes", "votes_no", "votes_abstained")


class DecisionFields(TypedDict, total=False):
    """What is written down of a decision; what is left out is empty."""

    wording: Required[str]
    result: str
    votes_yes: int | None
    votes_no: int | None
    votes_abstained: int | None
    audience: int | None
    review_on: dt.date | None


@transaction.atomic
def record_decision(*, agenda_item, submission_key=None, by, **fields: Unpack[DecisionFields]):
    """Write a decision down and give it the next number of its year. A second click finds the first."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    known = submission_key and Decision.objects.filter(submission_key=submission_key).first()
    if known:
        require_same_form(known, agenda_item_id=agenda_item.pk)
        return known
    checked = checked_fields(agenda_item, fields)
    starts_at = meeting.starts_at
    year = berlin(starts_at).year if starts_at else meeting.target_year or today().year
    # The counter's row is the lock: recorders of one year queue here, and no number comes twice.
    DecisionCounter.objects.get_or_create(year=year)
    counter = DecisionCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    decision = Decision.objects.create(
        meeting=meeting,
        agenda_item=agenda_item,
        year=year,
        number=counter.last,
        # After the minutes have gone round, what is added is read at once.
        released_at=timezone.now() if ports.has_gone_round(meeting) else None,
        submission_key=submission_key,
        **checked,
    )
    record("decisions.recorded", actor=by, target=decision, data={"meeting": meeting.pk})
    return decision


def change_decision(*, decision, version, by, **fields: Unpack[DecisionFields]):
    """Raises Stale when somebody else saved since `version`."""
    checked = checked_fields(decision.agenda_item, fields)
    if checked["review_on"] != decision.review_on:
        checked["review_reminded_on"] = None  # a new day brings a new reminder
    return change(decision, version, checked, by, "decisions.changed")


@transaction.atomic
def correct_wording(*, decision, wording, by):
    """Berichtigung of approved minutes: other words; number, result, votes and audience stay."""
    decision = lock(decision)
    require(access.can_correct(by, decision))
    if not wording.strip():
        raise ValidationError({"wording": _("Bitte schreiben Sie den Wortlaut auf.")})
    decision.wording = wording.strip()
    require_valid(decision, "wording")
    decision.version += 1
    decision.save(update_fields=["wording", "version", "updated_at"])
    record("decisions.corrected", actor=by, target=decision, data={"version": decision.version})
    return decision


def remove_decision(*, decision, by):
    """Take a decision out of a draft. Its number stays used."""
    remove(decision, by, "decisions.removed")


def checked_fields(agenda_item, fields: DecisionFields) -> dict[str, Any]:
    """All columns that a form fills. Raises ValidationError beside the field that does not fit."""
    wording, result = fields["wording"].strip(), fields.get("result", Result.CONSENSUS)
    if not wording:
        raise ValidationError({"wording": _("Bitte schreiben Sie den Wortlaut auf.")})
    require_narrower(fields.get("audience"), agenda_item)
    require_valid(Decision(wording=fields["wording"], result=result), "wording", "result")
    votes: dict[str, Any] = {name: fields.get(name) for name in VOTES}
    for name, number in votes.items():
        require_between(number, 0, MOST_VOTES, name)
    if result != Result.MAJORITY:
        votes = dict.fromkeys(VOTES)  # only a majority is counted
    elif votes["votes_yes"] is not None and votes["votes_yes"] <= (votes["votes_no"] or 0):
        raise ValidationError({"votes_yes": _("Eine Mehrheit braucht mehr Ja- als Nein-Stimmen.")})
    return {
        "wording": wording,
        "result": result,
        **votes,
        "audience": fields.get("audience"),
        "review_on": fields.get("review_on"),
    }


@transaction.atomic
def set_status(*, decision, verb, version, reason="", replaced_by=None, by):
    """One step of the table. Wording and result are the record and stay as they are.

    Raises Stale when somebody else saved since `version`.
    """
    decision = lock(decision)
    require(access.can_set_status(by, decision, verb))
    reason = reason.strip()
    require_version(decision, version, {"verb": verb, "reason": reason})
    if verb in access.STATUS_WITH_REASON and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_valid(Decision(status_reason=reason), reason="status_reason")
    if verb == DecisionVerb.REPLACE:
        # Only a later one replaces an earlier one, so that no chain of them runs in a circle.
        later = Decision.objects.visible_to(by).later_than(decision)
        if replaced_by is None or not later.filter(pk=replaced_by.pk).exists():
            raise ValidationError({"replaced_by": _("Bitte wählen Sie einen späteren Beschluss.")})
    decision.status = step(DECISION_TRANSITIONS, decision.status, verb)
    decision.status_reason = reason
    decision.replaced_by = replaced_by if verb == DecisionVerb.REPLACE else None
    decision.version += 1
    decision.save(update_fields=["status", "status_reason", "replaced_by", "version", "updated_at"])
    # The log is append-only: its older lines call it »standing«, so newer ones do.
    data = {"standing": decision.status, "reason": reason}
    record(DECISION_EVENTS[verb], actor=by, target=decision, data=data)
    return decision


@transaction.atomic
def set_review(*, decision, version, review_on, by):
    """When the decision shall be looked at again; None means never."""
    decision = lock(decision)
    require(access.can_set_review(by, decision))
    require_version(decision, version, {"review_on": review_on})
    if review_on != decision.review_on:
        decision.review_on, decision.review_reminded_on = review_on, None  # a new day brings a new reminder
    decision.version += 1
    decision.save(update_fields=["review_on", "review_reminded_on", "version", "updated_at"])
    day = review_on.isoformat() if review_on else ""
    record("decisions.review_set", actor=by, target=decision, data={"day": day})
    return decision
