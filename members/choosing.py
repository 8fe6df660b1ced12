"""Whom one can choose where people are chosen: today's members."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Person

NO_MEMBER = _("Bitte wählen Sie jemanden, der heute Mitglied ist.")


def require_member(person, field, *, chosen=None):
    """Raise ValidationError at `field` for somebody who is no member today.

    Nobody at all is fine, and so is whoever was chosen before (`chosen`, a key): a change of other words does
    not undo that.
    """
    if person is None or person.pk == chosen:
        return
    if not Person.objects.members().filter(pk=person.pk).exists():
        raise ValidationError({field: NO_MEMBER})
