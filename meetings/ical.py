"""Meetings as entries of calendars."""

import uuid
from functools import lru_cache
from operator import attrgetter

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activity.changes import from_database
from core.addresses import full_pattern
from core.dates import BERLIN, berlin
from core.ical import Entry
from core.ical_feed import event
from core.remembered import remembered
from meetings.enums import Kind, State
from meetings.models import Meeting, numbered

COLUMNS = (
    "pk", "uid", "sequence", "updated_at", "starts_at", "ends_at", "has_times", "title", "number", "state",
    "place_name", "place_room", "place_address", "online_url", "cancelled_because",
)  # fmt: skip

MOMENTS = ("updated_at", "starts_at", "ends_at")
AS_STORED = ("uid", "has_times", *MOMENTS)


def entry_of(meeting, viewer) -> Entry:
    """The entry of `meeting`, which has a date; the link to take part is for members alone."""
    return _entry(full_pattern("meetings:detail"), viewer.is_member, *attrgetter(*COLUMNS)(meeting))


def file_name(meeting) -> str:
    """»12-Treffen-2027-01-14.ics«: files of several meetings stay apart, and in the order of time."""
    what = _("Treffen") if meeting.kind == Kind.GROUP else meeting.get_kind_display()
    day = berlin(meeting.starts_at).date().isoformat()
    return "-".join([*([str(meeting.number)] if meeting.number else []), what, day]) + ".ics"


def events_for(viewer) -> list[str]:
    """All that this reader has in a calendar, each as its lines: a feed of a thousand in one query.

    A meeting is written once for as long as its row says the same; so rows come as the database keeps them,
    and only what is written is made into moments.
    """
    rows, about = _rows_of(viewer), (full_pattern("meetings:detail"), get_language(), viewer.is_member)
    return [_event(about, row) for row in rows]


@remembered
def _rows_of(viewer):
    meetings = Meeting.objects.fully_visible_to(viewer).in_calendars()
    return meetings.values_list(*(Cast(name, TextField()) if name in AS_STORED else name for name in COLUMNS))


@lru_cache(maxsize=4096)
def _event(about, row) -> str:
    address, _language, is_member = about
    values = dict(zip(COLUMNS, row, strict=True))
    values["uid"] = uuid.UUID(values["uid"])
    values["has_times"] = values["has_times"] in ("1", "true")  # SQLite, PostgreSQL
    for name in MOMENTS:
        values[name] = from_database(values[name])
    return event(_entry(address, is_member, *values.values()))


def _entry(address, is_member, pk, uid, sequence, changed_at, begins, ends, has_times, title, number, state,
           place, room, street, online, cancelled_because):  # fmt: skip
    name, url, is_cancelled = numbered(number, title), address % pk, state == State.CANCELLED
    if is_cancelled:
        name = _("Abgesagt: %(name)s") % {"name": name}
    is_open = online and is_member and not is_cancelled
    words = [
        cancelled_because if is_cancelled else "",
        _("Online teilnehmen: %(url)s") % {"url": online} if is_open else "",
        _("Tagesordnung und Protokoll: %(url)s") % {"url": url},
    ]
    return Entry(
        uid=uid_of(uid), sequence=sequence, changed_at=changed_at, url=url, is_cancelled=is_cancelled,
        begins=begins if has_times else begins.astimezone(BERLIN).date(), ends=ends if has_times else None,
        title=name, place=", ".join(filter(None, (place, room, street))), text="\n".join(filter(None, words)),
    )  # fmt: skip


def uid_of(uid) -> str:
    """The same for ever, wherever the portal moves to."""
    return f"{uid}@fachgruppe"
