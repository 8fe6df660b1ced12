from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField, SubmissionKeyField
from core.safe_html import German, strung
from members.audience import MEMBERS, PUBLIC, AudienceFormField
from members.models import Organisation, Person
from outcomes.access import can_set_status, effective_audience
from outcomes.enums import DecisionVerb, Due, Result
from outcomes.models import Decision


class OutcomeForm(KernForm):
    """Common to decisions and tasks: they hang on a TOP, and nobody sees them who does not see that."""

    submission_key = SubmissionKeyField()
    version = RevisionField()

    words: tuple[str, ...] = ()
    widest = PUBLIC

    def __init__(self, *args, agenda_item, outcome=None, **kwargs):
        if outcome is not None:
            kwargs["initial"] = {name: getattr(outcome, name) for name in (*self.words, "version")}
        super().__init__(*args, **kwargs)
        self.agenda_item, self.outcome = agenda_item, outcome
        self.fields["audience"] = AudienceFormField(
            inherits=True,
            parent=effective_audience(agenda_item) & self.widest,
            help_text=_("Sonst wie der Tagesordnungspunkt."),
        )

    def values(self):
        return {name: self.cleaned_data[name] for name in self.words}


class DecisionForm(OutcomeForm):
    words = ("wording", "result", "votes_yes", "votes_no", "votes_abstained", "review_on", "audience")

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
    review_on = forms.DateField(
        label=_("Zu überprüfen am"),
        required=False,
        help_text=_("An diesem Tag wird die Organisation erinnert."),
    )


class TaskForm(OutcomeForm):
    words = ("wording", "assignee", "assignee_organisation", "due_on", "due_next_meeting", "audience")
    widest = MEMBERS  # tasks name people

    wording = forms.CharField(label=_("Was ist zu tun?"), max_length=2000, widget=forms.Textarea)
    assignee = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("– niemand bestimmt –"),
        help_text=_("Eine Person oder eine Organisation ist nötig."),
    )  # fmt: skip
    assignee_organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("– keine –")
    )
    due = forms.ChoiceField(
        label=_("Bis wann?"),
        choices=Due.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Due.ON_DAY,
    )
    due_on = forms.DateField(label=_("Tag"), required=False, help_text=_("Nur bei »bis zu einem Tag«."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.outcome
        if held is not None:
            day_or_open = Due.ON_DAY if held.due_on else Due.OPEN
            self.initial["due"] = Due.NEXT_MEETING if held.due_next_meeting else day_or_open
        people = Person.objects.members()
        if held is not None and held.assignee_id:
            people = people | Person.objects.filter(pk=held.assignee_id)
        self.fields["assignee"].queryset = people.by_name()
        self.fields["assignee_organisation"].queryset = Organisation.objects.by_name()

    def clean(self):
        """One of three ways; a day that was typed for another way is left aside."""
        super().clean()
        values = self.cleaned_data
        day = values.get("due_on")
        way = values.get("due") or (Due.ON_DAY if day else Due.OPEN)
        if way == Due.ON_DAY and not day and "due_on" not in self.errors:
            self.add_error("due_on", _("Bitte wählen Sie einen Tag oder oben »ohne Termin«."))
        values["due_on"] = day if way == Due.ON_DAY else None
        values["due_next_meeting"] = way == Due.NEXT_MEETING
        return values


class StatusForm(KernForm):
    """What became of a decision: the verbs that its status allows now."""

    version = RevisionField()
    verb = forms.ChoiceField(label=_("Was ist aus ihm geworden?"), widget=forms.RadioSelect)
    replaced_by = forms.ModelChoiceField(
        Decision.objects.none(), label=_("Ersetzt durch"), required=False, empty_label=_("– keinen –"),
        help_text=_("Nur beim Ersetzen."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Grund"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig beim Ersetzen und Aufheben. Er steht beim Beschluss."),
    )

    def __init__(self, *args, decision, user, later, **kwargs):
        """`later` are the decisions that may replace it."""
        kwargs["initial"] = {"version": decision.version, "reason": decision.status_reason}
        super().__init__(*args, **kwargs)
        offered = [
            verb
            for verb in DecisionVerb
            if can_set_status(user, decision, verb) and (later or verb != DecisionVerb.REPLACE)
        ]
        self.fields["verb"].choices = [(verb.value, verb.label) for verb in offered]
        if DecisionVerb.REPLACE in offered:
            self.fields["replaced_by"].queryset = later
            # »2025/3: Die Fachgruppe …«
            self.fields["replaced_by"].label_from_instance = lambda decision: strung(
                [decision.label, German(Truncator(decision.wording).chars(90))], ": "
            )
        else:
            del self.fields["replaced_by"]


class ReviewForm(KernForm):
    no_error_summary = True

    version = RevisionField()
    review_on = forms.DateField(
        label=_("Zu überprüfen am"),
        required=False,
        help_text=_("An diesem Tag wird die Organisation erinnert. Leer heißt: keine Überprüfung."),
    )

    def __init__(self, *args, decision, **kwargs):
        kwargs["initial"] = {"version": decision.version, "review_on": decision.review_on}
        super().__init__(*args, **kwargs)


class RemarkForm(KernForm):
    no_error_summary = True

    submission_key = SubmissionKeyField()
    body = forms.CharField(
        label=_("Wie steht es?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ein Satz genügt. Name und Datum stehen dabei."),
    )


class CarryOverForm(KernForm):
    """A tick for each open task of earlier meetings; what is due by the meeting is ticked already."""

    no_error_summary = True

    tasks = forms.MultipleChoiceField(
        label=_("Offene Aufgaben aus früheren Treffen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, tasks, **kwargs):
        proposed = [str(task.pk) for task in tasks if task.is_proposed]
        super().__init__(*args, initial={"tasks": proposed}, **kwargs)
        self.offered = {str(task.pk): task for task in tasks}
        self.fields["tasks"].choices = [(key, str(task)) for key, task in self.offered.items()]

    @property
    def boxes(self):
        """The boxes as the template places them, each with its task; what is taken up already has none."""
        boxes = []
        for box in self["tasks"]:
            box.task = self.offered[box.data["value"]]
            if not box.task.is_taken:
                boxes.append(box)
        return boxes

    def chosen(self):
        return [self.offered[key] for key in self.cleaned_data["tasks"]]


class DoneForm(KernForm):
    """From the mail: one sentence of result."""

    no_error_summary = True

    submission_key = SubmissionKeyField()
    result = forms.CharField(
        label=_("Was ist das Ergebnis?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein Satz genügt. Die Mitglieder lesen ihn bei der Aufgabe."),
    )


class DropForm(KernForm):
    no_error_summary = True

    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
