"""Who approves minutes, and when. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.access.people import takes_minutes, writes_minutes
from meetings.enums import State as MeetingState
from minutes.access.objections import objections_answered
from minutes.enums import State, Verb
from minutes.workflow import TRANSITIONS
from outcomes.access import not_yet_approved, writes_minutes_of
from outcomes.enums import Result

ONLY_WRITERS_APPROVE = _("Genehmigungen halten nur die Protokollführung und die Organisation fest.")
NO_LATER_MEETING = _(
    "Zurzeit steht kein Fachgruppentreffen bevor, das dieses Protokoll genehmigen kann. "
    "Sobald eines angelegt ist, steht die Genehmigung von selbst auf seiner Tagesordnung."
)
NOT_BEGUN = _("Das Treffen, das dieses Protokoll genehmigen soll, hat noch nicht begonnen.")
MEETING_CANCELLED = _("Das Treffen, das dieses Protokoll genehmigen sollte, ist abgesagt.")
POSTPONED = _("Die Genehmigung ist vertagt. Sie kommt von selbst auf die Tagesordnung des nächsten Treffens.")
STEP_REFUSED = {
    State.DRAFT: _("Genehmigt wird ein Protokoll erst nach dem Umlauf."),
    State.CIRCULATING: _("Das Protokoll ist noch im Umlauf. Genehmigt wird es erst danach."),
    State.APPROVED: _("Das Protokoll ist schon genehmigt."),
}


def decides(user, minutes) -> bool:
    """Whether `user` writes these minutes or, until they are approved, those of the meeting that does."""
    if writes_minutes(user, minutes.meeting):
        return True
    item = minutes.approval_item if minutes.state == State.FOR_APPROVAL else None
    return item is not None and takes_minutes(user, item.meeting)


def can_approve(user, minutes) -> Verdict:
    # Everything but the second person: that is asked when the decision is there.
    if not decides(user, minutes):
        return deny(ONLY_WRITERS_APPROVE)
    return first_denial(
        _in_state(minutes),
        approving_meeting_has_begun(minutes),
        may_note_the_decision(user, minutes),
        objections_answered(minutes),
    )


def may_end_in_silence(minutes) -> Verdict:
    """Approved by the portal: the period is over and nobody waits for an answer."""
    return first_denial(_in_state(minutes), objections_answered(minutes))


def _in_state(minutes):
    return may_step(TRANSITIONS, minutes.state, Verb.APPROVE, STEP_REFUSED.get(minutes.state, ""))


def approving_meeting_has_begun(minutes) -> Verdict:
    item = minutes.approval_item
    if item is None:
        return overtaken(NO_LATER_MEETING)
    meeting = item.meeting
    if meeting.state == MeetingState.CANCELLED:
        return overtaken(MEETING_CANCELLED)
    if is_postponed(item):
        return overtaken(POSTPONED)
    # Who forgot to press »Beginnen« approves all the same: the appointed time counts too.
    begun = meeting.state in (MeetingState.RUNNING, MeetingState.HELD) or meeting.has_begun
    return ALLOWED if begun else overtaken(NOT_BEGUN)


def recorded_at(item):
    """Return the decision that was recorded last at the TOP `item`, or None."""
    return item.decisions.newest_first().first() if item else None


def is_postponed(item) -> bool:
    """Whether the last word of that meeting about the approval was »vertagt«."""
    newest = recorded_at(item)
    return newest is not None and newest.result == Result.POSTPONED


def may_note_the_decision(user, minutes) -> Verdict:
    # The decision belongs to the minutes of the approving meeting; once it is there, others go on.
    item = minutes.approval_item
    if item is None:
        return overtaken(NO_LATER_MEETING)
    if item.decisions.exists():
        return ALLOWED
    meeting = item.meeting
    return first_denial(writes_minutes_of(user, meeting), not_yet_approved(meeting))
