"""Who writes minutes, and when. Sentences are shown to people."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from meetings.access.people import writes_minutes
from meetings.enums import WITHOUT_MINUTES
from minutes.enums import State

ONLY_WRITERS = _("Das Protokoll schreiben nur die Protokollführung dieses Treffens und die Organisation.")
ONLY_DRAFTS = _("Der Text lässt sich nur im Entwurf ändern. Holen Sie das Protokoll zuerst zurück.")
FINAL = _("Das Protokoll ist genehmigt und lässt sich nicht mehr ändern.")
NO_MEETING_YET = _("Ein Protokoll gibt es erst, wenn der Termin des Treffens feststeht.")
NOT_EMPTY = _("Zu diesem TOP ist schon etwas festgehalten. Er ist nicht entfallen.")


def can_create(user, meeting) -> Verdict:
    if not writes_minutes(user, meeting):
        return deny(ONLY_WRITERS)
    return overtaken(NO_MEETING_YET) if meeting.state in WITHOUT_MINUTES else ALLOWED


def can_write(user, minutes) -> Verdict:
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS)
    # Sealed text is corrected in the open (access.corrections), never written over.
    if minutes.state == State.APPROVED:
        return overtaken(FINAL)
    return ALLOWED if minutes.state == State.DRAFT else overtaken(ONLY_DRAFTS)


def can_leave_out(user, section) -> Verdict:
    # »entfällt« is for a TOP of which the record says nothing yet, nor of one below it.
    writing, item = can_write(user, section.minutes), section.agenda_item
    if not writing:
        return writing
    if item is None or section.body or item.children.kept().exists():
        return overtaken(NOT_EMPTY)
    has_outcomes = item.decisions.exists() or item.actionitems.exists()
    return overtaken(NOT_EMPTY) if has_outcomes else ALLOWED


def can_set_audience(user, minutes) -> Verdict:
    # Also while it goes round: what was shown to too many must be narrowed at once.
    if not writes_minutes(user, minutes.meeting):
        return deny(ONLY_WRITERS)
    return overtaken(FINAL) if minutes.state == State.APPROVED else ALLOWED
