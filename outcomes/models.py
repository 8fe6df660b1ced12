"""What a meeting leaves behind: decisions and tasks."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import day, day_near, today
from core.models import LongTextField, ShortTextField, Stamped, Versioned
from core.safe_html import German, phrase, strung
from meetings.models import AgendaItem, Meeting
from members.audience import AudienceField
from members.models import Organisation, Person
from outcomes.enums import OPEN_STATES, DecisionStatus, Result, TaskState
from outcomes.querysets import (
    ActionItemQuerySet,
    DecisionQuerySet,
    TaskOnAgendaQuerySet,
    TaskRemarkQuerySet,
)

STATUS_KINDS = {
    DecisionStatus.IN_FORCE: "ok",
    DecisionStatus.REPLACED: "plain",
    DecisionStatus.REVOKED: "plain",
    DecisionStatus.CARRIED_OUT: "info",
}
STATE_KINDS = {TaskState.OPEN: "wait", TaskState.IN_PROGRESS: "info", TaskState.DONE: "ok"}


class Outcome(Stamped, Versioned):
    """Common to decisions and tasks. `released_at` is set when the minutes go round; before, writers only."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="%(class)ss")
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="%(class)ss")
    audience = AudienceField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Made by the form: a second click sends the same key and finds what is already there.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        abstract = True


