"""Approving, correcting, publishing, and who looks a second time. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.access.people import takes_minutes, writes_minutes
from meetings.enums import State as MeetingState
from members import audience
from members.viewers import viewer_for
from minutes.access.objections import objections_answered
from minutes.enums import State, Verb
from minutes.workflow import TRANSITIONS
from outcomes.access import not_yet_approved, writes_minutes_of
from outcomes.enums import Result

ONLY_WRITERS_APPROVE = _("Genehmigungen halten nur die Protokollführung und die Organisation fest.")
ONLY_WRITERS_CORRECT = _("Berichtigen können nur die Protokollführung und die Organisation.")
ONLY_WRITERS_PUBLISH = _("Veröffentlichen können nur die Protokollführung und die Organisation.")
NO_LATER_MEETING = _(
    "Zurzeit steht kein Fachgruppentreffen bevor, das dieses Protokoll genehmigen kann. "
    "Sobald eines angelegt ist, steht die Genehmigung von selbst auf seiner Tagesordnung."
)
NOT_BEGUN = _("Das Treffen, das dieses Protokoll genehmigen soll, hat noch nicht begonnen.")
MEETING_CANCELLED = _("Das Treffen, das dieses Protokoll genehmigen sollte, ist abgesagt.")
POSTPONED = _("Die Genehmigung ist vertagt. Sie kommt von selbst auf die Tagesordnung des nächsten Treffens.")
ALREADY_APPROVED = _("Das Protokoll ist schon genehmigt.")
NOT_APPROVED = _("Das geht erst, wenn das Protokoll genehmigt ist.")
ALREADY_PUBLISHED = _("Das Protokoll ist schon veröffentlicht.")
NOT_PUBLISHED = _("Das Protokoll ist nicht veröffentlicht.")
NOT_A_PUBLIC_MEETING = _(
    "Das Treffen ist nicht öffentlich. Veröffentlichen lässt sich nur das Protokoll eines öffentlichen "
    "Treffens."
)
WAITS_ALREADY = _("Das wartet schon auf die Bestätigung durch eine zweite Person.")
ONES_OWN_QUESTION = _("Bestätigen muss eine zweite Person, nicht wer darum gebeten hat.")
WROTE_IT = _("Sie haben an diesem Protokoll geschrieben. Bestätigen muss jemand anderes.")
SETTLED = _("Darüber ist schon entschieden.")
ONLY_WRITERS_LOOK = _("Bestätigen können nur die Protokollführung und die Organisation.")

STEP_REFUSED = {
    State.DRAFT: _("Genehmigt wird ein Protokoll erst nach dem Umlauf."),
    State.CIRCULATING: _("Das Protokoll ist noch im Umlauf. Genehmigt wird es erst danach."),
    State.APPROVED: ALREADY_APPROVED,
}


def decides(user, minutes) -> bool:
    """Who writes these minutes or, until they are approved, those of the meeting that approves them."""
    if writes_minutes(user, minutes.meeting):
        return True
    item = minutes.approval_item if minutes.state == State.FOR_APPROVAL else None
    return item is not None and takes_minutes(user, item.meeting)


def can_approve(user, minutes) -> Verdict:
    """Everything but the second person: that is asked when the decision is there."""
    if not decides(user, minutes):
        return deny(ONLY_WRITERS_APPROVE)
    return first_denial(
        may_step(TRANSITIONS, minutes.state, Verb.APPROVE, STEP_REFUSED.get(minutes.state, NOT_APPROVED)),
        approving_meeting_has_begun(minutes),
        may_note_the_decision(user, minutes),
        objections_answered(minutes),
    )


def may_end_in_silence(minutes) -> Verdict:
    """Approved by the portal: the period is over and nobody waits for an answer."""
    return first_denial(
        may_step(TRANSITIONS, minutes.state, Verb.APPROVE, STEP_REFUSED.get(minutes.state, NOT_APPROVED)),
        objections_answered(minutes),
    )


def approving_meeting_has_begun(minutes) -> Verdict:
    item = minutes.approval_item
    if item is None:
        return overtaken(NO_LATER_MEETING)
    meeting = item.meeting
    if meeting.state == MeetingState.CANCELLED:
        return overtaken(MEETING_CANCELLED)
    if is_postponed(item):
        return overtaken(POSTPONED)
    begun = meeting.state in (MeetingState.RUNNING, MeetingState.HELD) or meeting.has_begun
    return ALLOWED if begun else overtaken(NOT_BEGUN)


def recorded_at(item):
    """What was decided at the TOP last."""
    return item.decisions.newest_first().first() if item else None


def is_postponed(item) -> bool:
    """Whether the last word of that meeting about the approval was »vertagt«."""
    newest = recorded_at(item)
    return newest is not None and newest.result == Result.POSTPONED


def may_note_the_decision(user, minutes) -> Verdict:
    """The decision belongs to the minutes of the approving meeting; once it is there, others go on."""
    item = minutes.approval_item
    if item is None:
        return overtaken(NO_LATER_MEETING)
    if item.decisions.exists():
        return ALLOWED
    meeting = item.meeting
    return first_denial(writes_minutes_of(user, meeting), not_yet_approved(meeting))


# --- approved minutes -------------------------------------------------------------------------------------


def can_correct(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CORRECT)
    return may_step(TRANSITIONS, minutes.state, Verb.CORRECT, NOT_APPROVED)


def can_publish(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_PUBLISH)
    stepping = may_step(TRANSITIONS, minutes.state, Verb.PUBLISH, NOT_APPROVED)
    if stepping and minutes.published_at:
        return overtaken(ALREADY_PUBLISHED)
    if stepping and not minutes.meeting.audience & audience.ANYBODY:
        return overtaken(NOT_A_PUBLIC_MEETING)
    return stepping


def can_withdraw(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_PUBLISH)
    stepping = may_step(TRANSITIONS, minutes.state, Verb.WITHDRAW, NOT_APPROVED)
    return overtaken(NOT_PUBLISHED) if stepping and not minutes.published_at else stepping


# --- the second person ------------------------------------------------------------------------------------


def nothing_waits(minutes, verb) -> Verdict:
    waiting = minutes.second_looks.open().filter(verb=verb)
    return overtaken(WAITS_ALREADY) if waiting.exists() else ALLOWED


def can_confirm(user, look, asked) -> Verdict:
    """`asked`: the accounts that may look a second time (minutes.selectors.people)."""
    viewer = viewer_for(user)
    if not decides(user, look.minutes):
        return deny(ONLY_WRITERS_LOOK)
    if look.confirmed_at or look.withdrawn_at:
        return overtaken(SETTLED)
    if look.asked_by_id == viewer.user_id:
        return deny(ONES_OWN_QUESTION)
    return ALLOWED if any(each.pk == viewer.user_id for each in asked) else deny(WROTE_IT)


def can_take_back(user, look) -> Verdict:
    """Whoever asked, and whoever was asked: the answer may be no."""
    if not decides(user, look.minutes):
        return deny(ONLY_WRITERS_LOOK)
    return overtaken(SETTLED) if look.confirmed_at or look.withdrawn_at else ALLOWED
