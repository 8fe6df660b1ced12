"""Tasks as days in a calendar."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.ical import Entry
from core.safe_html import German, phrase


def title_of(wording) -> str:
    return phrase(_("Aufgabe fällig: %(wording)s"), wording=German(Truncator(wording).chars(80)))


def deadline(pk, version, changed_at, day, wording) -> Entry:
    """The day on which a task is due."""
    url = full_pattern("outcomes:task") % pk
    return Entry(
        uid=f"aufgabe-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=day, url=url,
        title=title_of(wording), text=f"{wording}\n{url}", is_deadline=True,
    )  # fmt: skip
