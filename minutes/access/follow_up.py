"""Who reads what became of earlier agreements. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny
from members.viewers import viewer_for

ONLY_MEMBERS = _("Was aus den Vereinbarungen wurde, lesen nur Mitglieder der Fachgruppe.")


def can_follow_up(user) -> Verdict:
    # »Was wurde aus …?« names people and what they have to do.
    return ALLOWED if viewer_for(user).is_member else deny(ONLY_MEMBERS)
