from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField, WebField
from members.enums import Kind


class OrganisationForm(KernForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(
        label=_("Kurzname"),
        required=False,
        max_length=40,
        help_text=_("Für enge Stellen, zum Beispiel »KSJ«."),
    )
    kind = forms.ChoiceField(
        label=_("Art"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("Stadtverwaltung, Eigenbetrieb und Stadtwerke sind die drei Säulen."),
    )
    website = WebField(label=_("Webseite"), max_length=200)
    version = RevisionField()

    def __init__(self, *args, organisation=None, **kwargs):
        names = ("name", "short_name", "kind", "website", "version")
        initial = {name: getattr(organisation, name) for name in names} if organisation else {}
        super().__init__(*args, initial=initial, **kwargs)

    def values(self) -> dict:
        """What was typed, as columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
