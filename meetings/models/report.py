"""The public report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import LongTextField, NameField, Stamped, Versioned
from meetings.models.meetings import Meeting
from meetings.querysets import ReportQuerySet


class Report(Stamped, Versioned):
    """The Rückblick: a short public text about a held meeting."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="report")
    title = NameField(_("Überschrift"), max_length=200)
    body = LongTextField(_("Text"))
    body_html = models.TextField(editable=False, blank=True)
    source_url = models.URLField(_("Link zum Original"), blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rückblick")
        verbose_name_plural = _("Rückblicke")

    def __str__(self):
        return self.title
