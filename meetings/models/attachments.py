"""Anlagen: files and links of a meeting or one of its TOPs."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.kinds import KINDS
from core.models import NameField, Stamped, Versioned
from meetings.enums import TextState
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.querysets import AttachmentQuerySet, AttachmentVersionQuerySet
from members.audience import AudienceField


def attachment_storage():
    return storages["attachments"]


class Attachment(Stamped, Versioned):
    """A file with all its versions, or a link. Removed, it is marked and kept."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attachments")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name=_("TOP")
    )
    title = NameField(_("Bezeichnung"), max_length=200)
    url = models.URLField(_("Adresse"), blank=True, max_length=500)
    current = models.ForeignKey(
        "AttachmentVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    audience = AudienceField(null=True, blank=True)
    removed_at = models.DateTimeField(_("entfernt am"), null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(current__isnull=True), name="attachment_is_file_or_link"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where a reader gets it."""
        return self.url or reverse("meetings:download", args=[self.pk])

    @property
    def above(self):
        """The audience of what it belongs to."""
        return self.agenda_item.mask if self.agenda_item else self.meeting.audience

    @property
    def mask(self):
        return self.above if self.audience is None else self.audience

    @property
    def is_link(self):
        return bool(self.url)

    @property
    def is_removed(self):
        return self.removed_at is not None


class AttachmentVersion(models.Model):
    """One upload. The file lies under a name of the portal's own; the words in it are for the search."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(storage=attachment_storage, max_length=200)
    name = NameField(_("Dateiname"), max_length=160)
    media_type = models.CharField(_("Dateiart"), max_length=100)
    size = models.PositiveBigIntegerField(_("Größe"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("von")
    )
    text_state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)
    text_tries = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)

    objects = AttachmentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Version einer Anlage")
        verbose_name_plural = _("Versionen von Anlagen")
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="attachment_version_once")
        ]

    def __str__(self):
        return self.name

    @property
    def kind(self):
        return KINDS[self.media_type]

    @property
    def is_missing(self):
        """The file does not lie where it was put, or not all of it. One look at the disk."""
        try:
            return self.file.size != self.size
        except OSError:
            return True
