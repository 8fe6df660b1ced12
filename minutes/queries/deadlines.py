"""Until when minutes can be objected to."""

from minutes.enums import State
from minutes.models import Minutes


def circulating(user):
    """Minutes that go round among this reader and others."""
    rows = Minutes.objects.visible_to(user)
    return rows.filter(state=State.CIRCULATING, objections_until__isnull=False)
