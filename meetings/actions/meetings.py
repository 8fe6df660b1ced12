"""A meeting from its first idea to the day after."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.dates import local
from core.locking import lock, require_version
from core.markdown import render, require_renderable
from core.validity import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    require_between,
    require_day,
    require_text,
    require_valid,
)
from core.workflow import step
from meetings import ports
from meetings.access import meetings
from meetings.actions import numbering, topics
from meetings.actions.agenda_tree import keep_topics_narrow, narrow
from meetings.actions.fields import moments, set_fields
from meetings.actions.running import stop as stop_clock
from meetings.enums import Kind, State, Verb
from meetings.models import Meeting, Move
from meetings.workflow import TRANSITIONS
from members import audience as audiences
from members.choosing import require_member

PLACE = (
    "place_name", "place_room", "place_address", "place_way", "place_access", "capacity", "online_url",
)  # fmt: skip

CAPACITY = (1, 10_000)
LONGEST_REASON = 1000


@transaction.atomic
def create(*, title, audience, kind=Kind.GROUP, submission_key=None, by, **fields):
    """A new draft, which tells nobody anything. A second click finds the meeting of the first."""
    require(meetings.can_create(by))
    audiences.require_valid(audience)
    fields = checked({"title": title, "kind": kind, **fields})
    require_member(fields.get("minute_taker"), "minute_taker")
    # Minutes are locked before meetings, in every action: whoever sends them round comes from that side.
    place_approvals = ports.hold_approvals()
    meeting, is_new = Meeting.objects.get_or_create(
        submission_key=submission_key or uuid.uuid4(),
        defaults={"audience": audience, **fields},
    )
    if is_new:
        record("meetings.created", actor=by, target=meeting)
        place_approvals()
    return meeting


@transaction.atomic
def edit(*, meeting, version, by, **fields):
    """Change the words and the audience. Items wider than the meeting become narrower with it."""
    place_approvals = ports.hold_approvals()
    is_other_kind = fields.get("kind", meeting.kind) != meeting.kind
    if is_other_kind:
        numbering.hold(meeting)
    meeting = lock(meeting)
    require(meetings.can_edit(by, meeting))
    require_version(meeting, version, fields)
    audiences.require_valid(fields.get("audience", meeting.audience))
    if meeting.number is not None and fields.get("kind", meeting.kind) != meeting.kind:
        raise ValidationError({"kind": _("Das Treffen hat schon eine Nummer. Seine Art bleibt.")})
    if meetings.is_on_record(meeting):  # what approved minutes say of it, and who reads them, is sealed
        for name in ("title", "audience"):
            if fields.get(name, getattr(meeting, name)) != getattr(meeting, name):
                raise ValidationError({name: _("Das Protokoll ist gesiegelt. Das bleibt, wie es war.")})
    fields = checked(fields, meeting.target_quarter)
    require_member(fields.get("minute_taker"), "minute_taker", chosen=meeting.minute_taker_id)
    before, sequence = meeting.audience, meeting.sequence
    set_fields(meeting, **fields)
    narrow(meeting.agenda_items.in_order(), meeting.audience)
    if not audiences.is_narrower(meeting.audience, before):
        keep_topics_narrow(meeting)
    if is_other_kind:
        numbering.renumber(meeting, by=by)
    record("meetings.edited", actor=by, target=meeting, data={"version": meeting.version})
    ports.audience_changed(meeting=meeting)
    if meeting.sequence != sequence or meeting.audience != before:
        ports.notify(meeting, by=by)
    place_approvals()
    return meeting


@transaction.atomic
def schedule(*, meeting, version, by, minute_taker=None, **typed):
    """Give the draft its date. A date in the past is recorded and tells nobody."""
    place_approvals = ports.hold_approvals()
    # With the date numbers of other meetings may change: all of them by key before one of them alone.
    numbering.hold(meeting)
    meeting = lock(meeting)
    require(meetings.can_schedule(by, meeting))
    require_version(meeting, version, typed)
    require_member(minute_taker, "minute_taker", chosen=meeting.minute_taker_id)
    state = step(TRANSITIONS, meeting.state, Verb.SCHEDULE)
    times = times_of(typed["day"], typed.get("begins"), typed.get("ends"))
    set_fields(meeting, state=state, minute_taker=minute_taker, **times, **place_of(typed))
    numbering.renumber(meeting, by=by)
    # The poll is closed first, so that nobody is asked for a date that stands.
    ports.date_fixed(meeting)
    record("meetings.scheduled", actor=by, target=meeting, data={"day": str(typed["day"])})
    topics.notify_proposers(meeting, by=by)
    ports.notify(meeting, by=by)
    place_approvals()
    return meeting


@transaction.atomic
def move(*, meeting, version, by, reason="", **typed):
    """Another date or another place; the old date stays visible. A mere correction of the link is no move."""
    place_approvals = ports.hold_approvals()
    numbering.hold(meeting)
    meeting = lock(meeting)
    require(meetings.can_move(by, meeting))
    require_version(meeting, version, {"reason": reason, **typed})
    old = Move(
        meeting=meeting, old_starts_at=meeting.starts_at, old_ends_at=meeting.ends_at,
        old_place_name=meeting.place_name, old_has_times=meeting.has_times,
        reason=reason.strip(), moved_by=by,
    )  # fmt: skip
    before = {field: getattr(meeting, field) for field in PLACE}
    times = times_of(typed["day"], typed.get("begins"), typed.get("ends"))
    place = place_of(typed)
    has_moved = any(getattr(meeting, field) != value for field, value in times.items())
    require_valid(old, "reason")
    if has_moved and not old.reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund. Er steht in der Nachricht an alle.")})
    # A second click, or a form that was opened and saved: no move, no mail.
    if not has_moved and all(before[field] == value for field, value in place.items()):
        return meeting
    set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.MOVE), **times, **place)
    if has_moved:
        old.save()
        ports.date_fixed(meeting)
        ports.moved(meeting)
        numbering.renumber(meeting, by=by)
        data = {"day": str(typed["day"]), "reason": old.reason}
        record("meetings.moved", actor=by, target=meeting, data=data)
    else:
        record("meetings.place_changed", actor=by, target=meeting)
    ports.notify(meeting, by=by)
    place_approvals()
    return meeting


@transaction.atomic
def cancel(*, meeting, version, reason, by):
    """The meeting will not take place. Its topics go back to the Themenspeicher."""
    place_approvals = ports.hold_approvals()
    numbering.hold(meeting)
    meeting = lock(meeting)
    require(meetings.can_cancel(by, meeting))
    require_version(meeting, version, {"reason": reason})
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_text(reason, "reason", longest=LONGEST_REASON)
    # It may run already: then its last TOP ends now.
    stop_clock(meeting, timezone.now())
    set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.CANCEL), cancelled_because=reason)
    numbering.renumber(meeting, by=by)
    record("meetings.cancelled", actor=by, target=meeting, data={"reason": reason})
    topics.release(meeting, by=by)
    ports.notify(meeting, by=by)
    ports.cancelled(meeting, by=by)
    place_approvals()
    return meeting


@transaction.atomic
def hold(*, meeting, version, by):
    """It took place. The topics of its agenda are dealt with; a clock that runs stops."""
    place_approvals = ports.hold_approvals()
    meeting = lock(meeting)
    require(meetings.can_hold(by, meeting))
    require_version(meeting, version)
    now = timezone.now()
    ended_at = now if meeting.state == State.RUNNING else meeting.ended_at
    stop_clock(meeting, now)
    set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.HOLD), ended_at=ended_at)
    record("meetings.held", actor=by, target=meeting)
    topics.mark_discussed(topics.items_with_topic(meeting), by=by)
    place_approvals()
    return meeting


# --- the pieces -------------------------------------------------------------------------------------------


def times_of(day, begins=None, ends=None) -> dict:
    """Wall-clock times in Jena as moments. Without times only the day is known."""
    require_day(day)
    if begins is None:
        if ends is not None:
            raise ValidationError({"begins": _("Bitte geben Sie auch den Beginn an.")})
        return {"starts_at": local(day, dt.time.min), "ends_at": None, "has_times": False}
    starts_at, ends_at = moments(day, begins, ends)
    return {"starts_at": starts_at, "ends_at": ends_at, "has_times": True}


def place_of(typed) -> dict:
    """What was given, if it can be; the rest stays as it is."""
    given = {field: typed[field] for field in PLACE if field in typed}
    require_valid(Meeting(**given), *given)
    require_between(given.get("capacity"), *CAPACITY, "capacity")
    return given


def checked(fields, target_quarter=None) -> dict:
    """The fields of a meeting, if they can be, with what follows from them."""
    if fields.get("is_announced") and not fields.get("target_quarter", target_quarter):
        raise ValidationError({"target": _("Bitte wählen Sie den Zeitraum, den Sie ankündigen.")})
    place_of(fields)
    typed = {name: fields[name] for name in ("title", "kind") if name in fields}
    require_valid(Meeting(**typed), *typed)
    require_between(fields.get("target_quarter"), 1, 4, "target")
    require_between(fields.get("target_year"), EARLIEST_YEAR, LATEST_YEAR, "target")
    if "description" not in fields:
        return fields
    require_renderable(fields["description"], field="description")
    return {**fields, "description_html": render(fields["description"])}
