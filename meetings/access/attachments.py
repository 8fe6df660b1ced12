"""Who may add, change and remove attachments. Who may read them is said by their querysets."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, first_denial, overtaken
from meetings.access.meetings import not_cancelled
from members.access import organises

ONLY_ORGANISERS = _("Nur die Organisation kann Anlagen hinzufügen oder ändern.")
IS_REMOVED = _("Diese Anlage ist entfernt. Holen Sie sie zuerst zurück.")
NOT_REMOVED = _("Diese Anlage ist nicht entfernt.")
IS_LINK = _("Ein Link hat keine Versionen. Ändern Sie seine Adresse.")


def can_attach(user, meeting) -> Verdict:
    """Also after the minutes are approved: slides come late, and nothing that was there gets lost."""
    return first_denial(organises(user, ONLY_ORGANISERS), not_cancelled(meeting))


def can_change_attachment(user, attachment) -> Verdict:
    removed = overtaken(IS_REMOVED) if attachment.is_removed else ALLOWED
    return first_denial(can_attach(user, attachment.meeting), removed)


def can_replace(user, attachment) -> Verdict:
    link = deny(IS_LINK) if attachment.url else ALLOWED
    return first_denial(can_change_attachment(user, attachment), link)


def can_restore(user, attachment) -> Verdict:
    removed = ALLOWED if attachment.is_removed else overtaken(NOT_REMOVED)
    return first_denial(can_attach(user, attachment.meeting), removed)
