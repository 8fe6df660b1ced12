"""May they read the Regiebuch and write into it? It is for those who host the meeting."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial
from meetings.access.meetings import not_cancelled
from meetings.access.people import writes_minutes

ONLY_THE_HOSTS = _("Das Regiebuch lesen nur die Protokollführung dieses Treffens und die Organisation.")


def can_read_running_order(user, meeting) -> Verdict:
    return ALLOWED if writes_minutes(user, meeting) else deny(ONLY_THE_HOSTS)


def can_note(user, meeting) -> Verdict:
    return first_denial(can_read_running_order(user, meeting), not_cancelled(meeting))
