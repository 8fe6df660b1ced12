"""The state of a meeting in a word."""

from django.utils.translation import gettext as _

from meetings.enums import State


def open_date(target, is_over, shows_quarter_only) -> str:
    """That the date is open, and for when: »3. Quartal 2025 – Der Termin steht noch nicht fest.«

    An announced quarter is a heading already (`shows_quarter_only`); one that is over says so.
    """
    if is_over:
        sentence = _("Dieses Quartal ist vorbei, der Termin steht noch nicht fest.")
        return sentence if shows_quarter_only else f"{target} – {sentence}"
    sentence = _("Der Termin steht noch nicht fest.")
    return sentence if shows_quarter_only or not target else f"{target} – {sentence}"


def state_label(state, shows_quarter_only=False) -> str:
    return _("Termin offen") if shows_quarter_only and state == State.DRAFT else str(State(state).label)
