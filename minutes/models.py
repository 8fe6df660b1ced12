"""Minutes, their sections, their frozen revisions, and the comments on them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.querysets import AppendOnly
from comments.models import CommentBase, CommentTextBase
from core.dialects.versions import CURRENT
from core.models import LongTextField, NameField, ShortTextField, Stamped, Versioned
from core.safe_html import phrase
from meetings.models import AgendaItem, Meeting
from members.audience import AudienceField
from members.models import Organisation, Person
from minutes.enums import (
    CONFIRMED,
    STATE_KINDS,
    Approval,
    ObjectionState,
    SealKind,
    State,
    SuggestionState,
    Verb,
)
from minutes.querysets import (
    MinutesQuerySet,
    ObjectionQuerySet,
    ReadingQuerySet,
    RevisionQuerySet,
    SealQuerySet,
    SecondLookQuerySet,
    SectionCommentQuerySet,
    SectionQuerySet,
    SuggestionQuerySet,
)
from outcomes.models import Decision


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
    # The TOP »Genehmigung des Protokolls vom …« of a later meeting, and what was decided there.
    approval_item = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="approval_of"
    )
    approval_decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="approves"
    )
    approval = models.CharField(_("Genehmigung"), max_length=12, choices=Approval.choices, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # The newest revision, repeated here because every reader is told of it.
    revision_number = models.PositiveIntegerField(_("Fassung"), default=0, editable=False)
    revised_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The one before it that every reader may see: what »Änderungen seit Fassung n« compares with.
    previous_number = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("Protokoll")
        verbose_name_plural = _("Protokolle")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.CIRCULATING) | Q(objections_until__isnull=False),
                name="minutes_circulate_until",
            )
        ]

    def __str__(self):
        return phrase(_now("Protokoll: %(meeting)s"), meeting=self.meeting.name)

    @property
    def state_kind(self):
        """The colour of the state: waits for somebody, is going on, is done."""
        return STATE_KINDS[State(self.state)]

    def get_absolute_url(self):
        return reverse("minutes:detail", args=[self.pk])


class MinutesSection(Stamped, Versioned):
    """One per TOP. The HTML is made and sanitised when the text is saved, not when it is read."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sections")
    agenda_item = models.OneToOneField(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="section"
    )
    position = models.PositiveIntegerField()
    title = NameField(_("Titel"), max_length=200, blank=True)
    body = LongTextField(_("Text"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    # The version of the portal's dialect that the HTML is made in: it stays with the record (docs/adr/0027).
    dialect = models.PositiveSmallIntegerField(default=CURRENT, editable=False)
    audience = AudienceField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Who has the section open for writing, as far as their browser said lately. A hint, never a lock.
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    writer_seen_at = models.DateTimeField(null=True, editable=False)

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


class SectionWriter(models.Model):
    """Somebody who typed in a section: they do not decide about these minutes alone."""

    section = models.ForeignKey(MinutesSection, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    recorded_at = models.DateTimeField()  # when the audit log last got a line about it

    class Meta:
        verbose_name = _("Mitschrift an einem Abschnitt")
        verbose_name_plural = _("Mitschriften an Abschnitten")
        constraints = [models.UniqueConstraint(fields=["section", "user"], name="section_writer_once")]

    def __str__(self):
        return f"{self.user_id}: {self.section_id}"


class Revision(models.Model):
    """A frozen, numbered state of the minutes: the record. Never changed, never deleted."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("Fassung"))
    author_name = models.CharField(_("von"), max_length=150)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    reason = ShortTextField(_("Grund"), max_length=400)
    content = models.JSONField()  # made by minutes.selectors.record.content_of; its keys never change
    digest = models.CharField(max_length=64, editable=False)
    # Made while the minutes were a draft: for those who write them, also after the circulation has begun.
    is_internal = models.BooleanField(_("aus dem Entwurf"), default=False, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="revision_number_once")]

    def __str__(self):
        return _now("Fassung %(number)s") % {"number": self.number}

    def delete(self, *args, **kwargs):
        raise AppendOnly("The record is never deleted.")


class SectionComment(CommentBase):
    """On a whole section, or on a passage of it.

    A passage is a stretch of the section's words (minutes.text.passages): `quote` as it stood in the text of
    revision `anchor_revision`, there from `anchor_start` to `anchor_end`. `place_start` and `place_end` say
    where the same words stand in the present text; both are null when the passage itself has changed since.
    """

    section = models.ForeignKey(MinutesSection, models.PROTECT, related_name="comments")
    quote = models.TextField(_("Textstelle"), blank=True)
    anchor_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    anchor_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    anchor_end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    place_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    place_end = models.PositiveIntegerField(null=True, blank=True, editable=False)

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

    @property
    def is_suggestion(self):
        return hasattr(self, "suggestion")


class SectionCommentText(CommentTextBase):
    comment = models.ForeignKey(SectionComment, models.CASCADE, related_name="older_texts")

    class Meta:
        verbose_name = _("älterer Text")
        verbose_name_plural = _("ältere Texte")

    def __str__(self):
        return self.body[:60]


class Suggestion(models.Model):
    """Änderungsvorschlag: better wording for the passage of a comment; those who write the minutes decide.

    `original` is the Markdown of the passage, from `source_start` to `source_end` in the text of the revision
    that the comment is anchored in.
    """

    comment = models.OneToOneField(SectionComment, models.PROTECT, related_name="suggestion")
    original = models.TextField(_("bisheriger Wortlaut"))
    replacement = LongTextField(_("vorgeschlagener Wortlaut"), blank=True)
    source_start = models.PositiveIntegerField(editable=False)
    source_end = models.PositiveIntegerField(editable=False)
    state = models.CharField(
        _("Stand"), max_length=12, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    reason = ShortTextField(_("Grund"), max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    applied_revision = models.PositiveIntegerField(_("übernommen in Fassung"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Änderungsvorschlag")
        verbose_name_plural = _("Änderungsvorschläge")

    def __str__(self):
        return self.replacement[:60] or self.original[:60]

    def get_absolute_url(self):
        return self.comment.get_absolute_url()


class Objection(Stamped, Versioned):
    """Einwendung: raised while the minutes go round; the minutes are not approved before it is answered."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="objections")
    section = models.ForeignKey(
        MinutesSection, models.PROTECT, null=True, blank=True, related_name="objections",
        verbose_name=_("Abschnitt"),
    )  # fmt: skip
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # That of the time of writing, as at comments: who changes jobs has still spoken for the old one.
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    reason = LongTextField(_("Grund"), max_length=4000)
    wanted = LongTextField(_("gewünschte Änderung"), max_length=4000, blank=True)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    answer = LongTextField(_("Antwort"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwendung")
        verbose_name_plural = _("Einwendungen")
        indexes = [models.Index(fields=["minutes", "state"], name="objection_state")]

    def __str__(self):
        return self.reason[:60]

    def get_absolute_url(self):
        return f"{reverse('minutes:detail', args=[self.minutes_id])}#einwendung-{self.pk}"


class Reading(models.Model):
    """What one person did with minutes that go round: »gelesen«, »keine Einwendungen«; and our reminders."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("gelesen"), null=True, blank=True)
    read_revision = models.PositiveIntegerField(_("gelesene Fassung"), null=True, blank=True)
    consented_at = models.DateTimeField(_("keine Einwendungen"), null=True, blank=True)
    consented_revision = models.PositiveIntegerField(null=True, blank=True)
    reminded_on = models.DateField(_("erinnert am"), null=True, blank=True)
    # The end of the period that the portal's own reminder was about: once for each period.
    reminded_of_end = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kenntnisnahme")
        verbose_name_plural = _("Kenntnisnahmen")
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="reading_once")]

    def __str__(self):
        return f"{self.person}: {self.minutes_id}"


class ApprovalPlacing(models.Model):
    """A meeting that once got the TOP that approves these minutes, whatever became of that TOP."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="placings")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    placed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Platz der Genehmigung")
        verbose_name_plural = _("Plätze der Genehmigung")
        constraints = [models.UniqueConstraint(fields=["minutes", "meeting"], name="approval_placing_once")]

    def __str__(self):
        return f"{self.minutes_id}: {self.meeting_id}"


class FollowUpNotice(models.Model):
    """The people of a meeting were notified of what earlier ones left open: once, whenever it takes place."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="+")
    notified_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Nachricht »Was wurde aus …?«")
        verbose_name_plural = _("Nachrichten »Was wurde aus …?«")

    def __str__(self):
        return str(self.meeting_id)


class SecondLook(models.Model):
    """What the writers of minutes may not do alone waits here until a second person confirms it."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="second_looks")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    data = models.JSONField(default=dict)  # what the action needs once it is confirmed
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bestätigung durch eine zweite Person")
        verbose_name_plural = _("Bestätigungen durch eine zweite Person")
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "verb"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="second_look_open_once",
            ),
        ]

    def __str__(self):
        return str(CONFIRMED[Verb(self.verb)])

    def get_absolute_url(self):
        return reverse("minutes:second_look", args=[self.pk])


class Seal(models.Model):
    """One link of the chain: a sealed revision, the digest of its canonical text, and its PDF.

    `text` is the canonical text itself, so that anybody can compute `digest` again: it names the seal before.
    """

    position = models.PositiveIntegerField(_("Nummer"), unique=True)
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="seals")
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="seal")
    kind = models.CharField(_("Art"), max_length=12, choices=SealKind.choices)
    reason = models.CharField(_("Grund"), max_length=400, blank=True)
    text = models.TextField(editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(_("Siegel"), max_length=64, unique=True, editable=False)
    pdf = models.CharField(max_length=120, editable=False)  # name in the storage »records«
    pdf_digest = models.CharField(max_length=64, editable=False)
    sealed_at = models.DateTimeField(_("gesiegelt am"))
    sealed_by_name = models.CharField(_("gesiegelt von"), max_length=150, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("Siegel")
        verbose_name_plural = _("Siegel")

    def __str__(self):
        return _now("Siegel %(number)s") % {"number": self.position}

    def delete(self, *args, **kwargs):
        raise AppendOnly("The record is never deleted.")
