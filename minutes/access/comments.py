"""Comments, about minutes that the reader sees anyway. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from comments import access as comments
from core.access import ALLOWED, Verdict, deny, overtaken
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.enums import State

ONLY_MEMBERS = _("Kommentieren können nur Mitglieder der Fachgruppe.")
NOT_YET = _("Kommentieren ist möglich, sobald das Protokoll im Umlauf ist.")
CLOSED = _("Das Protokoll ist genehmigt. Kommentieren ist nicht mehr möglich.")


def can_comment(user, minutes) -> Verdict:
    """Whether this reader takes part in the talk about these minutes at all."""
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS)
    # Whoever may read a draft writes it, and talks about it elsewhere.
    if minutes.state == State.DRAFT:
        return overtaken(NOT_YET)
    return overtaken(CLOSED) if minutes.state == State.APPROVED else ALLOWED


def can_answer(user, comment) -> Verdict:
    return comments.can_answer(user, comment, can_comment(user, comment.section.minutes))


def can_edit(user, comment) -> Verdict:
    return comments.can_edit(user, comment, can_comment(user, comment.section.minutes))


def moderates(user) -> bool:
    return viewer_for(user).is_organiser


def can_withdraw(user, comment) -> Verdict:
    return comments.can_withdraw(user, comment, moderates(user))


def closes_thread(user, comment) -> Verdict:
    return comments.closes(user, comment, writes_minutes(user, comment.section.minutes.meeting))


def can_settle(user, comment) -> Verdict:
    minutes = comment.section.minutes
    leads = writes_minutes(user, minutes.meeting)
    return comments.can_settle(user, comment, can_comment(user, minutes), leads)


def can_reopen(user, comment) -> Verdict:
    return comments.can_reopen(user, comment, can_comment(user, comment.section.minutes))


def can_read_older_texts(user, comment) -> Verdict:
    # Withdrawn words are gone, earlier ones with them.
    return overtaken(comments.WITHDRAWN) if comment.withdrawn_at else ALLOWED
