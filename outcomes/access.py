"""May they, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial
from core.workflow import may_step
from members.viewers import viewer_for
from outcomes.enums import TaskVerb
from outcomes.workflow import TRANSITIONS

_SENTENCES = {
    TaskVerb.BEGIN: _("Begonnen werden kann nur eine offene Aufgabe."),
    TaskVerb.FINISH: _("Diese Aufgabe ist nicht mehr offen."),
    TaskVerb.DROP: _("Diese Aufgabe ist nicht mehr offen."),
    TaskVerb.REOPEN: _("Diese Aufgabe ist noch offen."),
}


def can_record(user, meeting) -> Verdict:
    """Decisions and tasks come from those who write the minutes, until these are approved."""
    return first_denial(writes_minutes_of(user, meeting), not_yet_approved(meeting))


def can_change(user, outcome) -> Verdict:
    return can_record(user, outcome.meeting)


def can_remove(user, outcome) -> Verdict:
    if outcome.released_at is not None:
        return deny(_("Was die Mitglieder schon gelesen haben, wird nicht mehr entfernt, nur noch geändert."))
    return can_change(user, outcome)


def can_move_task(user, task, verb) -> Verdict:
    """Organisation, Protokollführung, the assignee, and the people of the assigned organisation."""
    return first_denial(
        is_concerned(user, task), may_step(TRANSITIONS, task.state, verb, _SENTENCES[TaskVerb(verb)])
    )


def possible_verbs(user, task) -> list[TaskVerb]:
    return [verb for verb in TaskVerb if can_move_task(user, task, verb)]


def is_concerned(user, task) -> Verdict:
    viewer = viewer_for(user)
    mine = viewer.is_member and task.assignee_id == viewer.person_id
    if mine or task.assignee_organisation_id in houses_of(user) or writes_minutes_of(user, task.meeting):
        return ALLOWED
    return deny(
        _("Den Stand ändert, wer die Aufgabe hat, die eigene Organisation oder die Organisation der Treffen.")
    )


def writes_minutes_of(user, meeting) -> Verdict:
    viewer = viewer_for(user)
    if viewer.is_organiser or (viewer.is_member and meeting.minute_taker_id == viewer.person_id):
        return ALLOWED
    return deny(_("Beschlüsse und Aufgaben halten nur die Protokollführung und die Organisation fest."))


def not_yet_approved(meeting) -> Verdict:
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.approved_at is not None:
        return deny(_("Das Protokoll ist genehmigt; seine Beschlüsse und Aufgaben stehen fest."))
    return ALLOWED


def is_released(meeting) -> bool:
    """Whether the minutes of this meeting have gone round, so that what is added now is read at once."""
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.circulated_at is not None


def houses_of(user) -> set[int]:
    """The organisations whose active member this person is."""
    if user is None or not getattr(user, "is_active", False):
        return set()
    return {membership.organisation_id for membership in getattr(user, "active_memberships", ())}


def effective_audience(item) -> int:
    """Who sees a TOP in the end: its own audience inside those of what it belongs to."""
    mask = item.meeting.audience
    for level in (item.parent, item):
        if level is not None and level.audience is not None:
            mask &= level.audience
    return mask
