"""Who may do what with a comment. The app that is commented on says first who takes part at all.

Every function takes that verdict (`taking_part`), because only the app knows what its comments hang on.
"""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial
from members.viewers import viewer_for

NOT_YOURS = _("Das ist der Kommentar einer anderen Person.")
WITHDRAWN = _("Dieser Kommentar wurde zurückgezogen.")
SETTLED = _("Dieser Kommentar ist erledigt. Öffnen Sie ihn wieder, um zu antworten.")
ALREADY_SETTLED = _("Dieser Kommentar ist schon erledigt.")
STILL_OPEN = _("Dieser Kommentar ist noch offen.")
ONLY_FIRST = _("Erledigen kann man nur das ganze Gespräch.")


def can_answer(user, comment, taking_part: Verdict) -> Verdict:
    return first_denial(taking_part, _is(comment.thread.settled_at is None, SETTLED))


def can_edit(user, comment, taking_part: Verdict) -> Verdict:
    return first_denial(_owns(user, comment), _not_withdrawn(comment), taking_part)


def can_withdraw(user, comment, moderates: bool) -> Verdict:
    """One's own at any time; those of others by whoever moderates, who then gives a reason."""
    mine = ALLOWED if moderates else _owns(user, comment)
    return first_denial(mine, _not_withdrawn(comment))


def closes(user, comment, leads: bool) -> Verdict:
    """Whose thread it is to settle, settled or not."""
    return first_denial(_starts_a_thread(comment), ALLOWED if leads else _owns(user, comment))


def can_settle(user, comment, taking_part: Verdict, leads: bool) -> Verdict:
    unsettled = _is(comment.settled_at is None, ALREADY_SETTLED)
    return first_denial(closes(user, comment, leads), unsettled, taking_part)


def can_reopen(user, comment, taking_part: Verdict) -> Verdict:
    return first_denial(
        _starts_a_thread(comment), _is(comment.settled_at is not None, STILL_OPEN), taking_part
    )


def is_own(user, comment) -> bool:
    return comment.author_id == viewer_for(user).person_id


def _owns(user, comment):
    return _is(is_own(user, comment), NOT_YOURS)


def _not_withdrawn(comment):
    return _is(comment.withdrawn_at is None, WITHDRAWN)


def _starts_a_thread(comment):
    return _is(comment.parent_id is None, ONLY_FIRST)


def _is(condition, sentence):
    return ALLOWED if condition else deny(sentence)
