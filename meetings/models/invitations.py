"""Who is asked to come, and what they answered."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Stamped, Versioned
from meetings.enums import Reply, Unclear, Way
from meetings.models.meetings import Meeting
from meetings.querysets import AskedQuerySet, MailedReplyQuerySet
from members.models import Organisation, Person


class Invitation(Stamped, Versioned):
    """Einladung: one person or one guest, asked to one meeting. Taken back it stays, so that it is known."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("Person")
    )
    # The house at the time of the invitation: people change houses.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    guest_name = models.CharField(_("Gast"), max_length=150, blank=True)
    guest_email = models.EmailField(_("Mailadresse des Gasts"), blank=True)
    guest_house = models.CharField(_("Organisation des Gasts"), max_length=150, blank=True)
    sees_agenda = models.BooleanField(_("sieht die Tagesordnung der Mitglieder"), default=False)

    reply = models.CharField(_("Antwort"), max_length=10, choices=Reply.choices, default=Reply.OPEN)
    # What was answered before the date changed: it is no answer to the new one.
    reply_before = models.CharField(
        _("Antwort zum alten Termin"), max_length=10, choices=Reply.choices, blank=True
    )
    note = models.CharField(_("Bemerkung"), max_length=300, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vertreten durch")
    )
    deputy_name = models.CharField(_("vertreten durch (kein Mitglied)"), max_length=150, blank=True)
    replied_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    way = models.CharField(_("Weg der Antwort"), max_length=10, choices=Way.choices, blank=True)

    turn = models.PositiveIntegerField(default=1, editable=False)  # of the personal link: older ones are dead
    removed_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invitation_once"),
            models.UniqueConstraint(
                fields=["meeting", "guest_email"], condition=Q(person__isnull=True), name="guest_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_email="", guest_name="")
                | (Q(person__isnull=True) & ~Q(guest_email="") & ~Q(guest_name="")),
                name="invitation_of_person_or_guest",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.person.name if self.person else self.guest_name

    @property
    def is_guest(self):
        return self.person_id is None

    @property
    def house(self):
        return self.organisation.brief if self.organisation else self.guest_house

    @property
    def attendance_key(self):
        """A guest who is recorded as present twice is one (Attendance.submission_key)."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"invitation:{self.pk}")

    @property
    def deputy_in_words(self):
        return self.deputy.name if self.deputy else self.deputy_name


class MailedReply(models.Model):
    """An answer that a calendar mailed to us. Read once, whatever became of it."""

    message_id = models.CharField(max_length=255, unique=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="mailed_replies")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="mailed_replies")
    address = models.CharField(_("Adresse"), max_length=320)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    reply = models.CharField(_("Antwort"), max_length=10, choices=Reply.choices, blank=True)
    note = models.CharField(_("Bemerkung"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("gesendet am"))
    received_at = models.DateTimeField(_("gelesen am"), default=timezone.now)
    unclear = models.CharField(_("unklar"), max_length=12, choices=Unclear.choices, blank=True)
    settled_at = models.DateTimeField(_("geklärt am"), null=True, blank=True)

    objects = MailedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort per Mail")
        verbose_name_plural = _("Antworten per Mail")

    def __str__(self):
        return self.name or self.address


class Mailbox(models.Model):
    """How far the mailbox for answers was read (RFC 3501, UIDVALIDITY and UID)."""

    name = models.CharField(max_length=255, primary_key=True)
    validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("Postfach für Antworten")
        verbose_name_plural = _("Postfächer für Antworten")

    def __str__(self):
        return self.name
