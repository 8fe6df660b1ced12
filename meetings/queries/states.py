"""The state of a meeting in a word and a colour."""

from django.utils.translation import gettext as _

from meetings.enums import State

TAGS = {
    State.DRAFT: "plain",
    State.POLLING: "wait",
    State.SCHEDULED: "info",
    State.INVITED: "info",
    State.RUNNING: "info",
    State.HELD: "ok",
    State.CANCELLED: "danger",
}


def state_label(state, is_bare=False) -> str:
    return _("Termin offen") if is_bare and state == State.DRAFT else str(State(state).label)
