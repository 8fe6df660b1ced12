from activity.enums import Frequency
from activity.models import Preference
from activity.preferences import choices_of


def choose_frequencies(*, choices, by):
    """Keep one row per kind: `choices` maps names of kinds to frequencies. Saving twice is saving once."""
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
