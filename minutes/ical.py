"""The end of a circulation as a day in a calendar."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.dates import berlin
from core.ical import Entry
from minutes.enums import State
from minutes.models import Minutes


def deadlines_of(user) -> list[Entry]:
    """Until when minutes that this reader may read can be objected to."""
    rows = Minutes.objects.visible_to(user).filter(state=State.CIRCULATING, objections_until__isnull=False)
    columns = ("pk", "version", "updated_at", "objections_until", "meeting__title")
    return [_entry(*row) for row in rows.values_list(*columns).order_by("pk")]


def _entry(pk, version, changed_at, until, title):
    url = f"{settings.BASE_URL}/protokolle/{pk}/"
    return Entry(
        uid=f"umlauf-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=berlin(until).date(),
        url=url, title=_("Einwendungsfrist endet: Protokoll %(title)s") % {"title": title}, text=url,
        is_deadline=True,
    )  # fmt: skip
