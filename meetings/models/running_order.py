"""What those who host a meeting note for each other."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import LongTextField, Stamped, Versioned
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.querysets import InternalNoteQuerySet


class InternalNote(Stamped, Versioned):
    """A note in the Regiebuch, of one TOP or of the meeting as a whole.

    In a table of its own, so that no page, mail, file or feed that reads TOPs can carry it along.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="internal_notes")
    agenda_item = models.OneToOneField(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="internal_note", verbose_name=_("TOP")
    )
    text = LongTextField(_("interne Notiz"), blank=True)

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("interne Notiz")
        verbose_name_plural = _("interne Notizen")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(agenda_item__isnull=True),
                name="internal_note_of_meeting_once",
            )
        ]

    def __str__(self):
        return str(self.agenda_item or self.meeting)
