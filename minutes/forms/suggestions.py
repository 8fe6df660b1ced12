"""Suggestions of better wording, and the answer no."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DialectTextarea, KernForm, NumberFromThePage, RevisionField, SubmissionKeyField
from minutes.actions.suggestions import LONGEST_REPLACEMENT
from minutes.forms.passages import PassageMixin


class PassageForm(PassageMixin, KernForm):
    """The first step of a suggestion, for whoever has not marked anything."""

    whole = _("Bitte wählen")

    def __init__(self, *args, section, place, **kwargs):
        super().__init__(*args, auto_id=f"{place}_%s", **kwargs)
        self.place = place
        self.offer_passages(section, marked=False)

    def clean(self):
        values = super().clean()
        if not values.get("quote", "").strip() and not self.errors:
            self.add_error(
                "sentence" if "sentence" in self.fields else None,
                _("Bitte wählen Sie einen Satz oder geben Sie Worte daraus ein."),
            )
        return values


class WordingField(forms.CharField):
    """Belongs to the form, so it is not called optional; but nothing is an answer too: the passage goes."""

    def validate(self, value):
        pass


class SuggestForm(KernForm):
    """Better wording for the passage in the hidden fields."""

    use_required_attribute = False  # an empty answer takes the passage out
    folded, folded_label = ("body",), _("Bemerkung dazu")
    replacement = WordingField(
        label=_("Ihr Vorschlag"), strip=False, max_length=LONGEST_REPLACEMENT,
        widget=DialectTextarea(attrs={"rows": 6}),
        help_text=_("Ändern Sie den Wortlaut. Ein leeres Feld heißt: Die Stelle entfällt."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Bemerkung"), required=False, max_length=5000, widget=DialectTextarea(attrs={"rows": 2})
    )
    quote = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
    original = forms.CharField(strip=False, widget=forms.HiddenInput)
    start = NumberFromThePage()
    revision = RevisionField()
    key = SubmissionKeyField()

    def __init__(self, *args, place, names_url="", **kwargs):
        super().__init__(*args, auto_id=f"{place}_%s", **kwargs)
        self.place = place
        self.fields["replacement"].widget.attrs |= {"data-keep": place, "data-focus": True}
        self.fields["body"].widget.attrs |= {"data-keep": f"{place}-wozu", "data-names": names_url}

    def add_error(self, field, error):
        """What is wrong with a hidden field has to stand where it is seen."""
        super().add_error(None if field == "quote" else field, error)


class DeclineForm(KernForm):
    no_error_summary = True
    reason = forms.CharField(
        label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Er steht danach beim Vorschlag und geht per Mail an die Person, die ihn gemacht hat."),
    )  # fmt: skip

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, auto_id=f"{place}_%s", **kwargs)
        self.place = place
        self.fields["reason"].widget.attrs |= {"data-keep": place, "data-focus": True}
