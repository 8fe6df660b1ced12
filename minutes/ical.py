"""The end of a circulation as a day in a calendar."""

from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.ical import Entry
from core.safe_html import phrase


def title_of(meeting_title) -> str:
    return phrase(_("Einwendungsfrist endet: Protokoll %(title)s"), title=meeting_title)


def deadline(pk, version, changed_at, day, meeting_title) -> Entry:
    """The last day on which minutes can be objected to."""
    url = full_pattern("minutes:detail") % pk
    return Entry(
        uid=f"umlauf-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=day, url=url,
        title=title_of(meeting_title), text=url, is_deadline=True,
    )  # fmt: skip
