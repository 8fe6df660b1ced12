import datetime as dt
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.queries import sides_of
from core import dates
from core.forms import KernForm, MarkdownWidget, RevisionField
from core.markdown import MAX_LENGTH
from core.marks import DECISION, TASK
from members.audience import AudienceFormField
from members.models import GroupRules
from minutes.actions.correcting import LONGEST_REASON
from minutes.actions.objections import MAX_LENGTH as MAX_OBJECTION
from minutes.actions.writing import widest_audience
from minutes.enums import ObjectionVerb
from minutes.models import MinutesSection
from minutes.queries.corrections import Correction
from minutes.queries.holders import holder_named
from minutes.queries.writing import lines_to_record
from outcomes.enums import Result

ANSWERS = [
    (ObjectionVerb.FOLLOW.value, _("Der Einwendung wird gefolgt")),
    (ObjectionVerb.FOLLOW_PARTLY.value, _("Ihr wird teilweise gefolgt")),
    (ObjectionVerb.NOT_FOLLOW.value, _("Ihr wird nicht gefolgt")),
]


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
        period = dt.timedelta(days=GroupRules.objects.in_force().circulation_days)
        kwargs.setdefault("initial", {"until": dates.today() + period})
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


class ExtendForm(KernForm):
    until = forms.DateField(label=_("Im Umlauf bis"), help_text=_("Bis zum Ende dieses Tages."))
    message = forms.CharField(
        label=_("Nachricht"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht in der Mail an alle, die das Protokoll lesen dürfen."),
    )
    known_end = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, minutes, **kwargs):
        end = dates.berlin(minutes.objections_until).date()
        later = max(end, dates.today()) + dt.timedelta(days=7)
        super().__init__(*args, initial={"until": later, "known_end": end}, **kwargs)


class ObjectionForm(KernForm):
    """Against the whole, or a section: only those are offered that this person may read."""

    section = forms.ModelChoiceField(
        label=_("Wogegen?"), queryset=MinutesSection.objects.none(), required=False,
        empty_label=_("Das ganze Protokoll"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Grund"), max_length=MAX_OBJECTION, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Was ist falsch oder fehlt?"),
    )  # fmt: skip
    wanted = forms.CharField(
        label=_("Gewünschte Änderung"), required=False, max_length=MAX_OBJECTION,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Wie soll es lauten?"),
    )  # fmt: skip
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        field.queryset = sections
        field.label_from_instance = section_label
        field.required = False


def section_label(section):
    title = section.title or (section.agenda_item.title if section.agenda_item else "")
    return f"{section.label} {title}" if section.agenda_item else title


class AnswerObjectionForm(KernForm):
    verb = forms.ChoiceField(
        label=_("Entscheidung"), choices=ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Text der Antwort"), required=False, max_length=MAX_OBJECTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Freiwillig nur, wenn der Einwendung ganz gefolgt wird."),
    )  # fmt: skip
    version = RevisionField()
