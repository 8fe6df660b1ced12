"""Terminabstimmungen: may they, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from core.workflow import may_step
from meetings.enums import DATED, State, Verb
from meetings.workflow import TRANSITIONS
from members.access import organises
from members.viewers import viewer_for
from polls.enums import PollState, PollVerb
from polls.workflow import POLLS

ONLY_ORGANISERS = _("Terminabstimmungen führt nur die Organisation.")
ONLY_MEMBERS = _("Auf Terminabstimmungen antworten nur Mitglieder der Fachgruppe.")
HAS_DATE = _("Eine Terminabstimmung gibt es nur für ein Treffen im Entwurf.")
HAS_BEGUN = _("Das Treffen hat schon begonnen.")
NOT_YET = _("Die Terminabstimmung hat noch nicht begonnen.")
RUNS = _("Die Terminabstimmung läuft schon.")
CLOSED = _("Die Terminabstimmung ist geschlossen. Antworten lassen sich nicht mehr ändern.")
CLOSED_FOR_OPTIONS = _(
    "Die Terminabstimmung ist geschlossen. Verlängern Sie zuerst die Frist, dann ergänzen Sie Vorschläge."
)
DECIDED = _("Der Termin ist entschieden: %(when)s.")
WITHOUT_POLL = _("Der Termin wurde ohne die Abstimmung festgelegt.")
CANCELLED = _("Das Treffen ist abgesagt.")
NO_PROPOSALS = _("Bei dieser Terminabstimmung schlägt nur die Organisation Termine vor.")
HAS_ANSWERS = _(
    "Es gibt schon Antworten; sie gehen nicht verloren. Sie können die Abstimmung schließen oder das Treffen "
    "absagen."
)
OPTION_HAS_ANSWERS = _("Zu diesem Vorschlag gibt es schon Antworten. Er bleibt stehen.")
OPTION_IS_PAST = _("Dieser Vorschlag liegt in der Vergangenheit.")


def can_prepare(user, meeting) -> Verdict:
    """Begin a poll, or go on preparing it."""
    return first_denial(
        organises_polls(user), may_step(TRANSITIONS, meeting.state, Verb.POLL, _why_no_poll(meeting))
    )


def can_prepare_other(user, meeting) -> Verdict:
    """Ask for another date of a meeting that has one; until it is decided, the old one holds."""
    has_date = meeting.state in DATED and not meeting.has_begun
    return first_denial(organises_polls(user), ALLOWED if has_date else overtaken(_why_no_poll(meeting)))


def _can_go_on_preparing(user, poll) -> Verdict:
    prepare = can_prepare_other if poll.replaces_date else can_prepare
    return prepare(user, poll.meeting)


def can_open(user, poll) -> Verdict:
    return first_denial(organises_polls(user), _step(poll, PollVerb.OPEN), _can_go_on_preparing(user, poll))


def can_change(user, poll) -> Verdict:
    """Deadline, message, proposals: as long as there is something to ask; a new deadline reopens."""
    if poll.state == PollState.DRAFT:
        return first_denial(organises_polls(user), overtaken(NOT_YET))
    return first_denial(organises_polls(user), _undecided(poll))


def can_close(user, poll) -> Verdict:
    return first_denial(organises_polls(user), _undecided(poll), _step(poll, PollVerb.CLOSE))


def can_withdraw(user, poll) -> Verdict:
    """Opened by mistake. That nobody has answered yet, the action makes sure of under the lock."""
    return first_denial(organises_polls(user), _undecided(poll), _step(poll, PollVerb.WITHDRAW))


def can_add_options(user, poll) -> Verdict:
    if poll.state == PollState.DRAFT:
        return _can_go_on_preparing(user, poll)
    closed = overtaken(CLOSED_FOR_OPTIONS) if poll.is_closed else ALLOWED
    return first_denial(organises_polls(user), _undecided(poll), closed)


def can_decide(user, poll) -> Verdict:
    return first_denial(organises_polls(user), _undecided(poll), _step(poll, PollVerb.DECIDE))


def can_decide_for(user, option) -> Verdict:
    past = overtaken(OPTION_IS_PAST) if option.is_past else ALLOWED
    return first_denial(can_decide(user, option.poll), past)


def takes_part(user) -> Verdict:
    """Whoever is asked at all. Somebody who answers too late keeps on the screen what they chose."""
    viewer = viewer_for(user)
    return ALLOWED if viewer.is_member and viewer.person_id is not None else deny(ONLY_MEMBERS)


def can_answer(user, poll) -> Verdict:
    """Whoever sees the poll as a member, until its deadline."""
    runs = ALLOWED if poll.is_running else overtaken(NOT_YET if poll.state == PollState.DRAFT else CLOSED)
    return first_denial(takes_part(user), _undecided(poll), runs)


def can_propose(user, poll) -> Verdict:
    allowed = ALLOWED if poll.allows_proposals else overtaken(NO_PROPOSALS)
    return first_denial(can_answer(user, poll), allowed)


def organises_polls(user) -> Verdict:
    return organises(user, ONLY_ORGANISERS)


def _undecided(poll) -> Verdict:
    # Whoever comes too late reads the date that was found.
    if poll.state == PollState.DECIDED:
        return overtaken(DECIDED % {"when": poll.decided.when})
    if poll.meeting.state == State.CANCELLED:
        return overtaken(CANCELLED)
    return overtaken(WITHOUT_POLL) if poll.is_history else ALLOWED


def _step(poll, verb) -> Verdict:
    sentences = {PollState.DRAFT: NOT_YET, PollState.OPEN: RUNS, PollState.CLOSED: CLOSED}
    return may_step(POLLS, poll.state, verb, sentences.get(poll.state, CLOSED))


def _why_no_poll(meeting):
    if meeting.state == State.CANCELLED:
        return CANCELLED
    if meeting.has_begun:
        return HAS_BEGUN
    return RUNS if meeting.state == State.POLLING else HAS_DATE
