"""The meeting as it happens: begun, from TOP to TOP, paused, ended; its real times put right afterwards."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken, require
from core.dates import LONGEST
from core.locking import Stale, lock, require_version
from core.validity import require_day, require_valid
from core.workflow import step
from meetings import ports
from meetings.access import meetings
from meetings.actions import topics
from meetings.actions.agenda import fix_numbers
from meetings.actions.fields import moments, set_fields
from meetings.enums import State, Verb
from meetings.models import Meeting
from meetings.workflow import TRANSITIONS

SOMETHING_FOLLOWED = _("Seit dem Beginn ist schon etwas festgehalten. Er lässt sich nicht mehr zurücknehmen.")


def lock_record(meeting):
    """The minutes first, as whoever sends them round does: what is being frozen stands still."""
    ports.hold_record(meeting)
    return lock(meeting)


@transaction.atomic
def begin(*, meeting, by):
    """The meeting runs, and with it the clock of the first TOP. A second click finds it running."""
    meeting = lock_record(meeting)
    require(meetings.can_enter_live_meeting(by, meeting))
    if meeting.state == State.RUNNING:
        return meeting
    require(meetings.can_begin(by, meeting))
    now, before = timezone.now(), meeting.state
    set_fields(meeting, state=step(TRANSITIONS, before, Verb.BEGIN), began_at=now, ended_at=None)
    fix_numbers(meeting, now)
    first = meeting.agenda_items.kept().in_order().first()
    if first is not None:
        stop(meeting, now)  # one clock at a time, whatever an earlier beginning has left
        meeting.spans.create(agenda_item=first, started_at=now)
    record("meetings.begun", actor=by, target=meeting, data={"before": before})
    return meeting


@transaction.atomic
def take_back_begin(*, meeting, by):
    """Begun by mistake: as before, as long as nothing followed. Raises Forbidden where something did."""
    meeting = lock_record(meeting)
    require(meetings.can_take_back(by, meeting))
    if (
        meeting.spans.count() > 1
        or meeting.attendances.filter(updated_at__gte=meeting.began_at).exists()
        or ports.is_anything_written_since(meeting, meeting.began_at)
    ):
        raise Overtaken(SOMETHING_FOLLOWED)
    meeting.spans.all().delete()
    state = step(TRANSITIONS, meeting.state, Verb.TAKE_BACK)
    if meeting.invited_at is not None:
        state = step(TRANSITIONS, state, Verb.INVITE)
    fixed_at = meeting.agenda_fixed_at
    # Numbers that only the begin has fixed follow the order again, unless one of them was used up since.
    if fixed_at == meeting.began_at and not meeting.agenda_items.filter(dropped_at__isnull=False).exists():
        fixed_at = None
    set_fields(meeting, state=state, began_at=None, agenda_fixed_at=fixed_at)
    record("meetings.begin_taken_back", actor=by, target=meeting)
    return meeting


@transaction.atomic
def go_to(*, meeting, item, seen, by):
    """Call this TOP. `seen` is the span on the screen of whoever clicked; raises Stale when another runs.

    Two clicks on »Nächster TOP« name the same TOP and so go on once.
    """
    meeting = lock(meeting)
    require(meetings.can_steer(by, meeting))
    current = meeting.spans.running().first()
    if current is not None and current.agenda_item_id == item.pk:  # the second click, or a second screen
        return current
    return _turn_to(item, meeting=meeting, current=current, seen=seen, by=by)


@transaction.atomic
def pause(*, meeting, seen, by):
    meeting = lock(meeting)
    require(meetings.can_steer(by, meeting))
    current = meeting.spans.running().first()
    if current is not None and current.is_break:
        return current
    return _turn_to(None, meeting=meeting, current=current, seen=seen, by=by)


@transaction.atomic
def resume(*, meeting, seen, by):
    """Go on with the TOP before the break."""
    meeting = lock(meeting)
    require(meetings.can_steer(by, meeting))
    current = meeting.spans.running().first()
    if current is not None and not current.is_break:
        return current
    before = meeting.spans.filter(agenda_item__isnull=False).in_order().select_related("agenda_item").last()
    item = before.agenda_item if before else meeting.agenda_items.kept().in_order().first()
    if item is None and current is not None and int(seen or 0) == current.pk:
        stop(meeting, timezone.now())  # every TOP was dropped meanwhile: nothing runs any more
        return None
    return _turn_to(item, meeting=meeting, current=current, seen=seen, by=by)


def _turn_to(item, *, meeting, current, seen, by):
    """Go on from `current` to `item`, or to a break when there is none; raises Stale unless that was seen."""
    # Who clicks says which span was on the screen: of two clicks on »next« only one goes on.
    if int(seen or 0) != (current.pk if current else 0):
        raise Stale(meeting)
    if item is None:
        record("meetings.paused", actor=by, target=meeting)
    else:
        item = meeting.agenda_items.kept().filter(pk=item.pk).first()
        if item is None:  # somebody took it off the agenda
            raise Stale(meeting)
        record("meetings.item_called", actor=by, target=meeting, data={"number": item.number})
    now = timezone.now()
    stop(meeting, now)
    return meeting.spans.create(agenda_item=item, started_at=now)


@transaction.atomic
def end(*, meeting, by):
    """The meeting is over and held, its topics are dealt with. A second click finds it ended."""
    # All minutes that wait for an approval, then those of this meeting, then the meeting: always this order.
    place_approvals = ports.hold_approvals()
    meeting = lock_record(meeting)
    require(meetings.can_enter_live_meeting(by, meeting))
    if meeting.state == State.HELD and meeting.ended_at:
        return meeting
    require(meetings.can_steer(by, meeting))
    now = timezone.now()
    stop(meeting, now)
    set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.HOLD), ended_at=now)
    record("meetings.ended", actor=by, target=meeting)
    topics.mark_discussed(topics.items_with_topic(meeting), by=by)
    place_approvals()
    return meeting


@transaction.atomic
def take_back_end(*, meeting, by):
    """Ended by mistake: what ran goes on as if it had never stopped. A second click finds it running."""
    meeting = lock_record(meeting)
    require(meetings.can_enter_live_meeting(by, meeting))
    if meeting.state == State.RUNNING:
        return meeting
    require(meetings.can_take_back_end(by, meeting))
    last = meeting.spans.in_order().last()
    if last is not None and last.ended_at == meeting.ended_at:
        last.ended_at = None
        last.save(update_fields=["ended_at"])
    elif last is not None:  # its times were put right since: they stay, and another stretch begins
        now = timezone.now()
        stop(meeting, now)
        meeting.spans.create(agenda_item_id=last.agenda_item_id, started_at=now)
    set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.REOPEN), ended_at=None)
    topics.take_back_discussed(meeting, by=by)
    record("meetings.end_taken_back", actor=by, target=meeting)
    return meeting


# --- afterwards -------------------------------------------------------------------------------------------


@transaction.atomic
def correct_times(*, meeting, version, by, **typed):
    """When and where it really was: wall-clock times in Jena, also of a meeting that never ran live."""
    meeting = lock_record(meeting)
    require(meetings.can_correct_times(by, meeting))
    require_version(meeting, version, typed)
    require_day(typed["day"])
    place_name = typed.get("place_name", "")
    require_valid(Meeting(place_name=place_name), "place_name")
    began_at, ended_at = moments(typed["day"], typed["began"], typed.get("ended"), begin="began", end="ended")
    _require_plausible(meeting, began_at, ended_at)
    spans = list(meeting.spans.in_order())
    # The first TOP began with the meeting, the last one ended with it: so they still do, where it fits.
    if spans:
        first, last = spans[0], spans[-1]
        if first.started_at == meeting.began_at and (first.ended_at is None or began_at <= first.ended_at):
            first.started_at = began_at
            first.save(update_fields=["started_at"])
        if last.ended_at and last.ended_at == meeting.ended_at and ended_at and ended_at >= last.started_at:
            last.ended_at = ended_at
            last.save(update_fields=["ended_at"])
    set_fields(meeting, began_at=began_at, ended_at=ended_at, place_name=place_name)
    record("meetings.times_corrected", actor=by, target=meeting, data={"version": meeting.version})
    return meeting


def _require_plausible(meeting, began_at, ended_at):
    if began_at > timezone.now():
        raise ValidationError({"began": _("Diese Zeit liegt noch in der Zukunft.")})
    if meeting.state == State.RUNNING and ended_at:
        raise ValidationError(
            {"ended": _("Das Treffen läuft noch. Das Ende steht fest, wenn Sie es beenden.")}
        )
    # In UTC, so that the length is right also across the change of summer time.
    if ended_at and ended_at.astimezone(dt.UTC) - began_at.astimezone(dt.UTC) > LONGEST:
        raise ValidationError({"ended": _("Das Ende muss nach dem Beginn liegen.")})
    if ended_at and ended_at > timezone.now():
        raise ValidationError({"ended": _("Diese Zeit liegt noch in der Zukunft.")})


def stop(meeting, at):
    """End what runs; needs the lock on the meeting."""
    for span in meeting.spans.running():
        span.ended_at = max(at, span.started_at)  # clocks of two servers differ by a little
        span.save(update_fields=["ended_at"])
