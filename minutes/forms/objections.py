"""An objection, and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField, SubmissionKeyField
from core.safe_html import strung
from minutes.actions.objections import MAX_LENGTH
from minutes.enums import ObjectionVerb
from minutes.models import MinutesSection

ANSWERS = [
    (ObjectionVerb.FOLLOW.value, _("Der Einwendung wird gefolgt")),
    (ObjectionVerb.FOLLOW_PARTLY.value, _("Ihr wird teilweise gefolgt")),
    (ObjectionVerb.NOT_FOLLOW.value, _("Ihr wird nicht gefolgt")),
]


class ObjectionForm(KernForm):
    """Against the whole, or a section: only those are offered that this person may read."""

    section = forms.ModelChoiceField(
        label=_("Wogegen?"), queryset=MinutesSection.objects.none(), required=False,
        empty_label=_("Das ganze Protokoll"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Grund"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Was ist falsch oder fehlt?"),
    )  # fmt: skip
    wanted = forms.CharField(
        label=_("Gewünschte Änderung"), required=False, max_length=MAX_LENGTH,
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
        label=_("Text der Antwort"), required=False, max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Freiwillig nur, wenn der Einwendung ganz gefolgt wird."),
    )  # fmt: skip
    version = RevisionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].no_mark = True  # the hint says when it is »freiwillig«
