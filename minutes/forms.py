import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.queries import sides_of
from core import dates
from core.forms import KernForm, MarkdownWidget, RevisionField
from core.markdown import MAX_LENGTH
from members.audience import AudienceFormField
from minutes.actions.writing import widest_audience

USUAL_PERIOD = dt.timedelta(days=14)


class SectionForm(KernForm):
    """The text of one section. On the page of all sections each has its own prefix."""

    no_error_summary = True
    body = forms.CharField(
        label=_("Text"), required=False, strip=False, max_length=MAX_LENGTH, widget=MarkdownWidget(rows=10)
    )
    version = RevisionField()

    def __init__(self, *args, section=None, form_id="", **kwargs):
        if section:
            kwargs.setdefault("initial", {"body": section.body, "version": section.version})
            kwargs.setdefault("prefix", f"s{section.pk}")
        super().__init__(*args, **kwargs)
        if form_id:
            for field in self.fields.values():
                field.widget.attrs["form"] = form_id
        self.section = section
        self.conflict = None

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


class RestoreForm(KernForm):
    """One button; the version says which texts the person saw before pressing it."""

    no_error_summary = True
    somebody_wrote = False
    version = RevisionField()


class CirculateForm(KernForm):
    until = forms.DateField(label=_("Im Umlauf bis"), help_text=_("Bis zum Ende dieses Tages."))
    message = forms.CharField(
        label=_("Nachricht"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht in der Mail an alle, die das Protokoll lesen dürfen."),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"until": dates.today() + USUAL_PERIOD})
        super().__init__(*args, **kwargs)
