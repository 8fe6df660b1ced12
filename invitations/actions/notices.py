"""Whoever may have to hear of a meeting. What they hear, and whether, is decided when the mail leaves."""

from django.db import transaction
from django.utils import timezone

from activity import notices
from activity.models import Notice
from core.locking import lock
from invitations.enums import Known
from invitations.notifications.invitations import InvitationMail
from invitations.notifications.updates import MeetingUpdate
from invitations.selectors.notices import Situation, people_to_tell
from meetings.enums import DATED, State
from meetings.models import Meeting
from meetings.selectors.people import asked
from members.models import User


def tell(meeting, *, by=None):
    """All who see it now, all who were notified of it before, and all who are or were asked to come.

    Whoever did it knows it; only whose calendar has to follow gets a mail of their own deed.
    """
    if meeting.is_over or meeting.state in (State.DRAFT, State.HELD):
        return
    MeetingUpdate(meeting).to(people_to_tell(meeting), but=_knows(meeting, by))
    InvitationMail(meeting).to_addresses(_guests(meeting.invitations))


@transaction.atomic
def tell_unseeing(*, meeting):
    """Whoever was notified of it and may not see it any more, because a membership ended or changed.

    The portal does it by itself; answers with how many there are.
    """
    meeting = lock(meeting)
    known = Notice.objects.about(meeting).known().exclude(recipient__in=asked(meeting).values("pk"))
    blind = [row.recipient for row in known.select_related("recipient") if row.state["known"] != Known.OFF]
    MeetingUpdate(meeting).to([user for user in blind if user is not None])
    return len(blind)


def tell_asked(meeting, invitations):
    """Those whose invitation has changed, and nobody else."""
    people = [each.person_id for each in invitations if not each.is_guest]
    InvitationMail(meeting).to(User.objects.filter(is_active=True, person__in=people))
    guests = [each.pk for each in invitations if each.is_guest]
    InvitationMail(meeting).to_addresses(_guests(meeting.invitations.filter(pk__in=guests)))


def _guests(invitations):
    return invitations.guests().values_list("guest_email", "guest_name")


def _knows(meeting, by):
    """The one who did it, unless a calendar of theirs has to follow."""
    if by is None:
        return None
    notice = Notice.objects.about(meeting).filter(recipient=by).first()
    situation = Situation(meeting.pk, by)
    state = situation.state()
    if state is None:
        return by
    if Known.INVITED in (state["known"], notice and notice.state.get("known")):
        return None
    notices.note(meeting, by, state)
    return by


def upcoming():
    """Meetings with a date ahead: the portal looks after who knows of them."""
    return Meeting.objects.filter(state__in=DATED, starts_at__gt=timezone.now()).order_by("pk")
