"""Meetings, their agenda, their moves and the public report."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import quarter_label
from core.models import Stamped, Versioned
from meetings.enums import ItemKind, Kind, Presence, State
from meetings.querysets import (
    AgendaItemQuerySet,
    AttendanceQuerySet,
    MeetingQuerySet,
    MoveQuerySet,
    ReportQuerySet,
    SpanQuerySet,
    is_over,
)
from members.audience import MEMBERS, AudienceField
from members.models import Organisation, Person
from topics.models import Topic


def numbered(number, title) -> str:
    if number is None:
        return title
    return _now("%(number)s. Treffen: %(title)s") % {"number": number, "title": title}


class Meeting(Stamped, Versioned):
    title = models.CharField(_("Titel"), max_length=200)
    number = models.PositiveIntegerField(_("Nummer"), null=True, blank=True, unique=True)
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices, default=Kind.GROUP)
    state = models.CharField(_("Stand"), max_length=12, choices=State.choices, default=State.DRAFT)
    target_year = models.PositiveSmallIntegerField(_("Zieljahr"), null=True, blank=True)
    target_quarter = models.PositiveSmallIntegerField(_("Zielquartal"), null=True, blank=True)
    is_announced = models.BooleanField(_("Zeitraum schon ankündigen"), default=False)
    starts_at = models.DateTimeField(_("Beginn"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    has_times = models.BooleanField(_("Uhrzeiten bekannt"), default=True)
    # What really happened, beside what was planned.
    began_at = models.DateTimeField(_("begonnen um"), null=True, blank=True)
    ended_at = models.DateTimeField(_("beendet um"), null=True, blank=True)
    place_name = models.CharField(_("Ort"), max_length=200, blank=True)
    place_address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    online_url = models.URLField(_("Link zur Teilnahme"), blank=True, max_length=500)
    description = models.TextField(_("Beschreibung"), blank=True)
    description_html = models.TextField(editable=False, blank=True)
    audience = AudienceField(default=MEMBERS)
    minute_taker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Protokollführung")
    )
    cancelled_because = models.TextField(_("Grund der Absage"), blank=True)
    # Counts every change of the agenda, so that `version` stays the version of the meeting's own fields.
    agenda_version = models.PositiveIntegerField(default=1, editable=False)
    # Made by the form: a second click sends the same key and finds the meeting that is already there.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # How calendars know it again, and whether what they have is old (RFC 5545, UID and SEQUENCE).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Treffen")
        verbose_name_plural = _("Treffen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False)
                | Q(state__in=[State.DRAFT, State.POLLING, State.CANCELLED]),
                name="meeting_has_date_once_scheduled",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="meeting_starts_at")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:detail", args=[self.pk])

    @property
    def name(self):
        """»1. Treffen: Auftakt im JEDI«"""
        return numbered(self.number, self.title)

    @property
    def target(self):
        """»3. Quartal 2025«"""
        if not self.target_year or not self.target_quarter:
            return str(self.target_year or "")
        return quarter_label(self.target_year, self.target_quarter)

    @property
    def is_untold(self):
        """Nobody was told of it yet; one that was cancelled before it had a date stays untold."""
        return self.state == State.DRAFT or (self.state == State.CANCELLED and self.starts_at is None)

    @property
    def has_begun(self):
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_over(self):
        return is_over(self.starts_at, self.ends_at)


class Move(models.Model):
    """A moved meeting keeps its old date visible."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    old_starts_at = models.DateTimeField(_("alter Beginn"))
    old_ends_at = models.DateTimeField(_("altes Ende"), null=True)
    old_has_times = models.BooleanField(default=True)
    old_place_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("Grund"), max_length=400, blank=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verschiebung")
        verbose_name_plural = _("Verschiebungen")

    def __str__(self):
        return f"{self.meeting}: {self.old_starts_at:%Y-%m-%d}"


class AgendaItem(Stamped, Versioned):
    """A TOP; `number` is stored, so that it stays true for readers who may not see every item.

    `position` counts through the whole agenda in reading order, sub-items included.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("Reihenfolge"))
    number = models.CharField(_("Nummer"), max_length=12, editable=False)
    title = models.CharField(_("Titel"), max_length=200)
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
    presenter_name = models.CharField(_("Gast"), max_length=150, blank=True)
    duration = models.PositiveSmallIntegerField(_("Dauer in Minuten"), null=True, blank=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    description_html = models.TextField(editable=False, blank=True)
    audience = AudienceField(null=True, blank=True)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_meeting_position")]

    def __str__(self):
        return _now("TOP %(number)s %(title)s") % {"number": self.number, "title": self.title}

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


class Attendance(Stamped, Versioned):
    """Teilnahme: whether a person or a guest was there, and who came in their place."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("Person")
    )
    guest_name = models.CharField(_("Gast"), max_length=150, blank=True)
    guest_organisation = models.CharField(_("Organisation des Gasts"), max_length=150, blank=True)
    # The house at the time of the meeting: people change houses, the record does not.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    presence = models.CharField(_("Teilnahme"), max_length=12, choices=Presence.choices, blank=True)
    reason = models.CharField(_("Grund"), max_length=200, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vertreten durch")
    )
    deputy_name = models.CharField(_("vertreten durch (Gast)"), max_length=150, blank=True)
    arrived_at = models.DateTimeField(_("gekommen um"), null=True, blank=True)  # later than the begin
    left_at = models.DateTimeField(_("gegangen um"), null=True, blank=True)  # before the end
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

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
    def house(self):
        """The name of the house that this attendance stands for."""
        return self.organisation.brief if self.organisation else self.guest_organisation


class Report(Stamped, Versioned):
    """The Rückblick: a short public text about a held meeting."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="report")
    title = models.CharField(_("Überschrift"), max_length=200)
    body = models.TextField(_("Text"))
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
