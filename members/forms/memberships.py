"""What an invitation and a membership say: an organisation, roles and a period."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import KernForm, RevisionField
from members.enums import KIND_ORDER, ROLE_COLUMNS, Role
from members.models import Membership, Organisation

ROLE_EXPLANATIONS = (
    (Role.CONTACT, _("Ansprechperson – bestätigt einmal im Jahr, wer aus der Organisation dabei ist")),
    (Role.ORGANISER, _("Organisation – plant Treffen, Tagesordnungen und Protokolle und sieht alle Inhalte")),
    (Role.ADMIN, _("Admin – lädt ein und verwaltet Mitgliedschaften und Organisationen")),
)


class OrganisationField(forms.ModelChoiceField):
    """All organisations that exist, under the headings of their pillars."""

    def __init__(self, **kwargs):
        kwargs = {
            "label": _("Organisation"),
            "help_text": _("Die Organisation bestimmt die Säule und damit, was diese Person sieht."),
            "queryset": Organisation.objects.none(),
            **kwargs,
        }
        super().__init__(**kwargs)

    def offer(self, also=None):
        """Read the organisations now; `also` stays on offer though it may be dissolved."""
        self.queryset = Organisation.objects.existing()
        if also is not None:
            self.queryset = Organisation.objects.filter(pk=also.pk) | self.queryset
        rows = sorted(self.queryset, key=lambda row: (KIND_ORDER.index(row.kind), row.sort_key))
        groups = groupby(rows, key=lambda row: row.get_kind_display())
        named = [(kind, [(row.pk, row.name) for row in group]) for kind, group in groups]
        self.choices = [("", _("Bitte wählen")), *named]


class PeriodForm(KernForm):
    """Organisation, roles and period, as an invitation and a membership share them."""

    organisation = OrganisationField()
    roles = forms.MultipleChoiceField(
        label=_("Rollen"),
        help_text=_("Mitglied sind alle. Darüber hinaus:"),
        choices=ROLE_EXPLANATIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
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
        """What the actions take: of the roles the columns of a membership, `{"is_admin": True, …}`."""
        chosen = self.cleaned_data["roles"]
        roles = {column: role in chosen for role, column in ROLE_COLUMNS.items()}
        typed = [name for name in self.cleaned_data if name not in ("roles", "version")]
        return roles | {name: self.cleaned_data[name] for name in typed}


class MembershipForm(PeriodForm):
    version = RevisionField()

    def __init__(self, *args, membership, **kwargs):
        initial = {
            "organisation": membership.organisation_id,
            "roles": [role for role, column in ROLE_COLUMNS.items() if getattr(membership, column)],
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
