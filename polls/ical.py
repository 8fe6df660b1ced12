"""The last day of a Terminabstimmung, for the calendar."""

from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.ical import Entry
from core.safe_html import phrase


def title_of(meeting_title) -> str:
    return phrase(_("Terminabstimmung endet: %(title)s"), title=meeting_title)


def deadline(pk, version, changed_at, day, meeting_title) -> Entry:
    """The last day on which answers to a poll count; `pk` is the meeting's."""
    url = full_pattern("polls:answer") % pk
    return Entry(
        uid=f"terminabstimmung-{pk}@fachgruppe", sequence=version, changed_at=changed_at, begins=day, url=url,
        title=title_of(meeting_title), text=url, is_deadline=True,
    )  # fmt: skip
