"""Decisions are recorded, and later it is said what became of them."""

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
from outcomes import access
from outcomes.actions.common import change, lock_place, remove, require_narrower
from outcomes.enums import DecisionVerb, Result
from outcomes.models import Decision, DecisionCounter
from outcomes.workflow import DECISION_EVENTS, DECISION_TRANSITIONS

MOST_VOTES = 999


@transaction.atomic
def record_decision(
    *, agenda_item, wording, result=Result.CONSENSUS, votes_yes=None, votes_no=None, votes_abstained=None,
    audience=None, review_on=None, submission_key=None, by,
):  # fmt: skip
    """Write a decision down and give it the next number of its year. A second click finds the first."""
    meeting, agenda_item = lock_place(agenda_item)
    require(access.can_record(by, meeting))
    known = submission_key and Decision.objects.filter(submission_key=submission_key).first()
    if known:
        require_same_form(known, agenda_item_id=agenda_item.pk)
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
        review_on=review_on,
        **fields,
    )
    record("decisions.recorded", actor=by, target=decision, data={"meeting": meeting.pk})
    return decision


@transaction.atomic
def change_decision(
    *, decision, version, wording, result, votes_yes=None, votes_no=None, votes_abstained=None,
    audience=None, review_on=None, by,
):  # fmt: skip
    """Raises Stale when somebody else saved since `version`."""
    fields = decision_fields(
        decision.agenda_item, wording, result, votes_yes, votes_no, votes_abstained, audience
    ) | reviewed_on(decision, review_on)
    return change(decision, version, fields, by, "decisions.changed")


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


def decision_fields(agenda_item, wording, result, votes_yes, votes_no, votes_abstained, audience):
    """What a form sends, checked. Votes belong to a majority only."""
    if not wording.strip():
        raise ValidationError({"wording": _("Bitte schreiben Sie den Wortlaut auf.")})
    require_narrower(audience, agenda_item)
    require_valid(Decision(wording=wording, result=result), "wording", "result")
    votes = {"votes_yes": votes_yes, "votes_no": votes_no, "votes_abstained": votes_abstained}
    for field, number in votes.items():
        require_between(number, 0, MOST_VOTES, field)
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


@transaction.atomic
def set_status(*, decision, verb, version, reason="", replaced_by=None, by):
    """One step of the table of statuses. Wording and result are the record and stay as they are.

    Raises Stale when somebody else saved since `version`.
    """
    decision = lock(decision)
    require(access.can_set_status(by, decision, verb))
    reason = reason.strip()
    require_version(decision, version, {"verb": verb, "reason": reason})
    require_explained(decision, verb, reason, replaced_by, by)
    decision.status = step(DECISION_TRANSITIONS, decision.status, verb)
    decision.status_reason = reason
    decision.replaced_by = replaced_by if verb == DecisionVerb.REPLACE else None
    decision.version += 1
    decision.save(update_fields=["status", "status_reason", "replaced_by", "version", "updated_at"])
    data = {"standing": decision.status, "reason": reason}
    record(DECISION_EVENTS[verb], actor=by, target=decision, data=data)
    return decision


def require_explained(decision, verb, reason, replaced_by, by):
    """Only a later decision replaces an earlier one, so that no chain of them runs in a circle."""
    if verb in access.STATUS_WITH_REASON and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_valid(Decision(status_reason=reason), reason="status_reason")
    if verb == DecisionVerb.REPLACE:
        later = Decision.objects.visible_to(by).later_than(decision)
        if replaced_by is None or not later.filter(pk=replaced_by.pk).exists():
            raise ValidationError({"replaced_by": _("Bitte wählen Sie einen späteren Beschluss.")})


@transaction.atomic
def set_review(*, decision, version, review_on, by):
    """When the decision shall be looked at again; None means never. A new day brings a new reminder."""
    decision = lock(decision)
    require(access.can_set_review(by, decision))
    require_version(decision, version, {"review_on": review_on})
    fields = reviewed_on(decision, review_on)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.version += 1
    decision.save(update_fields=[*fields, "version", "updated_at"])
    day = review_on.isoformat() if review_on else ""
    record("decisions.review_set", actor=by, target=decision, data={"day": day})
    return decision


def reviewed_on(decision, review_on):
    if review_on == decision.review_on:
        return {}
    return {"review_on": review_on, "review_reminded_on": None}


def next_number(year):
    """The counter's row is the lock: recorders of one year queue here, and no number comes twice."""
    DecisionCounter.objects.get_or_create(year=year)
    counter = DecisionCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def year_of(meeting):
    return berlin(meeting.starts_at).year if meeting.starts_at else meeting.target_year or today().year
