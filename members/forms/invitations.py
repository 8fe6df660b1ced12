from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm
from members.forms.memberships import PeriodForm
from members.forms.profile import PASSWORD_RULES, longest


class InviteForm(PeriodForm):
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("Vor- und Nachname. Die Person kann ihn berichtigen.")
    )
    message = forms.CharField(
        label=_("Persönliche Nachricht"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Steht in der Mail über dem Link."),
    )
    field_order = ("email", "name", "organisation", "roles", "starts_on", "ends_on", "message")


class AcceptForm(KernForm):
    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=longest("name"),
        help_text=_("So sehen Sie die anderen Mitglieder."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Passwort"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_RULES,
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, initial={"name": invitation.name}, **kwargs)
