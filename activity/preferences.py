"""Who wants to hear of what, how often."""

from activity.enums import Frequency
from activity.models import Preference
from activity.registry import choosable


def frequencies(kind, users) -> dict:
    """User key → frequency for one kind; one query for all."""
    chosen = {}
    if not kind.essential:
        rows = Preference.objects.filter(kind=kind.kind, user__in=[user.pk for user in users])
        chosen = dict(rows.values_list("user_id", "frequency"))
    return {user.pk: chosen.get(user.pk, kind.default) for user in users}


def frequency(kind, user) -> str:
    return frequencies(kind, [user])[user.pk]


def wants(kind, user) -> bool:
    return frequency(kind, user) != Frequency.NEVER


def choices_of(user) -> dict:
    """Kind name → frequency, with the defaults filled in."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "frequency"))
    return {kind.kind: chosen.get(kind.kind, kind.default) for kind in choosable()}
