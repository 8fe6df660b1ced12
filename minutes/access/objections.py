"""Objections: who raises, sees and answers them. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from meetings.access.people import writers_of, writes_minutes
from members.viewers import viewer_for
from minutes.access.circulation import in_circulation
from minutes.enums import ObjectionState, State

ONLY_MEMBERS_OBJECT = _("Einwendungen erheben nur Mitglieder der Fachgruppe.")
OBJECT_NOT_YET = _("Einwendungen sind möglich, sobald das Protokoll im Umlauf ist.")
OBJECT_TOO_LATE = _(
    "Die Frist für Einwendungen ist abgelaufen. Melden Sie sich bei der Protokollführung oder im nächsten "
    "Treffen."
)
OBJECTIONS_CLOSED = _("Das Protokoll ist genehmigt. Einwendungen sind nicht mehr möglich.")
NOT_YOUR_OBJECTION = _("Das ist die Einwendung einer anderen Person.")
ANSWERED_ALREADY = _("Diese Einwendung ist schon beantwortet.")
WITHDRAWN_ALREADY = _("Diese Einwendung ist zurückgezogen.")
ONLY_WRITERS_ANSWER = _("Einwendungen beantworten nur die Protokollführung und die Organisation.")
NOT_ONES_OWN = _(
    "Die eigene Einwendung beantwortet jemand anderes: die Protokollführung oder die Organisation."
)


def can_object(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_OBJECT)
    if minutes.state == State.DRAFT:
        return overtaken(OBJECT_NOT_YET)
    if minutes.state == State.APPROVED:
        return overtaken(OBJECTIONS_CLOSED)
    return ALLOWED if in_circulation(minutes) else overtaken(OBJECT_TOO_LATE)


def owns(user, objection) -> Verdict:
    return ALLOWED if objection.author_id == viewer_for(user).person_id else deny(NOT_YOUR_OBJECTION)


def can_withdraw(user, objection) -> Verdict:
    # Also when the period is over: whoever is satisfied need not wait for the meeting.
    return first_denial(owns(user, objection), _is_open(objection))


def can_see(user, minutes) -> Verdict:
    # The list for those who answer; everybody else finds them on the page of the minutes.
    return ALLOWED if writes_minutes(user, minutes.meeting) else deny(ONLY_WRITERS_ANSWER)


def answers(user, objection) -> Verdict:
    """Whose objection it is to answer, open or not. Nobody answers their own, unless nobody else could."""
    seeing = can_see(user, objection.minutes)
    is_own = objection.author_id == viewer_for(user).person_id
    # Where one person does everything, the minutes would otherwise never be approved.
    if seeing and is_own and others_answer(objection.minutes, objection.author_id):
        return deny(NOT_ONES_OWN)
    return seeing


def others_answer(minutes, author_id) -> bool:
    return writers_of(minutes.meeting).exclude(person=author_id).exists()


def can_answer(user, objection) -> Verdict:
    return first_denial(answers(user, objection), _is_open(objection))


def _is_open(objection) -> Verdict:
    if objection.state == ObjectionState.OPEN:
        return ALLOWED
    return overtaken(WITHDRAWN_ALREADY if objection.state == ObjectionState.WITHDRAWN else ANSWERED_ALREADY)


def objections_answered(minutes) -> Verdict:
    """The part of the rule about approval that concerns objections: each has its answer."""
    count = minutes.objections.open().count()
    if not count:
        return ALLOWED
    sentence = ngettext(
        "Eine Einwendung ist noch nicht beantwortet. Das Protokoll wird erst genehmigt, wenn sie "
        "beantwortet ist.",
        "%(count)s Einwendungen sind noch nicht beantwortet. Das Protokoll wird erst genehmigt, wenn sie "
        "beantwortet sind.",
        count,
    )
    return overtaken(sentence % {"count": count})
