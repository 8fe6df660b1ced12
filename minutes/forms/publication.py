"""Why the public reads minutes no more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm


class ReasonForm(KernForm):
    no_error_summary = True
    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
