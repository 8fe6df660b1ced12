from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activity.enums import Frequency
from activity.models import Preference
from activity.preferences import choices_of
from activity.registry import choosable


def choose_frequencies(*, choices, by):
    """Keep one row per kind: `choices` maps names of kinds to frequencies. Saving twice is saving once."""
    known = {kind.kind for kind in choosable()}
    for kind, frequency in choices.items():
        if kind not in known or frequency not in Frequency.values:
            raise ValidationError({kind: _("Bitte wählen Sie eine der Möglichkeiten.")})
    Preference.objects.bulk_create(
        [Preference(user=by, kind=kind, frequency=frequency) for kind, frequency in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["frequency"],
    )


def unsubscribe(*, kinds, by):
    """Stop the mails of `kinds`; without any, all that `by` gets once a day."""
    daily = [kind for kind, frequency in choices_of(by).items() if frequency == Frequency.DAILY]
    choose_frequencies(choices=dict.fromkeys(kinds or daily, Frequency.NEVER), by=by)
