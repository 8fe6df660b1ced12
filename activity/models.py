"""What happened, who wants to hear of it, and the mails that wait to be sent."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.enums import Frequency, MailState, Needless
from activity.querysets import AppendOnly, EventQuerySet, NoticeQuerySet, OutboxQuerySet


class Event(models.Model):
    """One line of the audit log. It names people and things without foreign keys, and so outlives them.

    Database triggers refuse every change, except that a name, a label or the data may be blanked (erasure).
    """

    at = models.DateTimeField(_("wann"), default=timezone.now, db_index=True)
    verb = models.CharField(_("Vorgang"), max_length=80)
    actor_id = models.BigIntegerField(_("Konto"), null=True)
    actor_name = models.CharField(_("wer"), max_length=200, blank=True)
    target_type = models.CharField(_("Art"), max_length=80)
    target_id = models.BigIntegerField(_("Nummer"), null=True)
    target_label = models.CharField(_("was"), max_length=300, blank=True)
    data = models.JSONField(_("Einzelheiten"), default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="event_target"),
            models.Index(fields=["actor_id"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.verb} · {self.target_type} {self.target_id}"  # without what not everybody may read

    def delete(self, *args, **kwargs):
        raise AppendOnly("Events are never deleted.")


class Preference(models.Model):
    """One person's choice for one kind of notification; without a row the kind's default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences"
    )
    kind = models.CharField(_("Art"), max_length=60)
    frequency = models.CharField(_("wie oft"), max_length=10, choices=Frequency.choices)

    class Meta:
        verbose_name = _("Wahl zu Benachrichtigungen")
        verbose_name_plural = _("Wahlen zu Benachrichtigungen")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self):
        return f"{self.kind}: {self.frequency}"


class OutboxMail(models.Model):
    """A mail to one addressee. Only what to load is kept: the text is written when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=60)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="outbox_mails"
    )
    address = models.EmailField(_("Adresse"), blank=True)  # only for people without an account
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(_("Sprache"), max_length=10, blank=True)

    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, related_name="items")
    # Unique while set: freed when the mail goes out, or kept for ever by kinds that are told only once.
    dedupe_key = models.CharField(max_length=250, null=True, unique=True)

    state = models.CharField(_("Stand"), max_length=10, choices=MailState.choices, default=MailState.WAITING)
    reason = models.CharField(max_length=12, choices=Needless.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    refused = models.BooleanField(_("abgelehnt"), default=False)  # this mail or address, by the mail server
    created_at = models.DateTimeField(_("angelegt"), default=timezone.now)
    next_try_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(_("erledigt"), null=True)
    last_error = models.CharField(_("letzter Fehler"), max_length=500, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mail im Ausgang")
        verbose_name_plural = _("Mails im Ausgang")
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]

    def __str__(self):
        return f"{self.kind} · {self.get_state_display()}"


class Notice(models.Model):
    """What one addressee was last notified of about one thing; by it is decided what they must hear now.

    `state` is what the mail said, in the words of the app that sent it; empty while they know nothing.
    """

    target_type = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices")
    address = models.EmailField(blank=True)  # only for people without an account
    state = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("wann"), null=True)  # the moment that the mail speaks of
    # The mail that is being handed over, and what it says: where the worker dies, it may have arrived or not.
    sending = models.UUIDField(null=True, db_index=True)
    intended = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("letzte Mitteilung")
        verbose_name_plural = _("letzte Mitteilungen")
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "recipient"],
                condition=models.Q(recipient__isnull=False),
                name="one_notice_per_account",
            ),
            models.UniqueConstraint(
                fields=["target_type", "target_id", "address"],
                condition=models.Q(recipient__isnull=True),
                name="one_notice_per_address",
            ),
        ]

    def __str__(self):
        return f"{self.target_type}.{self.target_id}"


class MailHold(models.Model):
    """One row: by what this database is known from a copy made of a backup, and whether mail is held."""

    ONLY = 1

    word = models.UUIDField(editable=False)  # also in a file of DATA_DIR
    departures = models.PositiveBigIntegerField(default=0, editable=False)
    held_at = models.DateTimeField(_("angehalten seit"), null=True)
    backup_at = models.DateTimeField(_("Stand der Sicherung"), null=True)

    class Meta:
        verbose_name = _("Halt der Mails")
        verbose_name_plural = _("Halt der Mails")

    def __str__(self):
        return _now("die Mails der zurückgeholten Sicherung")


class JobRun(models.Model):
    """When a periodic job ran last; also the lock that lets only one host run it."""

    name = models.CharField(max_length=60, primary_key=True)
    next_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("wiederkehrende Arbeit")
        verbose_name_plural = _("wiederkehrende Arbeiten")

    def __str__(self):
        return self.name


class KeptMail(models.Model):
    """A mail of the demonstration: kept and shown instead of sent."""

    at = models.DateTimeField(_("wann"), default=timezone.now)
    to = models.CharField(_("an"), max_length=320)
    subject = models.CharField(_("Betreff"), max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Mail der Vorführung")
        verbose_name_plural = _("Mails der Vorführung")

    def __str__(self):
        return self.subject
