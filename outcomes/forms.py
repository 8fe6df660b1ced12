from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from members.audience import MEMBERS, PUBLIC, AudienceFormField
from members.models import Organisation, Person
from outcomes.access import effective_audience
from outcomes.enums import Result


class OutcomeForm(KernForm):
    """Common to decisions and tasks: they hang on a TOP, and nobody sees them who does not see that."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    version = RevisionField()

    words: tuple[str, ...] = ()
    widest = PUBLIC

    def __init__(self, *args, agenda_item, outcome=None, **kwargs):
        if outcome is not None:
            kwargs["initial"] = {name: getattr(outcome, name) for name in (*self.words, "version")}
        super().__init__(*args, **kwargs)
        self.fields["audience"] = AudienceFormField(
            inherits=True,
            parent=effective_audience(agenda_item) & self.widest,
            help_text=_("Sonst wie der Tagesordnungspunkt."),
        )

    def values(self):
        return {name: self.cleaned_data[name] for name in self.words}


class DecisionForm(OutcomeForm):
    words = ("wording", "result", "votes_yes", "votes_no", "votes_abstained", "audience")

    wording = forms.CharField(
        label=_("Wortlaut"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Wort für Wort, wie beschlossen."),
    )
    result = forms.ChoiceField(label=_("Ergebnis"), choices=Result.choices, initial=Result.CONSENSUS)
    votes_yes = forms.IntegerField(
        label=_("Ja"), min_value=0, max_value=999, required=False, help_text=_("Nur bei »mehrheitlich«.")
    )
    votes_no = forms.IntegerField(label=_("Nein"), min_value=0, max_value=999, required=False)
    votes_abstained = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=999, required=False)


class TaskForm(OutcomeForm):
    words = ("wording", "assignee", "assignee_organisation", "due_on", "audience")
    widest = MEMBERS  # tasks name people

    wording = forms.CharField(label=_("Was ist zu tun?"), max_length=2000, widget=forms.Textarea)
    assignee = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("– niemand bestimmt –"),
        help_text=_("Eine Person oder eine Organisation ist nötig."),
    )  # fmt: skip
    assignee_organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("– keine –")
    )
    due_on = forms.DateField(label=_("Bis wann?"), required=False, widget=forms.DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = kwargs.get("outcome")
        people = Person.objects.members()
        if held is not None and held.assignee_id:
            people = people | Person.objects.filter(pk=held.assignee_id)
        self._offer("assignee", people.by_name())
        self._offer("assignee_organisation", Organisation.objects.by_name())

    def _offer(self, name, rows):
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class DropForm(KernForm):
    no_error_summary = True

    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
