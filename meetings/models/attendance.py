"""Who was there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import NameField, ShortTextField, Stamped, Versioned
from meetings.enums import Presence
from meetings.models.meetings import Meeting
from meetings.querysets import NamesQuerySet
from members.models import Organisation, Person


class Attendance(Stamped, Versioned):
    """Teilnahme: whether a person or a guest was there, and who came in their place."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("Person")
    )
    guest_name = NameField(_("Gast"), max_length=150, blank=True)
    guest_organisation = NameField(_("Organisation des Gasts"), max_length=150, blank=True)
    # As of the day of the meeting: people change organisations, the record does not.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    presence = models.CharField(_("Teilnahme"), max_length=12, choices=Presence.choices, blank=True)
    reason = ShortTextField(_("Grund"), max_length=200, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vertreten durch")
    )
    deputy_name = NameField(_("vertreten durch (Gast)"), max_length=150, blank=True)
    arrived_at = models.DateTimeField(_("gekommen um"), null=True, blank=True)  # later than the begin
    left_at = models.DateTimeField(_("gegangen um"), null=True, blank=True)  # before the end
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = NamesQuerySet.as_manager()

    class Meta:
        verbose_name = _("Teilnahme")
        verbose_name_plural = _("Teilnahmen")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="")
                | (Q(person__isnull=True) & ~Q(guest_name="")),
                name="attendance_of_person_or_guest",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.person.name if self.person else self.guest_name

    @property
    def organisation_name(self):
        """The name of the organisation that this attendance stands for."""
        return self.organisation.brief if self.organisation else self.guest_organisation
