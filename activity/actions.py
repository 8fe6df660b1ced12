from activity.models import Preference


def choose_frequencies(*, choices, by):
    """Keep one row per kind: `choices` maps names of kinds to frequencies. Saving twice is saving once."""
    Preference.objects.bulk_create(
        [Preference(user=by, kind=kind, frequency=frequency) for kind, frequency in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["frequency"],
    )
