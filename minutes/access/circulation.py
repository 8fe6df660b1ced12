"""Circulation: starting, prolonging and ending it. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from core.workflow import may_step
from meetings.access.people import writes_minutes
from minutes.enums import State, Verb
from minutes.querysets import is_period_over
from minutes.workflow import TRANSITIONS

ONLY_WRITERS_CIRCULATE = _("Nur die Protokollführung und die Organisation können den Umlauf steuern.")
STILL_EMPTY = _("Das Protokoll ist noch leer.")
NOT_IN_CIRCULATION = _("Das Protokoll ist nicht im Umlauf.")
PERIOD_OVER = _("Der Umlauf ist zu Ende.")
STEP_REFUSED = {
    Verb.CIRCULATE: _("In den Umlauf kommt ein Protokoll nur aus dem Entwurf."),
    Verb.RECALL: NOT_IN_CIRCULATION,
    Verb.CLOSE: NOT_IN_CIRCULATION,
    Verb.EXTEND: _("Verlängern lässt sich nur ein Umlauf, der noch läuft."),
}


def can_circulate(user, minutes) -> Verdict:
    stepping = can_step(user, minutes, Verb.CIRCULATE)
    # Everybody would get a mail about nothing.
    if stepping and not minutes.sections.filled().exists():
        return overtaken(STILL_EMPTY)
    return stepping


def can_step(user, minutes, verb) -> Verdict:
    """Whether `user` may do `verb` (recall, close, extend) with minutes in this state."""
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return may_step(TRANSITIONS, minutes.state, verb, STEP_REFUSED[verb])


def in_circulation(minutes) -> Verdict:
    """Whether the period for reading and objecting runs now."""
    if minutes.state != State.CIRCULATING:
        return overtaken(NOT_IN_CIRCULATION)
    return overtaken(PERIOD_OVER) if is_period_over(minutes) else ALLOWED
