"""Inviting and answering: may they, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.access import meetings
from meetings.access.people import writes_minutes
from meetings.enums import State, Verb
from meetings.workflow import TRANSITIONS
from members.access import organises
from members.viewers import viewer_for

ONLY_ORGANISERS = _("Einladen kann nur die Organisation.")
INVITED_ALREADY = _("Zu diesem Treffen ist schon eingeladen.")
NOT_INVITED_YET = _("Zu diesem Treffen ist noch nicht eingeladen.")
IS_OVER = _("Das Treffen ist vorbei.")
HAS_BEGUN = _("Das Treffen hat schon begonnen.")
ONLY_THOSE_WHO_RUN = _("Die Antworten im Einzelnen sehen nur die Organisation und die Protokollführung.")
NOT_YOURS = _("Das ist die Einladung einer anderen Person.")
TAKEN_BACK = _("Diese Einladung ist zurückgenommen.")

WHY = {
    State.DRAFT: meetings.NO_DATE_YET,
    State.POLLING: meetings.NO_DATE_YET,
    State.INVITED: INVITED_ALREADY,
    State.RUNNING: HAS_BEGUN,
    State.HELD: meetings.HELD,
    State.CANCELLED: meetings.CANCELLED,
}


def can_invite(user, meeting) -> Verdict:
    return first_denial(
        organises(user, ONLY_ORGANISERS),
        may_step(TRANSITIONS, meeting.state, Verb.INVITE, WHY.get(meeting.state, IS_OVER)),
        _ahead(meeting),
    )


def can_invite_again(user, meeting) -> Verdict:
    """Also for the second of two clicks, which finds everybody invited."""
    if meeting.state == State.INVITED:
        return can_change_invitations(user, meeting)
    return can_invite(user, meeting)


def can_change_invitations(user, meeting) -> Verdict:
    """Invite more people or guests, take invitations back, send a new personal link."""
    return first_denial(organises(user, ONLY_ORGANISERS), takes_replies_at(meeting))


def can_see_replies(user, meeting) -> Verdict:
    if not writes_minutes(user, meeting):
        return deny(ONLY_THOSE_WHO_RUN)
    return ALLOWED if meeting.invited_at else overtaken(NOT_INVITED_YET)


def can_note_reply(user, invitation) -> Verdict:
    """Somebody answered by telephone: whoever runs the meeting writes it down."""
    if not writes_minutes(user, invitation.meeting):
        return deny(ONLY_THOSE_WHO_RUN)
    return takes_replies(invitation)


def can_reply(user, invitation) -> Verdict:
    if invitation.person_id is None or invitation.person_id != viewer_for(user).person_id:
        return deny(NOT_YOURS)
    return takes_replies(invitation)


def takes_replies(invitation) -> Verdict:
    """Whether an answer still counts, whoever brings it."""
    # First: whoever is not asked any more hears that, and nothing about the meeting.
    if invitation.removed_at:
        return overtaken(TAKEN_BACK)
    return takes_replies_at(invitation.meeting)


def takes_replies_at(meeting) -> Verdict:
    if meeting.state == State.SCHEDULED:
        return overtaken(NOT_INVITED_YET)
    if meeting.state != State.INVITED:
        return overtaken(WHY.get(meeting.state, IS_OVER))
    return _ahead(meeting)


def _ahead(meeting) -> Verdict:
    return overtaken(IS_OVER) if meeting.is_over else ALLOWED
