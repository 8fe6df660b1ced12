"""The agenda as it is planned, and how it really went."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.models import LongTextField, NameField, Stamped, Versioned
from core.safe_html import phrase
from meetings.enums import ItemKind
from meetings.models.meetings import Meeting
from meetings.querysets import AgendaItemQuerySet, SpanQuerySet
from members.audience import AudienceField
from members.models import Organisation, Person
from topics.models import Topic


class AgendaItem(Stamped, Versioned):
    """A TOP; `number` is stored, so that it stays true for readers who may not see every item.

    `position` counts through the whole agenda in reading order, sub-items included. A break has no number.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("Reihenfolge"))
    number = models.CharField(_("Nummer"), max_length=12, editable=False, blank=True)
    title = NameField(_("Titel"), max_length=200)
    kind = models.CharField(_("Art"), max_length=12, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("Thema")
    )
    presenter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Wer trägt vor")
    )
    presenter_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    presenter_name = NameField(_("Gast"), max_length=150, blank=True)
    duration = models.PositiveSmallIntegerField(_("Dauer in Minuten"), null=True, blank=True)
    description = LongTextField(_("Beschreibung"), blank=True)
    description_html = models.TextField(editable=False, blank=True)
    audience = AudienceField(null=True, blank=True)
    # Dropped once the numbers were fixed: it stays on the agenda as »entfällt« and keeps its number.
    dropped_at = models.DateTimeField(_("entfällt seit"), null=True, blank=True, editable=False)
    dropped_topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # Its topic counts as dealt with since then, because this meeting was held.
    discussed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The TOP of an earlier meeting that was not dealt with there.
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_meeting_position")]

    def __str__(self):
        if self.is_break:
            return self.title
        return phrase(_now("TOP %(number)s %(title)s"), number=self.number, title=self.title)

    @property
    def is_break(self):
        return self.kind == ItemKind.BREAK

    @property
    def is_dropped(self):
        return self.dropped_at is not None

    @property
    def mask(self):
        """The audience in force: its own, else that of the item above, else the meeting's."""
        if self.audience is not None:
            return self.audience
        return self.parent.mask if self.parent else self.meeting.audience


class AgendaSpan(models.Model):
    """A stretch of the real meeting: one TOP being dealt with, or a break. At most one of them runs."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="spans")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="spans", verbose_name=_("TOP")
    )
    started_at = models.DateTimeField(_("von"))
    ended_at = models.DateTimeField(_("bis"), null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verlauf")
        verbose_name_plural = _("Verlauf")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(ended_at__isnull=True), name="agenda_span_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="agenda_span_ends_after_start",
            ),
        ]

    def __str__(self):
        return str(self.agenda_item) if self.agenda_item else _now("Pause")

    @property
    def is_break(self):
        return self.agenda_item_id is None
