"""Writing minutes: the text of sections, and who reads them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.presenters import sides_of
from core.dialects.marks import TASK
from core.forms import KernForm, MarkdownWidget, RevisionField
from core.markdown import MAX_LENGTH
from members.audience import AudienceFormField
from minutes.actions.writing import widest_audience
from minutes.forms.marks import LINE_FORMS
from minutes.presenters.writing import lines_to_record
from minutes.selectors.holders import holders


class SectionForm(KernForm):
    """The text of one section. On the page of all sections each has its own prefix."""

    no_error_summary = True
    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=MarkdownWidget(rows=10, is_live=True),
    )
    version = RevisionField()

    def __init__(self, *args, section=None, form_id="", holders=holders, **kwargs):
        if section:
            kwargs.setdefault("initial", {"body": section.body, "version": section.version})
            kwargs.setdefault("prefix", f"s{section.pk}")
        super().__init__(*args, **kwargs)
        if form_id:  # the fields stand in boxes of their own, outside the one form that saves them all
            for field in self.fields.values():
                field.widget.attrs["form"] = form_id
        self.section = section
        self.holders = holders
        self.conflict = None
        self.fields["body"].widget.shown = section.body_html if section else ""

    @property
    def line_forms(self):
        """A form for each line that waits to become a decision or a task."""
        lines = lines_to_record(self.section)
        # One query for everybody who can have a task, and none where no line is about one.
        known = self.holders() if any(line.kind == TASK for line in lines) else []
        return [(line, LINE_FORMS[line.kind](section=self.section, line=line, known=known)) for line in lines]

    def keep_both(self, conflict):
        """Show both texts; saving once more means that this person has joined them."""
        self.conflict = sides_of(conflict)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = conflict.current.version


class AudienceForm(KernForm):
    def __init__(self, *args, section, **kwargs):
        super().__init__(*args, initial={"audience": section.audience}, **kwargs)
        self.fields["audience"] = AudienceFormField(
            inherits=True,
            parent=widest_audience(section),
            label=_("Wer darf diesen Abschnitt lesen?"),
            help_text=_("Höchstens so viele wie beim Tagesordnungspunkt. Das gilt auch für die Kommentare."),
        )
