"""Tasks as days in a calendar."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.ical import Entry
from outcomes.queries.tasks import with_due_day


def deadlines_of(user) -> list[Entry]:
    """Open tasks of this person and of the organisations they speak for, on the day they are due."""
    columns = ("pk", "version", "updated_at", "due_day", "wording")
    found = with_due_day(user).values_list(*columns).order_by("pk")
    address = full_pattern("outcomes:task")
    return [_entry(address, *row) for row in found]


def _entry(address, pk, version, changed_at, day, wording):
    url = address % pk
    return Entry(
        uid=f"aufgabe-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=day, url=url,
        title=_("Aufgabe fällig: %(wording)s") % {"wording": Truncator(wording).chars(80)},
        text=f"{wording}\n{url}", is_deadline=True,
    )  # fmt: skip
