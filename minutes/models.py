"""Minutes, their sections, their frozen revisions, and the comments on them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comments.models import CommentBase, CommentTextBase
from core.models import Stamped, Versioned
from meetings.models import AgendaItem, Meeting
from members.audience import AudienceField
from members.models import Person
from minutes.enums import State
from minutes.querysets import MinutesQuerySet, RevisionQuerySet, SectionCommentQuerySet, SectionQuerySet


class Minutes(Stamped, Versioned):
    """`version` also grows with each saved section, so that a page knows whether it is still right."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Protokoll")
    )
    source_url = models.URLField(_("Quelle"), blank=True)
    objections_until = models.DateTimeField(_("Einwendungen bis"), null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # The newest revision, repeated here because every reader is told of it.
    revision_number = models.PositiveIntegerField(_("Fassung"), default=0, editable=False)
    revised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")

    def __str__(self):
        return _now("Protokoll: %(meeting)s") % {"meeting": self.meeting.name}

    def get_absolute_url(self):
        return reverse("minutes:detail", args=[self.pk])


class MinutesSection(Stamped, Versioned):
    """One per TOP. The HTML is made and sanitised when the text is saved, not when it is read."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sections")
    agenda_item = models.OneToOneField(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="section"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    body = models.TextField(_("Text"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    audience = AudienceField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        indexes = [models.Index(fields=["minutes", "position"], name="section_position")]

    def __str__(self):
        return self.title or str(self.agenda_item)

    def get_absolute_url(self):
        return f"{reverse('minutes:detail', args=[self.minutes_id])}#abschnitt-{self.pk}"

    @property
    def label(self):
        """»TOP 2«: names the section without telling what it is about."""
        return (
            _now("TOP %(number)s") % {"number": self.agenda_item.number} if self.agenda_item else self.title
        )


class Revision(models.Model):
    """A frozen, numbered state of the minutes: the record. Never changed, never deleted."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("Fassung"))
    author_name = models.CharField(_("von"), max_length=150)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("Grund"), max_length=400)
    content = models.JSONField()  # made by minutes.queries.content_of
    digest = models.CharField(max_length=64, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="revision_number_once")]

    def __str__(self):
        return _now("Fassung %(number)s") % {"number": self.number}


class SectionComment(CommentBase):
    section = models.ForeignKey(MinutesSection, models.PROTECT, related_name="comments")

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kommentar")
        verbose_name_plural = _("Kommentare")
        indexes = [
            models.Index(fields=["section", "created_at"], name="comment_section"),
            models.Index(fields=["section"], condition=Q(settled_at__isnull=True), name="comment_open"),
        ]

    def get_absolute_url(self):
        return f"{reverse('minutes:detail', args=[self.section.minutes_id])}#kommentar-{self.pk}"


class SectionCommentText(CommentTextBase):
    comment = models.ForeignKey(SectionComment, models.CASCADE, related_name="older_texts")

    class Meta:
        verbose_name = _("älterer Text")
        verbose_name_plural = _("ältere Texte")

    def __str__(self):
        return self.body[:60]
