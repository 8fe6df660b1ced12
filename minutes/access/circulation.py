"""Circulation: starting and ending it, reading, consenting, reminding. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from core.workflow import may_step
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.enums import State, Verb
from minutes.querysets import is_period_over
from minutes.workflow import TRANSITIONS

ONLY_WRITERS_CIRCULATE = _("Nur die Protokollführung und die Organisation können den Umlauf steuern.")
STILL_EMPTY = _("Das Protokoll ist noch leer.")
STEP_REFUSED = {
    Verb.CIRCULATE: _("In den Umlauf kommt ein Protokoll nur aus dem Entwurf."),
    Verb.RECALL: _("Das Protokoll ist nicht im Umlauf."),
    Verb.CLOSE: _("Das Protokoll ist nicht im Umlauf."),
    Verb.EXTEND: _("Verlängern lässt sich nur ein Umlauf, der noch läuft."),
    Verb.APPROVE: _("Genehmigt wird ein Protokoll erst nach dem Umlauf."),
}


def can_circulate(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    stepping = in_state(minutes, Verb.CIRCULATE)
    if stepping and not minutes.sections.filled().exists():
        return overtaken(STILL_EMPTY)
    return stepping


def can_recall(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.RECALL)


def can_close(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.CLOSE)


def can_extend(user, minutes) -> Verdict:
    return _can_step(user, minutes, Verb.EXTEND)


def in_state(minutes, verb) -> Verdict:
    return may_step(TRANSITIONS, minutes.state, verb, STEP_REFUSED[verb])


def _can_step(user, minutes, verb):
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return in_state(minutes, verb)


ONLY_MEMBERS_READ = _(
    "Nur Mitglieder der Fachgruppe können das Protokoll als gelesen vermerken oder zustimmen."
)
NOT_IN_CIRCULATION = _("Das Protokoll ist nicht im Umlauf.")
PERIOD_OVER = _("Der Umlauf ist zu Ende.")
OWN_OBJECTION_OPEN = _(
    "Sie haben selbst eine Einwendung erhoben. »Keine Einwendungen« ist möglich, wenn sie beantwortet oder "
    "zurückgezogen ist."
)
ONLY_WRITERS_SEE_STANDING = _("Wer gelesen hat, sehen nur die Protokollführung und die Organisation.")


def in_circulation(minutes) -> Verdict:
    """Whether the period for reading and objecting runs now."""
    if minutes.state != State.CIRCULATING:
        return overtaken(NOT_IN_CIRCULATION)
    return overtaken(PERIOD_OVER) if is_period_over(minutes) else ALLOWED


def can_mark_read(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_READ)
    return in_circulation(minutes)


def can_consent(user, minutes) -> Verdict:
    verdict = can_mark_read(user, minutes)
    if verdict and minutes.objections.open().filter(author=viewer_for(user).person_id).exists():
        return overtaken(OWN_OBJECTION_OPEN)
    return verdict


def can_see_standing(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_SEE_STANDING)
    return overtaken(NOT_IN_CIRCULATION) if minutes.state == State.DRAFT else ALLOWED


def can_remind(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return in_circulation(minutes)
