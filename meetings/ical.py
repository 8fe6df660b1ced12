"""Meetings as entries of calendars."""

import datetime as dt
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.dates import BERLIN, berlin, start_of_day, today
from core.ical import Entry
from core.ical_feed import event
from meetings.enums import Kind, State
from meetings.models import Meeting, numbered
from members.viewers import Viewer

IN_FEED = dt.timedelta(days=2 * 365)  # a calendar keeps for itself what is older
COLUMNS = (
    "pk", "uid", "sequence", "updated_at", "starts_at", "ends_at", "has_times", "title", "number", "state",
    "place_name", "place_room", "place_address", "online_url", "cancelled_because",
)  # fmt: skip


def entry_of(meeting, viewer) -> Entry:
    """Return the entry of `meeting` (or a row of COLUMNS), which has a date."""
    return _entry(meeting, full_pattern("meetings:detail"), viewer.is_member)


def file_name(meeting) -> str:
    """»12-Treffen-2027-01-14.ics«: files of several meetings stay apart, and in the order of time."""
    what = _("Treffen") if meeting.kind == Kind.GROUP else meeting.get_kind_display()
    day = berlin(meeting.starts_at).date().isoformat()
    return "-".join([*([str(meeting.number)] if meeting.number else []), what, day]) + ".ics"


def events_for(viewer: Viewer) -> list[str]:
    """Return what this reader has in a calendar since two years ago, each entry as its lines: one query."""
    rows = Meeting.objects.fully_visible_to(viewer).in_calendars()
    # By days, not by the clock: what a calendar has holds until something changes or the day is over.
    rows = rows.filter(starts_at__gte=start_of_day(today()) - IN_FEED).values_list(*COLUMNS, named=True)
    about = full_pattern("meetings:detail"), viewer.is_member, get_language()
    return [_event(row, *about) for row in rows]


@lru_cache(maxsize=4096)  # after a change all but one row say what they said before
def _event(row, address, is_member, _language):
    return event(_entry(row, address, is_member))


def _entry(row, address, is_member) -> Entry:
    name, url, is_cancelled = numbered(row.number, row.title), address % row.pk, row.state == State.CANCELLED
    if is_cancelled:
        name = _("Abgesagt: %(name)s") % {"name": name}
    # The link to take part is for members alone.
    is_open = row.online_url and is_member and not is_cancelled
    words = [
        row.cancelled_because if is_cancelled else "",
        _("Online teilnehmen: %(url)s") % {"url": row.online_url} if is_open else "",
        _("Tagesordnung und Protokoll: %(url)s") % {"url": url},
    ]
    return Entry(
        uid=uid_of(row.uid), sequence=row.sequence, changed_at=row.updated_at, url=url,
        is_cancelled=is_cancelled, title=name, text="\n".join(filter(None, words)),
        # Without times it is a whole day: a date instead of a moment (RFC 5545, 3.6.1).
        begins=row.starts_at if row.has_times else row.starts_at.astimezone(BERLIN).date(),
        ends=row.ends_at if row.has_times else None,
        place=", ".join(filter(None, (row.place_name, row.place_room, row.place_address))),
    )  # fmt: skip


def uid_of(uid) -> str:
    """The same for ever, wherever the portal moves to."""
    return f"{uid}@fachgruppe"
