"""Until when minutes can be objected to."""

from django.db.models.functions import TruncDate

from core.dates import BERLIN
from minutes.models import Minutes


def circulating(user):
    """Minutes that go round among this reader and others, each with its last day."""
    rows = Minutes.objects.visible_to(user).in_circulation()
    return rows.annotate(last_day=TruncDate("objections_until", tzinfo=BERLIN))
