"""What is asked while minutes go round."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm, RevisionField, SubmissionKeyField
from core.safe_html import strung
from members.models import GroupRules
from minutes.actions.circulation import LONGEST_MESSAGE
from minutes.actions.objections import MAX_LENGTH as MAX_OBJECTION
from minutes.enums import ObjectionVerb
from minutes.models import MinutesSection

ANSWERS = [
    (ObjectionVerb.FOLLOW.value, _("Der Einwendung wird gefolgt")),
    (ObjectionVerb.FOLLOW_PARTLY.value, _("Ihr wird teilweise gefolgt")),
    (ObjectionVerb.NOT_FOLLOW.value, _("Ihr wird nicht gefolgt")),
]


class CirculateForm(KernForm):
    until = forms.DateField(label=_("Im Umlauf bis"), help_text=_("Bis zum Ende dieses Tages."))
    message = forms.CharField(
        label=_("Nachricht"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht in der Mail an alle, die das Protokoll lesen dürfen."),
    )

    def __init__(self, *args, **kwargs):
        period = dt.timedelta(days=GroupRules.objects.in_force().circulation_days)
        kwargs.setdefault("initial", {"until": dates.today() + period})
        super().__init__(*args, **kwargs)


class ExtendForm(KernForm):
    until = forms.DateField(label=_("Im Umlauf bis"), help_text=_("Bis zum Ende dieses Tages."))
    message = forms.CharField(
        label=_("Nachricht"),
        required=False,
        max_length=LONGEST_MESSAGE,
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
    key = SubmissionKeyField()

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        field.queryset = sections
        field.label_from_instance = section_label
        field.required = False


def section_label(section):
    title = section.title or (section.agenda_item.title if section.agenda_item else "")
    return strung([section.label, title], " ") if section.agenda_item else title


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].no_mark = True  # the hint says when it is »freiwillig«
