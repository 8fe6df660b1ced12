"""Terminabstimmung: when can we meet?"""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import BERLIN, clock_times, day_long, day_with_weekday, span
from core.models import LongTextField, NameField, ShortTextField, Stamped, Versioned
from meetings.enums import DATED, UNDATED
from meetings.models.meetings import Meeting
from members.models import Organisation, Person
from polls.enums import Choice, Mode, PollState
from polls.querysets import PollAnswerQuerySet, PollOptionQuerySet, PollQuerySet, PollReplyQuerySet


class DatePoll(Stamped, Versioned):
    """One per meeting. Whoever may see the meeting is asked; a second round reopens the same poll."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="poll")
    state = models.CharField(_("Stand"), max_length=10, choices=PollState.choices, default=PollState.DRAFT)
    deadline = models.DateTimeField(_("Frist"), null=True, blank=True)
    message = LongTextField(_("Nachricht"), blank=True)
    allows_proposals = models.BooleanField(_("Mitglieder dürfen Termine vorschlagen"), default=False)
    opened_at = models.DateTimeField(_("gestartet am"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True)
    # Of the last answer that counted, or of the decision: who was asked then is told by the memberships.
    ended_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    decided = models.ForeignKey(
        "PollOption", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("Termin")
    )
    link_version = models.PositiveIntegerField(default=1, editable=False)  # of all links: older ones are dead
    # The meeting has a date, which holds until another one is decided.
    replaces_date = models.BooleanField(_("sucht einen anderen Termin"), default=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("Terminabstimmung")
        verbose_name_plural = _("Terminabstimmungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PollState.DRAFT) | Q(deadline__isnull=False), name="poll_has_deadline"
            ),
            models.CheckConstraint(
                condition=Q(state=PollState.DECIDED, decided__isnull=False)
                | (~Q(state=PollState.DECIDED) & Q(decided__isnull=True)),
                name="poll_decided_for_an_option",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PollState.DRAFT, PollState.OPEN], ended_at__isnull=True)
                | Q(state__in=[PollState.CLOSED, PollState.DECIDED], ended_at__isnull=False),
                name="poll_has_end",
            ),
        ]

    def __str__(self):
        return str(self.meeting)

    def get_absolute_url(self):
        return reverse("polls:poll", args=[self.meeting_id])

    @property
    def is_running(self):
        """Answers count. The deadline ends it to the second, whenever it is closed."""
        return self.state == PollState.OPEN and self.deadline is not None and self.deadline >= timezone.now()

    @property
    def is_closed(self):
        return self.state == PollState.CLOSED or (self.state == PollState.OPEN and not self.is_running)

    @property
    def is_decided(self):
        return self.state == PollState.DECIDED

    @property
    def is_history(self):
        """Nothing is left to decide: the meeting has its date, or will not take place."""
        if self.replaces_date:
            is_ahead = self.meeting.state in DATED and not self.meeting.has_begun
            return self.is_decided or not is_ahead
        return self.meeting.state not in UNDATED

    @property
    def last_day(self):
        return self.deadline.astimezone(BERLIN).date() if self.deadline else None


class PollOption(Stamped):
    """A day, with or without times, and where."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    has_times = models.BooleanField(_("Uhrzeiten bekannt"), default=True)
    mode = models.CharField(_("Form"), max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    place_name = NameField(_("Ort"), max_length=200, blank=True)
    place_address = NameField(_("Anschrift"), max_length=200, blank=True)
    online_url = models.URLField(_("Link zur Teilnahme"), blank=True, max_length=500)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vorgeschlagen von")
    )

    objects = PollOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Terminvorschlag")
        verbose_name_plural = _("Terminvorschläge")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="poll_option_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.when

    @property
    def day(self) -> dt.date:
        return self.starts_at.astimezone(BERLIN).date()

    @property
    def times(self):
        return span(self.starts_at, self.ends_at) if self.has_times else ""

    @property
    def when(self):
        """»Mittwoch, 10. September 2025, 14:00–16:00 Uhr«"""
        return ", ".join(filter(None, [day_long(self.day), self.times]))

    @property
    def day_briefly(self):
        """»Mittwoch, 10. September«"""
        return day_with_weekday(self.day)

    @property
    def when_briefly(self):
        """»Mittwoch, 10. September, 14:00–16:00 Uhr«"""
        return ", ".join(filter(None, [self.day_briefly, self.times]))

    @property
    def where(self):
        """»JEDI, auch online«; how one takes part, where no place is named."""
        if self.mode == Mode.ONLINE:
            return str(Mode.ONLINE.label)
        if not self.place_name:
            return str(Mode(self.mode).label)
        is_both = self.mode == Mode.BOTH
        return _now("%(place)s, auch online") % {"place": self.place_name} if is_both else self.place_name

    @property
    def is_past(self):
        """With times it is over once it begins; a whole day when it is yesterday's."""
        if self.has_times:
            return self.starts_at <= timezone.now()
        return self.day < timezone.now().astimezone(BERLIN).date()

    def is_date_of(self, meeting) -> bool:
        """Whether the meeting is then already."""
        known = (meeting.starts_at, meeting.ends_at, meeting.has_times)
        return (self.starts_at, self.ends_at, self.has_times) == known

    @property
    def clock_times(self):
        """(begin, end) as the clock in Jena shows them; none of a day without times."""
        return clock_times(self.starts_at, self.ends_at) if self.has_times else (None, None)


class PollReply(Stamped, Versioned):
    """What one person said as a whole; without `answered_at` it only keeps the counter of their link."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="poll_replies", verbose_name=_("Person"))
    # The organisation at the time of the answer: people change organisations.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    remark = ShortTextField(_("Bemerkung zu allen Terminen"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("geantwortet am"), null=True, blank=True)
    by_link = models.BooleanField(_("über den Link in der Mail"), default=False)
    link_version = models.PositiveIntegerField(default=0, editable=False)  # of the person's own link

    objects = PollReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rückmeldung zur Terminabstimmung")
        verbose_name_plural = _("Rückmeldungen zur Terminabstimmung")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_reply_once")]

    def __str__(self):
        return self.person.name


class PollAnswer(Stamped):
    """Antwort to one option, with what there is to say to it."""

    reply = models.ForeignKey(PollReply, models.CASCADE, related_name="answers")
    option = models.ForeignKey(PollOption, models.RESTRICT, related_name="answers")
    choice = models.CharField(_("Antwort"), max_length=10, choices=Choice.choices)
    remark = ShortTextField(_("Bemerkung"), max_length=200, blank=True)

    objects = PollAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort zur Terminabstimmung")
        verbose_name_plural = _("Antworten zur Terminabstimmung")
        constraints = [models.UniqueConstraint(fields=["reply", "option"], name="poll_answer_once")]

    def __str__(self):
        return str(self.get_choice_display())
