"""What an agenda begins with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm


class TemplateForm(KernForm):
    no_error_summary = True

    name = forms.CharField(
        label=_("Name der Vorlage"), max_length=120,
        help_text=_("Themen, Aufgaben und Genehmigungen gehören zu diesem Treffen und kommen nicht mit."),
    )  # fmt: skip
