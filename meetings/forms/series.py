from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm

UNKNOWN = _("Bitte wählen Sie eines der vorgeschlagenen Quartale.")


class SeriesForm(KernForm):
    """»2025-4«, as the buttons of the proposals send it."""

    no_error_summary = True

    quarter = forms.RegexField(
        r"\A20\d\d-[1-4]\Z",
        widget=forms.HiddenInput,
        error_messages={"invalid": UNKNOWN, "required": UNKNOWN},
    )

    def kwargs(self):
        """What the action takes."""
        year, quarter = self.cleaned_data["quarter"].split("-")
        return {"year": int(year), "quarter": int(quarter)}