class DecisionCounter(models.Model):
    """The last number given in a year; a number once given is never given again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Zähler der Beschlüsse")
        verbose_name_plural = _("Zähler der Beschlüsse")

    def __str__(self):
        return f"{self.year}: {self.last}"


class Decision(Outcome):
    year = models.PositiveSmallIntegerField(_("Jahr"), editable=False)
    number = models.PositiveIntegerField(_("Nummer"), editable=False)
    wording = LongTextField(_("Wortlaut"), max_length=4000)
    result = models.CharField(_("Ergebnis"), max_length=12, choices=Result.choices, default=Result.CONSENSUS)
    votes_yes = models.PositiveSmallIntegerField(_("Ja"), null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(_("Nein"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("Enthaltungen"), null=True, blank=True)
    # What became of it later; the wording and the result above are the record and stay.
    status = models.CharField(
        _("Stand"), max_length=12, choices=DecisionStatus.choices, default=DecisionStatus.IN_FORCE
    )
    status_reason = ShortTextField(_("Grund"), max_length=400, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("ersetzt durch"),
    )
    review_on = models.DateField(_("zu überprüfen am"), null=True, blank=True)
    review_reminded_on = models.DateField(null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="decision_number_once")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("outcomes:decision", args=[self.year, self.number])

    @property
    def result_line(self):
        """»einvernehmlich«, or »mehrheitlich: 7 Ja, 2 Nein, 1 enthalten«"""
        if self.votes_yes is None:
            return str(self.get_result_display())
        votes = _now("%(yes)s Ja, %(no)s Nein, %(abstained)s enthalten") % {
            "yes": self.votes_yes,
            "no": self.votes_no or 0,
            "abstained": self.votes_abstained or 0,
        }
        return f"{self.get_result_display()}: {votes}"

    @property
    def status_kind(self):
        return STATUS_KINDS[DecisionStatus(self.status)]

    @property
    def review_is_due(self):
        is_due = self.review_on is not None and self.review_on <= today()
        return is_due and self.status == DecisionStatus.IN_FORCE

    @property
    def label(self):
        """»2025/1«"""
        return f"{self.year}/{self.number}"


class ActionItem(Outcome):
    wording = LongTextField(_("Aufgabe"), max_length=2000)
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="action_items", verbose_name=_("Person")
    )
    assignee_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="action_items",
        verbose_name=_("Organisation"),
    )  # fmt: skip
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    # »bis zum nächsten Treffen«: the date is that of the meeting after, and moves with it.
    due_next_meeting = models.BooleanField(_("bis zum nächsten Treffen"), default=False)
    state = models.CharField(_("Stand"), max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    reason = ShortTextField(_("Grund"), max_length=400, blank=True)
    finished_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)
    # Counts every finishing, dropping, reopening and handing over: each makes older links in mails useless.
    link_version = models.PositiveIntegerField(default=0, editable=False)
    # The due days that the portal has reminded of: a task whose day moves is reminded of again.
    reminded_soon = models.DateField(null=True, blank=True, editable=False)
    reminded_late = models.DateField(null=True, blank=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")
        constraints = [
            models.CheckConstraint(
                condition=Q(assignee__isnull=False) | Q(assignee_organisation__isnull=False),
                name="action_item_has_assignee",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_next_meeting=False), name="action_item_due_one_way"
            ),
        ]

    def __str__(self):
        return German(Truncator(self.wording).chars(90))

    def get_absolute_url(self):
        return reverse("outcomes:task", args=[self.pk])

    @property
    def is_open(self):
        return self.state in OPEN_STATES

    @cached_property
    def due_day(self):
        """The day in force; `with_due()` reads it along with the rows, so that lists need no query for it."""
        if not self.due_next_meeting:
            return self.due_on
        return type(self).objects.filter(pk=self.pk).with_due().values_list("due_day", flat=True).first()

    @property
    def is_overdue(self):
        return is_late(self.state, self.due_day)

    @property
    def due_words(self):
        """»bis 4. Juli 2025«, »bis zum nächsten Treffen (10. September 2025)«, or nothing."""
        if self.due_next_meeting:
            words = _now("bis zum nächsten Treffen")
            return f"{words} ({day(self.due_day)})" if self.due_day else words
        return _now("bis %(day)s") % {"day": day(self.due_day)} if self.due_day else ""

    @property
    def holder(self):
        """»Mitglied Stadtwerke, Stadtwerke Jena«"""
        return strung((str(who) for who in (self.assignee, self.assignee_organisation) if who), ", ")

    @property
    def state_label(self):
        """What people need to know first: that it is late, or when it is due."""
        return state_words(self.state, self.due_day)

    @property
    def state_kind(self):
        return "danger" if self.is_overdue else STATE_KINDS.get(TaskState(self.state), "plain")

    @property
    def line(self):
        """»Mitglied Stadtwerke · bis 4. Juli 2025 · TOP 3, 1. Treffen: Auftakt im JEDI«"""
        source = phrase(
            _now("TOP %(number)s, %(meeting)s"), number=self.agenda_item.number, meeting=self.meeting.name
        )
        return strung([self.holder, self.due_words, source])


def is_late(state, due_day) -> bool:
    return state in OPEN_STATES and due_day is not None and due_day < today()


def state_words(state, due_day, write=day_near) -> str:
    """»überfällig seit 4. Juli«, »fällig 4. Juli«, »in Arbeit, fällig 4. Juli«, »erledigt«

    `write` puts the day into words: papers are read in later years and want `core.dates.day`.
    """
    if is_late(state, due_day):
        return _now("überfällig seit %(day)s") % {"day": write(due_day)}
    label = str(TaskState(state).label)
    if due_day is None or state not in OPEN_STATES:
        return label
    due = _now("fällig %(day)s") % {"day": write(due_day)}
    return due if state == TaskState.OPEN else f"{label}, {due}"


class TaskRemark(models.Model):
    """One dated sentence on how a task goes: »Angebot liegt vor«."""

    task = models.ForeignKey(ActionItem, models.PROTECT, related_name="remarks")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("von"))
    body = ShortTextField(_("Bemerkung"), max_length=1000)
    created_at = models.DateTimeField(_("am"), auto_now_add=True)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = TaskRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bemerkung")
        verbose_name_plural = _("Bemerkungen")

    def __str__(self):
        return German(Truncator(self.body).chars(90))


class TaskOnAgenda(models.Model):
    """An open task that a later meeting takes up: referenced, never copied."""

    agenda_item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="tasks_taken_up")
    task = models.ForeignKey(ActionItem, models.PROTECT, related_name="taken_up")
    due_day: dt.date | None  # read along by `with_tasks()`

    objects = TaskOnAgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("übernommene Aufgabe")
        verbose_name_plural = _("übernommene Aufgaben")
        constraints = [
            models.UniqueConstraint(fields=["agenda_item", "task"], name="task_on_agenda_once"),
        ]

    def __str__(self):
        return str(self.task)

    @property
    def shown(self):
        """The task with its due day, as `with_tasks()` has read both."""
        self.task.due_day = self.due_day
        return self.task
