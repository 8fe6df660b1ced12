"""Who confirms what the writers of minutes may not do alone. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from members.viewers import viewer_for
from minutes.access.approval import decides

WAITS_ALREADY = _("Das wartet schon auf die Bestätigung durch eine zweite Person.")
ONES_OWN_QUESTION = _("Bestätigen muss eine zweite Person, nicht wer darum gebeten hat.")
WROTE_IT = _("Sie haben an diesem Protokoll geschrieben. Bestätigen muss jemand anderes.")
SETTLED = _("Darüber ist schon entschieden.")
ONLY_WRITERS_LOOK = _("Bestätigen können nur die Protokollführung und die Organisation.")


def nothing_waits(minutes, verb) -> Verdict:
    waiting = minutes.second_looks.open().filter(verb=verb)
    return overtaken(WAITS_ALREADY) if waiting.exists() else ALLOWED


def can_confirm(user, look, asked) -> Verdict:
    """`asked`: the accounts that may look a second time (minutes.selectors.people)."""
    viewer = viewer_for(user)
    # Four eyes: the order of the questions gives everybody the most telling reason.
    if not decides(user, look.minutes):
        return deny(ONLY_WRITERS_LOOK)
    if look.confirmed_at or look.withdrawn_at:
        return overtaken(SETTLED)
    if look.asked_by_id == viewer.user_id:
        return deny(ONES_OWN_QUESTION)
    return ALLOWED if any(each.pk == viewer.user_id for each in asked) else deny(WROTE_IT)


def can_take_back(user, look) -> Verdict:
    """Whoever asked, and whoever was asked: the answer may be no."""
    if not decides(user, look.minutes):
        return deny(ONLY_WRITERS_LOOK)
    return overtaken(SETTLED) if look.confirmed_at or look.withdrawn_at else ALLOWED
