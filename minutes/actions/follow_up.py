"""Before each meeting its people hear what earlier ones left open."""

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core import dates
from core.locking import lock
from meetings.access.people import readers_of
from meetings.enums import DATED, Kind
from meetings.models import Meeting
from minutes.models import FollowUpNotice
from minutes.notifications.follow_up import FollowUpReady

WORKING_DAYS_AHEAD = 2


def meetings_to_follow_up():
    """Return Fachgruppentreffen that begin within two working days; those notified already may be there."""
    rows = Meeting.objects.upcoming().filter(kind=Kind.GROUP, state__in=DATED, starts_at__isnull=False)
    return [meeting for meeting in rows if _is_close(meeting)]


def _is_close(meeting):
    day = dates.berlin(meeting.starts_at).date()
    return dates.working_days_before(day, WORKING_DAYS_AHEAD) <= dates.today() and not meeting.has_begun


@transaction.atomic
def notify(*, meeting) -> bool:
    """Notify the people of `meeting` once, whatever happens to its date later; return whether it was now."""
    meeting = lock(meeting)
    # Asked again under the lock: the list was made before, and the date may have moved since.
    if meeting.state not in DATED or meeting.kind != Kind.GROUP or not _is_close(meeting):
        return False
    _notice, is_first = FollowUpNotice.objects.get_or_create(
        meeting=meeting, defaults={"notified_at": timezone.now()}
    )
    if not is_first:
        return False
    record("minutes.follow_up_told", actor=None, target=meeting)
    # Whether there is something for them is asked by the worker, with the eyes of each.
    FollowUpReady(meeting).to(readers_of(meeting, meeting.audience))
    return True
