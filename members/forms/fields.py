from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import KIND_ORDER, ROLE_COLUMNS, Role
from members.models import Organisation

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
        organisations = sorted(
            self.queryset,
            key=lambda organisation: (KIND_ORDER.index(organisation.kind), organisation.sort_key),
        )
        groups = groupby(organisations, key=lambda organisation: organisation.get_kind_display())
        self.choices = [
            ("", _("Bitte wählen")),
            *(
                (kind, [(organisation.pk, organisation.name) for organisation in group])
                for kind, group in groups
            ),
        ]


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs = {
            "label": _("Rollen"),
            "help_text": _("Mitglied sind alle. Darüber hinaus:"),
            "choices": ROLE_EXPLANATIONS,
            "required": False,
            **kwargs,
        }
        super().__init__(**kwargs)


def columns_of(roles) -> dict:
    """Chosen roles as the columns of a membership: `{"is_admin": True, …}`."""
    return {column: role in roles for role, column in ROLE_COLUMNS.items()}


def roles_of(row) -> list[str]:
    return [role for role, column in ROLE_COLUMNS.items() if getattr(row, column)]
