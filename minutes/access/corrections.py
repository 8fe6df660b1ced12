"""Who corrects approved minutes. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import Verdict, deny
from core.workflow import may_step
from meetings.access.people import writes_minutes
from minutes.enums import Verb
from minutes.workflow import TRANSITIONS

ONLY_WRITERS_CORRECT = _("Berichtigen können nur die Protokollführung und die Organisation.")
NOT_APPROVED = _("Das geht erst, wenn das Protokoll genehmigt ist.")


def can_correct(user, minutes) -> Verdict:
    # The second person is asked for later, by whoever knows what is to change (actions.corrections).
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CORRECT)
    return may_step(TRANSITIONS, minutes.state, Verb.CORRECT, NOT_APPROVED)
