"""What a meeting decided about minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm
from outcomes.enums import Result


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
        if recorded is not None:  # the meeting has decided: nobody types that again
            self.fields.clear()
