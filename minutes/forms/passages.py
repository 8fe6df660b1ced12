"""A passage of a section: what a comment or a suggestion is about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import NumberFromThePage, RevisionField
from core.safe_html import German
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
        choices: list = [("", self.whole)]
        for start, end in sentences_of(self.words):
            sentence = self.words[start:end]
            if end - start > SENTENCE_LENGTH:
                sentence = f"{sentence[: SENTENCE_LENGTH - 1].rstrip()}…"
            # Read out in German also on an English page: these are words of the minutes.
            choices.append((f"{start}-{end}", German(sentence)))
        self.fields["sentence"].choices = choices

    def add_error(self, field, error):
        """Words that were marked and are not found become a field, so that one can put them right."""
        super().add_error(field, error)
        if field == "quote":
            self.fields["quote"].widget = forms.TextInput()

    def clean(self):
        """What was typed counts more than what was chosen."""
        super().clean()
        values = self.cleaned_data
        chosen = values.pop("sentence", "")
        # A sentence is chosen by its place, and so found where it stands, even where it stands twice.
        if chosen and not values.get("quote", "").strip():
            start, end = map(int, chosen.split("-"))
            values |= {"quote": self.words[start:end], "start": start, "revision": None}
        return values
