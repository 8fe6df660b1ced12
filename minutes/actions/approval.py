"""Approval: by the decision at the TOP of a later meeting, or by nobody's objection.

That TOP, »Genehmigung des Protokolls vom 4. Juni 2025«, is put on the agenda of the next meeting by itself.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from core.access import require
from core.locking import lock
from core.workflow import step
from meetings.actions import agenda_formalities
from meetings.enums import NOT_ENDED, ItemKind, Kind
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Meeting
from members.models import GroupRules
from minutes.access import approval as access
from minutes.access import second_looks as second_look_access
from minutes.actions import second_looks
from minutes.actions.seals import seal
from minutes.enums import Approval, SealKind, State, Verb
from minutes.models import Minutes
from minutes.notifications.approval import MinutesApproved
from minutes.presenters.approval import item_title, usual_wording
from minutes.selectors.people import readers_of
from minutes.workflow import TRANSITIONS
from outcomes.actions import decisions
from outcomes.enums import Result
from outcomes.models import Decision


@transaction.atomic
def approve(*, minutes, by, decided=None):
    """Write down what the meeting decided, and seal the minutes if it approved them.

    `decided`: result, wording and votes as `ApproveForm` asks for them. What was recorded at the TOP already
    is taken as it stands. Return the minutes, or the SecondLook that waits.
    """
    minutes = lock(minutes)
    require(access.can_approve(by, minutes))
    require(second_look_access.nothing_waits(minutes, Verb.APPROVE))
    decision = access.recorded_at(minutes.approval_item)
    if decision is None:
        decided = {"result": Result.CONSENSUS, "wording": "", **(decided or {})}
        decided["wording"] = decided["wording"].strip() or usual_wording(minutes)
        asked = {name: decided[name] for name in ("result", "wording", *decisions.VOTES) if name in decided}
        decision = decisions.record_decision(agenda_item=minutes.approval_item, by=by, **asked)
    if decision.result == Result.POSTPONED:
        record("minutes.approval_postponed", actor=by, target=minutes)
        place_approval(minutes=minutes, by=by)
        return minutes
    _require_approving(decision)
    # The decision stands in any case; a writer of the minutes does not put the seal on them alone.
    if second_looks.needs_second_person(minutes, by):
        return second_looks.ask(minutes, Verb.APPROVE, data={"decision": decision.pk}, by=by)
    return _approve(minutes, Approval.IN_MEETING, decision, by)


@transaction.atomic
def confirm(*, look, by):
    """Approve as the second person. All that was true when the question was asked has to be true still."""
    look = second_looks.confirm(look, by=by)
    minutes = look.minutes
    require(access.can_approve(by, minutes))
    decision = Decision.objects.filter(pk=look.data["decision"]).first()
    if decision is None or decision.agenda_item_id != minutes.approval_item_id:
        raise ValidationError(_("Den Beschluss über die Genehmigung gibt es nicht mehr."))
    _require_approving(decision)
    return _approve(minutes, Approval.IN_MEETING, decision, by)


@transaction.atomic
def approve_silently(*, minutes):
    """Approve minutes whose period ended without an objection, where the group counts that as approval."""
    minutes = lock(minutes)
    require(access.may_end_in_silence(minutes))
    withdraw_approval(minutes, by=None)
    return _approve(minutes, Approval.SILENT, None, None)


def go_on_after_circulation(minutes, *, by):
    """Approve in silence, or put the approval on the next agenda. Needs the lock on the minutes.

    Silence approves only where the period has ended by itself (`by` is None) and the group has chosen so.
    """
    is_silent = by is None and GroupRules.objects.in_force().approves_silently
    # Also an objection with its answer goes to the meeting: it decides about what was said aloud.
    is_silent = is_silent and not minutes.objections.in_round_of(minutes).exists()
    if is_silent and access.may_end_in_silence(minutes):
        approve_silently(minutes=minutes)
        minutes.refresh_from_db()
    else:
        place_approval(minutes=minutes, by=by)


def _require_approving(decision):
    if decision.result == Result.NOTED:
        raise ValidationError(
            {"result": _("Zur Kenntnis nehmen genügt nicht: Ein Protokoll wird genehmigt oder vertagt.")}
        )


def _approve(minutes, how, decision, by):
    minutes.state = step(TRANSITIONS, minutes.state, Verb.APPROVE)
    minutes.approval, minutes.approval_decision = how, decision
    minutes.approved_at = timezone.now()
    minutes.version += 1
    minutes.save(
        update_fields=["state", "approval", "approval_decision", "approved_at", "version", "updated_at"]
    )
    second_looks.forget(minutes, by=by)
    record("minutes.approved", actor=by, target=minutes, data={"how": str(how)})
    # Sealed last: the seal's text says how and when the minutes were approved.
    new = seal(minutes, kind=SealKind.APPROVAL, by=by)
    MinutesApproved(minutes, seal=new.position).to(readers_of(minutes), but=by)
    return minutes


# --- the TOP of the approving meeting ---------------------------------------------------------------------


@transaction.atomic
def place_approval(*, minutes, by=None):
    """Put the approval of `minutes` on the agenda of the next suitable meeting; return the TOP or None.

    Changes nothing where the present TOP still holds, or where the minutes do not wait for their approval.
    """
    minutes = lock(minutes)
    if minutes.state != State.FOR_APPROVAL:
        return None
    item = minutes.approval_item
    if item is not None and still_holds(item):
        # The meeting of the minutes may be seen by fewer than before: its day must not stand in a wider TOP.
        mask = item.mask & minutes.meeting.audience
        if mask != item.mask and mask:
            agenda_formalities.narrow_formality(item=item, audience=mask)
        return item
    title = item_title(minutes)
    for meeting in meetings_to_come(minutes):
        # What an earlier round left behind, because a section hung on it already.
        known = AgendaItem.objects.filter(meeting=meeting, kind=ItemKind.FORMAL, approval_of__isnull=True)
        item = known.kept().filter(title=title).order_by("position").first()
        item = item or agenda_formalities.add_formality(
            meeting=meeting, title=title, audience=minutes.meeting.audience, by=by
        )
        if item is None:  # this meeting takes no TOP any more
            continue
        minutes.approval_item = item
        minutes.version += 1
        minutes.save(update_fields=["approval_item", "version"])
        minutes.placings.update_or_create(meeting_id=item.meeting_id, defaults={"placed_at": timezone.now()})
        record("minutes.approval_placed", actor=by, target=minutes, data={"meeting": item.meeting_id})
        return item
    return None


def withdraw_approval(minutes, *, by):
    """Take the approval off the agenda: the minutes no longer wait for one. Needs the lock on the minutes."""
    item = minutes.approval_item
    if item is None:
        return
    # First let go: a TOP that approves minutes is not removed.
    minutes.approval_item = None
    minutes.save(update_fields=["approval_item"])
    agenda_formalities.remove_formality(item=item, by=by)


def hold_approvals():
    """Lock all minutes that wait, before a meeting is locked; return the function that places them.

    A change of a meeting calls both: the TOP comes with the date, and leaves with a cancellation. What begins
    to wait in between finds its own place; `place_all` mends what two at once may have missed.
    """
    # By key, as everybody locks many rows: two changes in another order would wait for each other for ever.
    held = list(Minutes.objects.select_for_update().filter(state=State.FOR_APPROVAL).order_by("pk"))

    def place():
        for minutes in sorted(
            held, key=lambda row: (row.meeting.starts_at is None, row.meeting.starts_at, row.pk)
        ):
            place_approval(minutes=minutes)

    return place


def let_approval_go(item):
    """Free the minutes that `item`, a dropped TOP, was to approve: they find another (`hold_approvals`)."""
    Minutes.objects.filter(approval_item=item).update(approval_item=None)


def place_all():
    """Place the approval of every set of minutes that waits: what no action has placed, now and then."""
    waiting = Minutes.objects.filter(state=State.FOR_APPROVAL).select_related("meeting")
    for minutes in waiting.order_by("meeting__starts_at", "pk"):
        place_approval(minutes=minutes)


def still_holds(item) -> bool:
    """Until the meeting is cancelled, or over without having approved anything."""
    if item.meeting.state == MeetingState.CANCELLED:
        return False
    if item.meeting.state != MeetingState.HELD:
        return True
    # A meeting that is over may still write down what it decided, as long as its own minutes are open.
    record_closed = getattr(item.meeting, "minutes", None) and item.meeting.minutes.state == State.APPROVED
    return not record_closed and not access.is_postponed(item)


def meetings_to_come(minutes):
    """Return Fachgruppentreffen after that of the minutes, running or to come, the soonest first.

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
