"""»Genehmigung des Protokolls vom 4. Juni 2025«: the TOP that the next meeting gets by itself."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from core import dates
from core.language import for_the_record
from core.locking import lock
from meetings.actions import formalia
from meetings.enums import NOT_ENDED, ItemKind, Kind
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Meeting
from minutes.access.approval import is_postponed
from minutes.enums import State
from minutes.models import Minutes


@transaction.atomic
def place_approval(*, minutes, by=None):
    """The next suitable meeting takes the TOP; nothing happens where the present one still holds."""
    minutes = lock(minutes)
    if minutes.state != State.FOR_APPROVAL:
        return None
    item = minutes.approval_item
    if item is not None and still_holds(item):
        _keep_narrow(minutes, item)
        return item
    for meeting in meetings_to_come(minutes):
        item = _known_item(minutes, meeting) or formalia.add_formality(
            meeting=meeting, title=title_of(minutes), audience=minutes.meeting.audience, by=by
        )
        if item is not None:
            return _link(minutes, item, by)
    return None


def withdraw_approval(minutes, *, by):
    """Needs the lock on the minutes: they are no longer waiting for an approval."""
    item = minutes.approval_item
    if item is None:
        return
    minutes.approval_item = None
    minutes.save(update_fields=["approval_item"])
    formalia.remove_formality(item=item, by=by)


def hold_approvals():
    """Lock all minutes that wait, before a meeting is locked; answers with the function that places them.

    A change of a meeting calls both: the TOP comes with the date, and leaves with a cancellation. What begins
    to wait in between finds its own place; `place_all` mends what two at once may have missed.
    """
    held = list(Minutes.objects.select_for_update().filter(state=State.FOR_APPROVAL).order_by("pk"))

    def place():
        for minutes in sorted(held, key=_date_of):
            place_approval(minutes=minutes)

    return place


def let_approval_go(item):
    """The TOP was dropped: what it was to approve finds another place (`hold_approvals`)."""
    Minutes.objects.filter(approval_item=item).update(approval_item=None)


def _date_of(minutes):
    starts_at = minutes.meeting.starts_at
    return starts_at is None, starts_at, minutes.pk


def place_all():
    """For every set of minutes that waits: what no action has placed, every now and then."""
    waiting = Minutes.objects.filter(state=State.FOR_APPROVAL).select_related("meeting")
    for minutes in waiting.order_by("meeting__starts_at", "pk"):
        place_approval(minutes=minutes)


def title_of(minutes) -> str:
    meeting = minutes.meeting
    with for_the_record():
        if meeting.starts_at is None:
            return _("Genehmigung eines Protokolls")
        return _("Genehmigung des Protokolls vom %(day)s") % {"day": dates.day(meeting.starts_at)}


def still_holds(item) -> bool:
    """Until the meeting is cancelled, or over without having approved anything."""
    if item.meeting.state == MeetingState.CANCELLED:
        return False
    if item.meeting.state != MeetingState.HELD:
        return True
    record_closed = getattr(item.meeting, "minutes", None) and item.meeting.minutes.state == State.APPROVED
    return not record_closed and not is_postponed(item)


def meetings_to_come(minutes):
    """Fachgruppentreffen after that of the minutes, running or to come, the soonest first.

    One that had the TOP in this round and lost it is passed over: somebody took it off that agenda.
    """
    rows = Meeting.objects.filter(kind=Kind.GROUP, state__in=NOT_ENDED)
    rows = rows.exclude(pk=minutes.meeting_id)
    had = minutes.placings.all()
    if minutes.circulated_at:
        had = had.filter(placed_at__gte=minutes.circulated_at)
    rows = rows.exclude(pk__in=had.values("meeting"))
    if minutes.meeting.starts_at:
        rows = rows.exclude(starts_at__lte=minutes.meeting.starts_at)
    return rows.order_by(F("starts_at").asc(nulls_last=True), "target_year", "target_quarter", "pk")


def _known_item(minutes, meeting):
    """What an earlier round left behind, because a section hung on it already."""
    rows = AgendaItem.objects.filter(meeting=meeting, kind=ItemKind.FORMAL, approval_of__isnull=True)
    return rows.kept().filter(title=title_of(minutes)).order_by("position").first()


def _link(minutes, item, by):
    minutes.approval_item = item
    minutes.version += 1
    minutes.save(update_fields=["approval_item", "version"])
    minutes.placings.update_or_create(meeting_id=item.meeting_id, defaults={"placed_at": timezone.now()})
    record("minutes.approval_placed", actor=by, target=minutes, data={"meeting": item.meeting_id})
    return item


def _keep_narrow(minutes, item):
    mask = item.mask & minutes.meeting.audience
    if mask != item.mask and mask:
        formalia.narrow_formality(item=item, audience=mask)
