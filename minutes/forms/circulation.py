"""What is asked when minutes go round, and when they do so for longer."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm
from members.models import GroupRules
from minutes.actions.circulation import LONGEST_MESSAGE


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
        if "initial" not in kwargs:
            period = dt.timedelta(days=GroupRules.objects.in_force().circulation_days)
            kwargs["initial"] = {"until": dates.today() + period}
        super().__init__(*args, **kwargs)


class ExtendForm(CirculateForm):
    # What the form knew: a second click brings an end that is no longer the present one.
    known_end = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, minutes, **kwargs):
        end = dates.berlin(minutes.objections_until).date()
        later = max(end, dates.today()) + dt.timedelta(days=7)
        super().__init__(*args, initial={"until": later, "known_end": end}, **kwargs)
