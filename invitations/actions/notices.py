"""Whoever may have to hear of a meeting. What they hear, and whether, is decided when the mail leaves."""

from django.db import transaction

from activity import notices
from activity.models import Notice
from core.locking import lock
from invitations.enums import Known
from invitations.notifications.invitations import InvitationMail
from invitations.notifications.updates import MeetingUpdate
from invitations.selectors.notices import Situation, people_to_notify
from meetings.enums import State
from meetings.selectors.people import asked
from members.models import User


def notify(meeting, *, by=None):
    """All who see it now, all who were notified of it before, and all who are or were asked to come.

    Whose calendar has to follow gets a mail of what they did themselves.
    """
    if meeting.is_over or meeting.state in (State.DRAFT, State.HELD):
        return
    # Whoever did it knows it, unless a calendar of theirs has to follow.
    knows = by
    if by is not None:
        state = Situation(meeting.pk, by).state()
        notice = Notice.objects.about(meeting).filter(recipient=by).first()
        if state is not None and Known.INVITED in (state["known"], notice and notice.state.get("known")):
            knows = None
        elif state is not None:
            notices.note(meeting, by, state)
    MeetingUpdate(meeting).to(people_to_notify(meeting), but=knows)
    guests = meeting.invitations.guests()
    InvitationMail(meeting).to_addresses(guests.values_list("guest_email", "guest_name"))


@transaction.atomic
def notify_unseeing(*, meeting):
    """Whoever was notified of it and may not see it any more, because a membership ended or changed.

    The portal does it by itself; answers with how many there are.
    """
    meeting = lock(meeting)
    known = Notice.objects.about(meeting).known().exclude(recipient__in=asked(meeting).values("pk"))
    blind = [row.recipient for row in known.select_related("recipient") if row.state["known"] != Known.OFF]
    MeetingUpdate(meeting).to([user for user in blind if user is not None])
    return len(blind)


def notify_asked(meeting, invitations):
    """Those whose invitation has changed, and nobody else."""
    people = [each.person_id for each in invitations if not each.is_guest]
    InvitationMail(meeting).to(User.objects.filter(is_active=True, person__in=people))
    guests = meeting.invitations.filter(pk__in=[each.pk for each in invitations if each.is_guest])
    InvitationMail(meeting).to_addresses(guests.values_list("guest_email", "guest_name"))
