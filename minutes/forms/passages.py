"""Comments on passages, and suggestions of better wording."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import CommentForm
from core.forms import DialectTextarea, KernForm, NumberFromThePage, RevisionField, SubmissionKeyField
from core.safe_html import German
from minutes.actions.suggestions import LONGEST_REPLACEMENT
from minutes.text.passages import sentences_of, words_of_text

SENTENCE_LENGTH = 90


class QuoteField(forms.CharField):
    """Words as they stand in the section, marked across lines or typed: their spaces do not matter."""

    def to_python(self, value):
        return " ".join((super().to_python(value) or "").split())


class PassageMixin(forms.Form):
    """A passage of a section: marked in the browser (hidden), chosen as a sentence, or typed.

    Where scripts have marked one, its words are shown and travel hidden with their place and revision.
    """

    sentence = forms.ChoiceField(
        label=_("Textstelle"),
        required=False,
        error_messages={
            "invalid_choice": _("Der Abschnitt hat sich geändert. Bitte wählen Sie noch einmal.")
        },
    )
    quote = QuoteField(
        label=_("Oder Wortlaut der Stelle"),
        required=False,
        max_length=2000,
        help_text=_("Einige Worte, genau wie sie im Abschnitt stehen."),
    )
    start = NumberFromThePage()
    revision = RevisionField()

    whole = _("Ganzer Abschnitt")

    def offer_passages(self, section, marked):
        """`marked`: whether the words are known already and need no fields."""
        self.words = words_of_text(section.body_html)
        if marked or not self.words:
            self.fields["quote"].widget = forms.HiddenInput()
            del self.fields["sentence"]
            return
        places = sentences_of(self.words)
        choices = [(f"{start}-{end}", self._shown(start, end)) for start, end in places]
        self.fields["sentence"].choices = [("", self.whole), *choices]

    def add_error(self, field, error):
        """Words that were marked and are not found become a field, so that one can put them right."""
        super().add_error(field, error)
        if field == "quote":
            self.fields["quote"].widget = forms.TextInput()

    def _shown(self, start, end):
        sentence = self.words[start:end]
        return German(
            sentence if end - start <= SENTENCE_LENGTH else f"{sentence[: SENTENCE_LENGTH - 1].rstrip()}…"
        )

    def clean(self):
        """What was typed counts more than what was chosen."""
        super().clean()
        values = self.cleaned_data
        chosen = values.pop("sentence", "")
        if chosen and not values.get("quote", "").strip():
            start, end = map(int, chosen.split("-"))
            values |= {"quote": self.words[start:end], "start": start, "revision": None}
        return values


class SectionCommentForm(PassageMixin, CommentForm):
    field_order = ["body", "sentence", "quote", "key"]
    folded, folded_label = ("sentence", "quote"), _("Zu einer bestimmten Stelle")

    def __init__(self, *args, section, marked=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_passages(section, marked)


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

    use_required_attribute = False
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
