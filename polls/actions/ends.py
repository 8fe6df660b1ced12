"""A Terminabstimmung that is overtaken by what becomes of its meeting. The meeting must be locked."""

from django.utils import timezone

from activity import notices
from core.locking import lock
from core.workflow import step
from polls.enums import PollState, PollVerb
from polls.models import DatePoll
from polls.notifications import PollOff
from polls.workflow import POLLS


def stop_poll(meeting):
    """The meeting got its date in another way, or is cancelled: nobody needs to answer any more."""
    DatePoll.objects.filter(meeting=meeting).exclude(state=PollState.DECIDED).update(replaces_date=False)
    poll = DatePoll.objects.filter(meeting=meeting, state=PollState.OPEN).first()
    if poll is None:
        return
    poll = lock(poll)
    if poll.state == PollState.OPEN:
        poll.state = step(POLLS, poll.state, PollVerb.CLOSE)
        poll.ended_at = timezone.now()
        poll.version += 1
        poll.save(update_fields=["state", "ended_at", "version", "updated_at"])


def cancelled(meeting, *, by):
    """The meeting is cancelled: whoever was asked for a date need not answer any more."""
    stop_poll(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    if poll is not None:
        PollOff(poll).to(notices.notified_of(poll), but=by)
