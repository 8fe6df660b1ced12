"""The end of a circulation as a day in a calendar."""

from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.dates import berlin
from core.ical import Entry
from minutes.queries.deadlines import circulating


def deadlines_of(user) -> list[Entry]:
    """Until when minutes that this reader may read can be objected to."""
    columns = ("pk", "version", "updated_at", "objections_until", "meeting__title")
    address = full_pattern("minutes:detail")
    return [_entry(address, *row) for row in circulating(user).values_list(*columns).order_by("pk")]


def _entry(address, pk, version, changed_at, until, title):
    url = address % pk
    return Entry(
        uid=f"umlauf-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=berlin(until).date(),
        url=url, title=_("Einwendungsfrist endet: Protokoll %(title)s") % {"title": title}, text=url,
        is_deadline=True,
    )  # fmt: skip
