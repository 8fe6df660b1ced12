"""Lines of minutes that become decisions and tasks."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dialects.marks import DECISION, TASK
from core.forms import KernForm, SubmissionKeyField
from minutes.presenters.writing import day_of, result_in
from minutes.selectors.holders import holder_in, holder_named
from minutes.text.until import day_until, until_next_meeting
from outcomes.enums import Result


class LineForm(KernForm):
    """Beside the text, one for each line »Beschluss: …« or »Aufgabe: …«. It names the line by its words.

    What the line says besides, such as who and until when, is offered in the fields.
    """

    no_error_summary = True
    kind = ""  # DECISION or TASK; a hidden input of that name says which form was sent
    line = forms.CharField(widget=forms.HiddenInput, strip=False)
    submission_key = SubmissionKeyField()

    def __init__(self, *args, section, line=None, known=(), **kwargs):
        if line:
            first = {"line": line.wording, "wording": line.wording, "submission_key": uuid4()}
            kwargs["initial"] = first | self.read(line.wording, section, known)
            # Several forms stand on one page, and after an exchange of a part the same line has the same ids.
            kwargs["auto_id"] = f"z{section.pk}-{line.key}-%s"
        super().__init__(*args, **kwargs)
        self.section = section

    def clean(self):
        super().clean()
        # The page had the other form at this line: the text changed between loading and sending.
        if self.data.get("kind") != self.kind:
            raise forms.ValidationError(_("Bitte laden Sie die Seite neu und senden Sie noch einmal."))
        return self.cleaned_data

    def read(self, wording, section, known):
        """What can be read out of the line for the fields; `known` are the holders of tasks."""
        raise NotImplementedError

    def values(self):
        """What the action takes."""
        raise NotImplementedError


class DecisionLineForm(LineForm):
    kind = DECISION

    wording = forms.CharField(label=_("Wortlaut"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    result = forms.ChoiceField(label=_("Ergebnis"), choices=Result.choices, initial=Result.CONSENSUS)
    votes_yes = forms.IntegerField(label=_("Ja"), min_value=0, max_value=999, required=False)
    votes_no = forms.IntegerField(label=_("Nein"), min_value=0, max_value=999, required=False)
    votes_abstained = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=999, required=False)

    def read(self, wording, section, known):
        return result_in(wording)

    def values(self):
        names = ("wording", "result", "votes_yes", "votes_no", "votes_abstained")
        return {name: self.cleaned_data[name] for name in names}


class TaskLineForm(LineForm):
    kind = TASK

    wording = forms.CharField(
        label=_("Was ist zu tun?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(
        label=_("Wer?"),
        max_length=200,
        help_text=_("Person oder Organisation; beim Tippen wird vorgeschlagen."),
        widget=forms.TextInput(
            {"list": "wer", "autocomplete": "off"}
        ),  # templates/minutes/editor/holders.html
    )
    due_on = forms.DateField(label=_("Bis wann?"), required=False)
    due_next_meeting = forms.BooleanField(label=_("bis zum nächsten Treffen"), required=False)

    def read(self, wording, section, known):
        holder, is_next = holder_in(wording, known), until_next_meeting(wording)
        return {
            "who": holder.name if holder else "",
            "due_on": None if is_next else day_until(wording, day_of(section)),
            "due_next_meeting": is_next,
        }

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
