"""Reading and consenting while minutes go round, and reminding. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from meetings.access.people import writes_minutes
from members.viewers import viewer_for
from minutes.access.circulation import NOT_IN_CIRCULATION, ONLY_WRITERS_CIRCULATE, in_circulation
from minutes.enums import State

ONLY_MEMBERS_READ = _(
    "Nur Mitglieder der Fachgruppe können das Protokoll als gelesen vermerken oder zustimmen."
)
OWN_OBJECTION_OPEN = _(
    "Sie haben selbst eine Einwendung erhoben. »Keine Einwendungen« ist möglich, wenn sie beantwortet oder "
    "zurückgezogen ist."
)
ONLY_WRITERS_SEE = _("Wer gelesen hat, sehen nur die Protokollführung und die Organisation.")


def can_mark_read(user, minutes) -> Verdict:
    if not viewer_for(user).is_member:
        return deny(ONLY_MEMBERS_READ)
    return in_circulation(minutes)


def can_consent(user, minutes) -> Verdict:
    # Who objects does not agree: one of the two has to go first.
    verdict = can_mark_read(user, minutes)
    if verdict and minutes.objections.open().filter(author=viewer_for(user).person_id).exists():
        return overtaken(OWN_OBJECTION_OPEN)
    return verdict


def can_see_readings(user, minutes) -> Verdict:
    """Who has read and who has not: for those who write, from the circulation on."""
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_SEE)
    return overtaken(NOT_IN_CIRCULATION) if minutes.state == State.DRAFT else ALLOWED


def can_remind(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS_CIRCULATE)
    return in_circulation(minutes)
