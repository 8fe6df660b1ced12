"""Meetings and their moves."""

import re
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import quarter_is_over, quarter_label
from core.models import LongTextField, NameField, ShortTextField, Stamped, Versioned
from core.safe_html import in_german, phrase
from meetings.enums import STATE_KINDS, Kind, State
from meetings.querysets import MeetingQuerySet, MoveQuerySet, is_not_notified, is_over
from members.audience import MEMBERS, AudienceField
from members.models import Person


def numbered(number, title) -> str:
    """»2. Treffen: Auftakt«, »2. Treffen im 3. Quartal 2025«; without a number the title alone."""
    if number is None:
        return title
    rest = title.removeprefix("Treffen ")
    if rest != title:
        return phrase(_now("%(number)s. Treffen %(rest)s"), number=number, rest=in_german(rest))
    return phrase(_now("%(number)s. Treffen: %(title)s"), number=number, title=title)


def is_same_but_for_the_number(name, other) -> bool:
    """Whether two names say the same of a meeting; until it was held its number may change."""
    begins = "|".join(
        re.escape(numbered("#", title)).replace(re.escape("#"), r"\d+") for title in ("", "Treffen ")
    )
    return re.sub(f"^(?:{begins})", "", name) == re.sub(f"^(?:{begins})", "", other)


class Meeting(Stamped, Versioned):
    title = NameField(_("Titel"), max_length=200)
    # Follows the order of the dates until the meeting was held (ADR 0029): see meetings.actions.numbering.
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
    place_name = NameField(_("Ort"), max_length=200, blank=True)
    place_address = NameField(_("Anschrift"), max_length=200, blank=True)
    place_room = NameField(_("Raum"), max_length=100, blank=True)
    place_way = ShortTextField(_("Anfahrt und Zugang"), max_length=500, blank=True)
    place_access = ShortTextField(_("Barrierefreiheit"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)
    online_url = models.URLField(_("Link zur Teilnahme"), blank=True, max_length=500)
    description = LongTextField(_("Beschreibung"), blank=True)
    description_html = models.TextField(editable=False, blank=True)
    audience = AudienceField(default=MEMBERS)
    minute_taker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Protokollführung")
    )
    invited_at = models.DateTimeField(_("eingeladen am"), null=True, blank=True)
    invitation_message = LongTextField(_("Nachricht zur Einladung"), blank=True)
    week_reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    day_reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the members were asked for a date: since then they know of it, also when it comes to nothing.
    polled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_because = LongTextField(_("Grund der Absage"), blank=True)
    # Counts every change of the agenda, so that `version` stays the version of the meeting's own fields.
    agenda_version = models.PositiveIntegerField(default=1, editable=False)
    # From the invitation on, or from the begin, every TOP keeps the number it has.
    agenda_fixed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Made by the form: a second click sends the same key and finds the meeting that is already there.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    # How calendars know it again, and whether what they have is old (RFC 5545, UID and SEQUENCE).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # The SEQUENCE that brought the date which holds now: an answer to an earlier one is to another date.
    date_sequence = models.PositiveIntegerField(default=0, editable=False)

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

    @property
    def state_kind(self):
        """The colour of the state: waits for somebody, is going on, is done."""
        return STATE_KINDS[State(self.state)]

    def get_absolute_url(self):
        return reverse("meetings:detail", args=[self.pk])

    def __str__(self):
        """»1. Treffen: Auftakt im JEDI«; without a date »Treffen im 3. Quartal 2025«."""
        return numbered(self.number, self.title)

    name = property(__str__)

    @property
    def target(self):
        """»3. Quartal 2025«"""
        if not self.target_year or not self.target_quarter:
            return str(self.target_year or "")
        return quarter_label(self.target_year, self.target_quarter)

    @property
    def target_is_over(self):
        """It was meant for a quarter that is behind us."""
        return quarter_is_over(self.target_year, self.target_quarter)

    @property
    def is_not_notified(self):
        """Nobody was told of it yet; one that was cancelled before anybody heard of it is never announced."""
        return is_not_notified(self)

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
    reason = ShortTextField(_("Grund"), max_length=400, blank=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verschiebung")
        verbose_name_plural = _("Verschiebungen")

    def __str__(self):
        return f"{self.meeting}: {self.old_starts_at:%Y-%m-%d}"
