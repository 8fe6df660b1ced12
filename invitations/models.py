"""Who is asked to come, and what they answered."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import berlin, day_long, span
from core.models import NameField, ShortTextField, Stamped, Versioned
from invitations.enums import MailKind, Reply, Unclear, Way, reply_in_words
from invitations.querysets import AskedQuerySet, MailedReplyQuerySet
from meetings.models.meetings import Meeting
from members.models import Organisation, Person

NOTE_LENGTH = 300
NOT_DELIVERED = _("Die Mail kam nicht an.")
STATUS_WORDS = (
    (("5.1.1", "5.1.0", "5.1.10", "5.1.6"), _("Diese Adresse gibt es nicht.")),
    (("5.1.", "5.4.4"), _("Die Adresse stimmt nicht.")),
    (("5.2.2", "4.2.2"), _("Das Postfach ist voll.")),
    (("5.2.",), _("Das Postfach nimmt keine Mails an.")),
    (("5.3.4", "5.2.3"), _("Die Mail war dem Postfach zu groß.")),
    (("5.7.",), _("Der Mailserver hat die Mail abgelehnt.")),
    (("4.", "5.4."), _("Der Mailserver war nicht zu erreichen.")),
)


class MeetingInvitation(Stamped, Versioned):
    """Einladung: one person or one guest, asked to one meeting. Taken back it stays, so that it is known."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("Person")
    )
    # The house at the time of the invitation: people change houses.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    guest_name = NameField(_("Gast"), max_length=150, blank=True)
    guest_email = models.EmailField(_("Mailadresse des Gasts"), blank=True)
    guest_organisation = NameField(_("Organisation des Gasts"), max_length=150, blank=True)
    sees_agenda = models.BooleanField(_("sieht die Tagesordnung der Mitglieder"), default=False)

    reply = models.CharField(_("Antwort"), max_length=10, choices=Reply.choices, default=Reply.OPEN)
    # What was answered before the date changed: it is no answer to the new one.
    reply_before = models.CharField(
        _("Antwort zum alten Termin"), max_length=10, choices=Reply.choices, blank=True
    )
    note = ShortTextField(_("Bemerkung"), max_length=NOTE_LENGTH, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vertreten durch")
    )
    deputy_name = NameField(_("vertreten durch (kein Mitglied)"), max_length=150, blank=True)
    replied_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    way = models.CharField(_("Weg der Antwort"), max_length=10, choices=Way.choices, blank=True)

    link_version = models.PositiveIntegerField(
        default=1, editable=False
    )  # of the personal link: older ones are dead
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
    def organisation_name(self):
        return self.organisation.brief if self.organisation else self.guest_organisation

    @property
    def may_come(self):
        """Whoever has not answered may."""
        return self.reply != Reply.DECLINED

    @property
    def said_in_words(self) -> str:
        """»hat geantwortet: abgesagt, Vertretung: Ada Beispiel«; nothing while nobody has answered."""
        if self.reply == Reply.OPEN:
            return ""
        deputy = self.deputy_in_words
        words = [
            _now("hat geantwortet: %(reply)s") % {"reply": reply_in_words(self.reply, self.way)},
            _now("Vertretung: %(name)s") % {"name": deputy} if deputy else "",
        ]
        return ", ".join(filter(None, words))

    @property
    def attendance_key(self):
        """A guest who is recorded as present twice is one (Attendance.submission_key)."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"invitation:{self.pk}")

    @property
    def deputy_in_words(self):
        return self.deputy.name if self.deputy else self.deputy_name


class MailedReply(models.Model):
    """What came by mail to an invitation. Read once and kept, whatever became of it."""

    message_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=MailKind.choices, default=MailKind.REPLY)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="mailed_replies")
    invitation = models.ForeignKey(
        MeetingInvitation, models.SET_NULL, null=True, related_name="mailed_replies"
    )
    address = models.CharField(_("Adresse"), max_length=320)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    sender = models.CharField(_("Absender"), max_length=320, blank=True)
    reply_to = models.CharField(_("Antwortadresse"), max_length=320, blank=True)
    reply = models.CharField(_("Antwort"), max_length=10, choices=Reply.choices, blank=True)
    note = models.TextField(_("Bemerkung"), blank=True)
    rest = models.TextField(_("weitere Worte"), blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # Of a proposal (RFC 5546, COUNTER).
    proposed_starts_at = models.DateTimeField(_("vorgeschlagener Beginn"), null=True, blank=True)
    proposed_ends_at = models.DateTimeField(_("vorgeschlagenes Ende"), null=True, blank=True)
    proposed_has_times = models.BooleanField(default=True)
    delegate_address = models.CharField(_("Adresse der Vertretung"), max_length=320, blank=True)
    delegate_name = models.CharField(_("Vertretung"), max_length=150, blank=True)
    # What the mail says of its time, never later than it arrived; it counts only where it can be true.
    sent_at = models.DateTimeField(_("gesendet am"))
    is_stamped = models.BooleanField(default=True)
    arrived_at = models.DateTimeField(_("angekommen am"), default=timezone.now)
    received_at = models.DateTimeField(_("gelesen am"), default=timezone.now)
    unclear = models.CharField(_("unklar"), max_length=12, choices=Unclear.choices, blank=True)
    is_overtaken = models.BooleanField(_("überholt"), default=False)
    notified_at = models.DateTimeField(_("gemeldet am"), null=True, blank=True)
    settled_at = models.DateTimeField(_("geklärt am"), null=True, blank=True)

    objects = MailedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort per Mail")
        verbose_name_plural = _("Antworten per Mail")

    def __str__(self):
        return self.name or self.address

    @property
    def why_not_delivered(self) -> str:
        """Of a mail that came back, in words (RFC 3463)."""
        status = self.note.split(" ")[0]
        return str(next((words for code, words in STATUS_WORDS if status.startswith(code)), NOT_DELIVERED))

    @property
    def became(self) -> str:
        """»überholt«, »erledigt«, »automatische Antwort«: what one reads beside a mail that is done with."""
        if self.kind == MailKind.ABSENCE:
            return str(MailKind.ABSENCE.label)
        if self.is_overtaken:
            return _now("überholt")
        return _now("erledigt") if self.settled_at else _now("übernommen")

    @property
    def proposed(self) -> str:
        """»Donnerstag, 11. September 2025, 9:00–11:00 Uhr«, or nothing."""
        if self.proposed_starts_at is None:
            return ""
        times = span(self.proposed_starts_at, self.proposed_ends_at) if self.proposed_has_times else ""
        return ", ".join(filter(None, [day_long(berlin(self.proposed_starts_at).date()), times]))

    @property
    def delegate(self) -> str:
        """»Vera Vertretung (vera@example.org)«, or what of it is known."""
        if self.delegate_name and self.delegate_address:
            return f"{self.delegate_name} ({self.delegate_address})"
        return self.delegate_name or self.delegate_address

    @property
    def is_answered_to_invited(self) -> bool:
        """Another address sent it, but answers to it go to the one that was invited."""
        return bool(self.reply_to) and self.reply_to == self.address != self.sender

    @property
    def has_answer(self) -> bool:
        return self.reply in (Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED)


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
