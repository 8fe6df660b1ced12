import datetime as dt
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import CommentForm
from comments.queries import sides_of
from core import dates
from core.forms import KernForm, MarkdownWidget, RevisionField
from core.markdown import MAX_LENGTH
from core.marks import DECISION, TASK
from core.passages import sentences_of, words_of_text
from members.audience import AudienceFormField
from minutes.actions.correcting import LONGEST_REASON
from minutes.actions.writing import widest_audience
from minutes.queries.corrections import Correction
from minutes.queries.holders import holder_named
from minutes.queries.writing import lines_to_record
from outcomes.enums import Result

USUAL_PERIOD = dt.timedelta(days=14)


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
        self.fields["body"].widget.shown = section.body_html if section else ""

    @property
    def line_forms(self):
        """A form for each line that waits to become a decision or a task."""
        return [(line, line_form(line, self.section)) for line in lines_to_record(self.section)]

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


# --- the record -------------------------------------------------------------------------------------------


class ApproveForm(KernForm):
    """What the meeting decided. Where its decision is written down already, there is nothing to fill in."""

    result = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[choice for choice in Result.choices if choice[0] != Result.NOTED],
        initial=Result.CONSENSUS,
        help_text=_("»vertagt«: Das Protokoll bleibt offen und kommt auf die nächste Tagesordnung."),
    )
    votes_yes = forms.IntegerField(
        label=_("Ja"), min_value=0, max_value=999, required=False, help_text=_("Nur bei »mehrheitlich«.")
    )
    votes_no = forms.IntegerField(label=_("Nein"), min_value=0, max_value=999, required=False)
    votes_abstained = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=999, required=False)
    wording = forms.CharField(
        label=_("Wortlaut des Beschlusses"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, usual="", recorded=None, **kwargs):
        super().__init__(*args, initial={"wording": usual}, **kwargs)
        if recorded is not None:
            self.fields.clear()


class CorrectForm(KernForm):
    """Every section and every decision in one form; what stays as it is, is not corrected."""

    reason = forms.CharField(
        label=_("Grund der Berichtigung"),
        max_length=LONGEST_REASON,
        help_text=_("Steht für immer bei der Berichtigung und in der Mail an alle."),
    )
    revision = RevisionField(required=True)

    def __init__(self, *args, minutes, sections, decisions, **kwargs):
        super().__init__(*args, initial={"revision": minutes.revision_number}, **kwargs)
        self.texts = {section.pk: f"text_{section.pk}" for section in sections}
        self.wordings = {decision.pk: f"wording_{decision.pk}" for decision in decisions}
        places = {section.agenda_item_id: section for section in sections if section.agenda_item_id}
        for section in sections:
            self.fields[self.texts[section.pk]] = forms.CharField(
                label=str(section), required=False, strip=False, max_length=MAX_LENGTH,
                initial=section.body, widget=MarkdownWidget(rows=8),
            )  # fmt: skip
        for decision in decisions:
            self.fields[self.wordings[decision.pk]] = forms.CharField(
                label=_("Beschluss %(number)s: Wortlaut") % {"number": decision.label}, max_length=4000,
                initial=decision.wording, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=str(places.get(decision.agenda_item_id, "")),
            )  # fmt: skip

    def correction(self) -> Correction:
        typed = self.cleaned_data
        return Correction(
            revision=typed["revision"],
            reason=typed["reason"],
            texts={key: typed[name] for key, name in self.texts.items()},
            wordings={key: typed[name] for key, name in self.wordings.items()},
        )


class ReasonForm(KernForm):
    no_error_summary = True
    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


# --- lines of the text that become decisions and tasks ----------------------------------------------------


class LineForm(KernForm):
    """Beside the text, one for each line that begins with »B:« or »A:«. It names the line by its words."""

    no_error_summary = True
    kind = forms.ChoiceField(choices=[(DECISION, DECISION), (TASK, TASK)], widget=forms.HiddenInput)
    line = forms.CharField(widget=forms.HiddenInput, strip=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, section, line=None, **kwargs):
        if line:
            first = {"kind": line.kind, "line": line.wording, "wording": line.wording}
            kwargs["initial"] = {**first, "submission_key": uuid4()}
            kwargs["auto_id"] = f"z{section.pk}-{line.key}-%s"
        super().__init__(*args, **kwargs)
        self.section = section

    def values(self):
        """What the action takes."""
        raise NotImplementedError


class DecisionLineForm(LineForm):
    wording = forms.CharField(label=_("Wortlaut"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    result = forms.ChoiceField(label=_("Ergebnis"), choices=Result.choices, initial=Result.CONSENSUS)
    votes_yes = forms.IntegerField(label=_("Ja"), min_value=0, max_value=999, required=False)
    votes_no = forms.IntegerField(label=_("Nein"), min_value=0, max_value=999, required=False)
    votes_abstained = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=999, required=False)

    def values(self):
        names = ("wording", "result", "votes_yes", "votes_no", "votes_abstained")
        return {name: self.cleaned_data[name] for name in names}


class TaskLineForm(LineForm):
    wording = forms.CharField(
        label=_("Was ist zu tun?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(
        label=_("Wer?"),
        max_length=200,
        help_text=_("Person oder Organisation; beim Tippen wird vorgeschlagen."),
        widget=forms.TextInput({"list": "wer", "autocomplete": "off"}),  # templates/minutes/holders.html
    )
    due_on = forms.DateField(label=_("Bis wann?"), required=False)
    due_next_meeting = forms.BooleanField(label=_("bis zum nächsten Treffen"), required=False)

    def clean_who(self):
        holder = holder_named(self.cleaned_data["who"])
        if holder is None:
            raise forms.ValidationError(
                _("Bitte wählen Sie eine Person oder Organisation aus der Liste der Vorschläge.")
            )
        return holder

    def clean(self):
        super().clean()
        values = self.cleaned_data
        if values.get("due_on") and values.get("due_next_meeting"):
            self.add_error("due_on", _("Bitte wählen Sie einen Tag oder das nächste Treffen, nicht beides."))
        return values

    def values(self):
        data = self.cleaned_data
        return {
            "wording": data["wording"],
            "assignee": data["who"].person,
            "assignee_organisation": data["who"].organisation,
            "due_on": data["due_on"],
            "due_next_meeting": data["due_next_meeting"],
        }


LINE_FORMS = {DECISION: DecisionLineForm, TASK: TaskLineForm}


def line_form(line, section):
    """The empty form of a line found in the text."""
    return LINE_FORMS[line.kind](section=section, line=line)


# --- passages ---------------------------------------------------------------------------------------------

SENTENCE_LENGTH = 90


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
    quote = forms.CharField(
        label=_("Oder Wortlaut der Stelle"),
        required=False,
        max_length=2000,
        help_text=_("Einige Worte, genau wie sie im Abschnitt stehen."),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

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
        return sentence if end - start <= SENTENCE_LENGTH else sentence[: SENTENCE_LENGTH - 1].rstrip() + "…"

    def clean(self):
        """What was typed counts more than what was chosen."""
        values = super().clean()
        chosen = values.pop("sentence", "")
        if chosen and not values.get("quote", "").strip():
            start, end = map(int, chosen.split("-"))
            values |= {"quote": self.words[start:end], "start": start, "revision": None}
        return values


class SectionCommentForm(PassageMixin, CommentForm):
    field_order = ["body", "sentence", "quote", "key"]

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
            self.add_error("sentence", _("Bitte wählen Sie einen Satz oder geben Sie Worte daraus ein."))
        return values


class SuggestForm(KernForm):
    """Better wording for the passage in the hidden fields."""

    replacement = forms.CharField(
        label=_("Ihr Vorschlag"), required=False, strip=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ändern Sie den Wortlaut. Ein leeres Feld heißt: Die Stelle entfällt."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Bemerkung"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    quote = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
    original = forms.CharField(strip=False, widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

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
