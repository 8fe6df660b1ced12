"""The abstract comment; every app that is commented on has its own table of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import LongTextField, ShortTextField, Versioned
from members.models import Organisation, Person


class CommentBase(Versioned):
    """A remark, one level of answers below it. Withdrawn ones keep their place but show no text."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The organisation at the time of writing: people change organisations, the record does not.
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    body = LongTextField(_("Kommentar"), max_length=5000)
    body_html = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = ShortTextField(_("Grund"), max_length=400, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # Made by the form: a second click sends the same key and finds the comment that is already there.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.author}: {self.body[:60]}"

    @property
    def thread(self):
        """The first comment of its thread; itself, if it is the first."""
        return self.parent or self

    @property
    def was_moderated(self):
        """Withdrawn by somebody else than its author."""
        return self.withdrawn_by_id is not None and self.withdrawn_by_id != self.author_id


class CommentTextBase(models.Model):
    """The older text of an edited comment. Subclasses add `comment`, with `older_texts` as its way back."""

    body = models.TextField()
    body_html = models.TextField(editable=False, blank=True)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True
