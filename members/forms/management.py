from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import KernForm, RevisionField, WebField
from members.enums import Kind
from members.forms.fields import OrganisationField, RolesField, columns_of, roles_of
from members.models import Membership


class PeriodForm(KernForm):
    """Organisation, roles and period, as an invitation and a membership share them."""

    organisation = OrganisationField()
    roles = RolesField()
    starts_on = forms.DateField(label=_("Mitglied ab"))
    ends_on = forms.DateField(
        label=_("Mitglied bis"), required=False, help_text=_("Letzter Tag; leer heißt: unbefristet.")
    )

    def __init__(self, *args, also=None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.offer(also=also)
        self.fields["starts_on"].initial = self.fields["starts_on"].initial or today

    def values(self) -> dict:
        """What the actions take."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "roles"}
        return values | columns_of(self.cleaned_data["roles"])


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


class AddMembershipForm(PeriodForm):
    """For somebody who is known already."""


class MembershipForm(PeriodForm):
    version = RevisionField()

    def __init__(self, *args, membership, **kwargs):
        initial = {
            "organisation": membership.organisation_id,
            "roles": roles_of(membership),
            "starts_on": membership.starts_on,
            "ends_on": membership.ends_on,
            "version": membership.version,
        }
        super().__init__(*args, initial=initial, also=membership.organisation, **kwargs)


class EndForm(KernForm):
    ends_on = forms.DateField(
        label=_("Letzter Tag"),
        help_text=_("Bis zum Ende dieses Tages gilt die Mitgliedschaft."),
    )
    reason = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=Membership._meta.get_field("ended_because").max_length,
        help_text=_("Steht in der Geschichte der Mitgliedschaft; Admins und die Person selbst sehen ihn."),
    )

    def __init__(self, data=None, *, at_once=False):
        super().__init__(data)
        self.fields["ends_on"].initial = today
        self.at_once = at_once
        self.fields["ends_on"].required = not at_once

    def clean_ends_on(self):
        return None if self.at_once else self.cleaned_data["ends_on"]


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
