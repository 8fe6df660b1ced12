"""May they read the Regiebuch and write into it? It is for those who host the meeting."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from meetings.access import CANCELLED, runs
from meetings.enums import State

ONLY_THE_HOSTS = _("Das Regiebuch lesen nur die Protokollführung dieses Treffens und die Organisation.")


def can_read_running_order(user, meeting) -> Verdict:
    return ALLOWED if runs(user, meeting) else deny(ONLY_THE_HOSTS)


def can_note(user, meeting) -> Verdict:
    cancelled = overtaken(CANCELLED) if meeting.state == State.CANCELLED else ALLOWED
    return first_denial(can_read_running_order(user, meeting), cancelled)
