"""The Themenspeicher: topics live across meetings."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.models import LongTextField, NameField, Stamped, Versioned
from members.audience import MEMBERS, AudienceField
from members.audience import label as audience_label
from members.models import Organisation, Person
from topics.enums import Level, State
from topics.querysets import TopicQuerySet

STATE_KINDS = {State.IDEA: "wait", State.ACCEPTED: "info", State.PLANNED: "info", State.DISCUSSED: "ok"}


class Topic(Stamped, Versioned):
    title = NameField(_("Titel"), max_length=200)
    body = LongTextField(_("Worum geht es?"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.IDEA)
    levels = models.PositiveSmallIntegerField(_("Ebenen"), default=0)
    reason = LongTextField(_("Grund"), blank=True)
    audience = AudienceField(default=MEMBERS)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="proposed_topics"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="topics"
    )

    # Made by the form: a second click sends the same key and finds the topic that is already there.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        indexes = [models.Index(fields=["state", "audience"], name="topic_state_audience")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("topics:detail", args=[self.pk])

    @property
    def level_labels(self):
        return [level.label for level in Level.within(self.levels)]

    @property
    def line(self):
        """»Vorschlag: Stadt Jena · operativ, technologisch«"""
        parts = []
        if self.organisation:
            parts.append(_now("Vorschlag: %(house)s") % {"house": self.organisation.name})
        if self.levels:
            parts.append(", ".join(str(label) for label in self.level_labels))
        return " · ".join(parts)

    @property
    def state_kind(self):
        """The colour of the state: somebody must act, it is going on, it is done."""
        return STATE_KINDS.get(State(self.state), "plain")

    @property
    def reason_title(self):
        return _now("Grund: %(state)s") % {"state": self.get_state_display()}

    @property
    def audience_label(self):
        return audience_label(self.audience)


class Support(models.Model):
    """»dafür«: one voice a person and topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, models.PROTECT, related_name="supports")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Unterstützung")
        verbose_name_plural = _("Unterstützungen")
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="support_once")]

    def __str__(self):
        return f"{self.person}: {self.topic}"
