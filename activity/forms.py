from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from activity.enums import Frequency
from activity.registry import choosable
from core.forms import KernForm
from core.months import YEARS


class PreferencesForm(KernForm):
    """One choice per kind of notification, under the heading of its group."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in choosable():
            self.fields[kind.kind] = forms.ChoiceField(
                label=kind.label, choices=Frequency.choices, widget=forms.RadioSelect
            )

    def groups(self):
        """Pairs (heading, fields)."""
        for group, kinds in groupby(choosable(), key=lambda kind: str(kind.group)):
            yield group, [self[kind.kind] for kind in kinds]


class EventFilter(KernForm):
    """The filter lives in the address; what does not fit is left out, never an error page."""

    wer = forms.CharField(label=_("Person"), required=False, max_length=100)
    art = forms.ChoiceField(label=_("Art"), required=False)  # of what occurs in the log
    von = forms.DateField(label=_("von"), required=False)
    bis = forms.DateField(label=_("bis"), required=False)
    nummer = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args, kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["art"] = forms.ChoiceField(
            label=_("Art"), required=False, choices=[("", _("Alle")), *kinds]
        )

    def clean(self):
        """Days of years that are none of ours: the first and the last have no moments that can be told."""
        given = super().clean() or self.cleaned_data
        return {name: value for name, value in given.items() if getattr(value, "year", 2000) in YEARS}

    def chosen(self):
        self.is_valid()  # the address may say anything: what does not fit is left aside
        given = self.cleaned_data
        return {
            "who": given.get("wer", ""),
            "kind": given.get("art", ""),
            "number": given.get("nummer"),
            "since": given.get("von"),
            "until": given.get("bis"),
        }
