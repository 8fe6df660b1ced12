"""May they, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings import ports as ports_of_meetings
from meetings.access.people import writes_minutes
from meetings.enums import RecordStatus
from members.access import organises
from members.audience import effective
from members.viewers import viewer_for
from outcomes import ports
from outcomes.enums import DecisionVerb, TaskVerb
from outcomes.workflow import DECISION_TRANSITIONS, TRANSITIONS

_SENTENCES = {
    TaskVerb.BEGIN: _("Begonnen werden kann nur eine offene Aufgabe."),
    TaskVerb.FINISH: _("Diese Aufgabe ist nicht mehr offen."),
    TaskVerb.DROP: _("Diese Aufgabe ist nicht mehr offen."),
    TaskVerb.REOPEN: _("Diese Aufgabe ist noch offen."),
}

STATUS_WITH_REASON = (DecisionVerb.REPLACE, DecisionVerb.REVOKE)
_STATUS_SENTENCES = {
    DecisionVerb.REPLACE: _("Ersetzt wird nur ein Beschluss, der gilt oder umgesetzt ist."),
    DecisionVerb.REVOKE: _("Aufgehoben wird nur ein Beschluss, der gilt oder umgesetzt ist."),
    DecisionVerb.CARRY_OUT: _("Umgesetzt wird nur ein Beschluss, der gilt."),
    DecisionVerb.RESTORE: _("Dieser Beschluss gilt schon."),
}


def can_record(user, meeting) -> Verdict:
    """Decisions and tasks come from those who write the minutes, until these are approved."""
    return first_denial(writes_minutes_of(user, meeting), not_yet_approved(meeting))


def can_change(user, outcome) -> Verdict:
    recording = can_record(user, outcome.meeting)
    if recording and ports.has_approved_minutes(outcome):
        # The decision that approved other minutes is part of their seal.
        return overtaken(_("Mit diesem Beschluss ist ein Protokoll genehmigt und gesiegelt. Er steht fest."))
    return recording


def can_correct(user, outcome) -> Verdict:
    """Berichtigung: what stands fest gets other words, in a new sealed revision of its minutes."""
    verdict = writes_minutes_of(user, outcome.meeting)
    if verdict and not_yet_approved(outcome.meeting):
        return overtaken(_("Berichtigt wird erst, was mit dem Protokoll genehmigt ist."))
    return verdict


def can_remove(user, outcome) -> Verdict:
    if outcome.released_at is not None:
        return overtaken(
            _("Was die Mitglieder schon gelesen haben, wird nicht mehr entfernt, nur noch geändert.")
        )
    return can_change(user, outcome)


def can_set_status(user, decision, verb=None) -> Verdict:
    """What became of a decision is said by the organisers, after the members could read it."""
    organising = organises(user, _("Was aus einem Beschluss geworden ist, vermerkt nur die Organisation."))
    if not organising:
        return organising
    if decision.released_at is None:
        return overtaken(_("Der Beschluss steht noch im Entwurf des Protokolls."))
    if verb is None:
        return ALLOWED
    return may_step(DECISION_TRANSITIONS, decision.status, verb, _STATUS_SENTENCES[DecisionVerb(verb)])


def can_set_review(user, decision) -> Verdict:
    """The day of a review is no part of the record: it can be set at any time."""
    return writes_minutes_of(user, decision.meeting)


def can_remark(user, task) -> Verdict:
    if is_concerned(user, task):
        return ALLOWED
    return deny(
        _(
            "Bemerkungen schreibt nur, wer die Aufgabe hat, zur selben Organisation gehört "
            "oder das Protokoll führt."
        )
    )


def can_move_task(user, task, verb) -> Verdict:
    """Organisation, Protokollführung, the assignee, and the people of the assigned organisation."""
    return first_denial(
        is_concerned(user, task), may_step(TRANSITIONS, task.state, verb, _SENTENCES[TaskVerb(verb)])
    )


def possible_verbs(user, task) -> list[TaskVerb]:
    return [verb for verb in TaskVerb if can_move_task(user, task, verb)]


def is_concerned(user, task) -> Verdict:
    viewer = viewer_for(user)
    # Former members keep no task, even where their name still stands at it.
    mine = viewer.is_member and task.assignee_id == viewer.person_id
    if (
        mine
        or task.assignee_organisation_id in organisation_ids_of(user)
        or writes_minutes_of(user, task.meeting)
    ):
        return ALLOWED
    return deny(
        _("Den Stand ändert, wer die Aufgabe hat, die eigene Organisation oder die Organisation der Treffen.")
    )


def writes_minutes_of(user, meeting) -> Verdict:
    if writes_minutes(user, meeting):
        return ALLOWED
    return deny(_("Beschlüsse und Aufgaben halten nur die Protokollführung und die Organisation fest."))


def not_yet_approved(meeting) -> Verdict:
    if ports_of_meetings.record_status(meeting) == RecordStatus.APPROVED:
        return overtaken(_("Das Protokoll ist genehmigt; seine Beschlüsse und Aufgaben stehen fest."))
    return ALLOWED


def organisation_ids_of(user) -> set[int]:
    """The organisations whose active member this person is."""
    if user is None or not getattr(user, "is_active", False):
        return set()
    return {membership.organisation_id for membership in getattr(user, "active_memberships", ())}


def effective_audience(item) -> int:
    """Who sees a TOP in the end: its own audience inside those of what it belongs to."""
    return effective(item.meeting.audience, item.parent and item.parent.audience, item.audience)
