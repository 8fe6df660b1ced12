"""Meetings as entries of calendars."""

from django.utils.translation import gettext as _

from core.addresses import full_pattern
from core.dates import BERLIN
from core.ical import Entry
from meetings.enums import State
from meetings.models import numbered

COLUMNS = (
    "pk", "uid", "sequence", "updated_at", "starts_at", "ends_at", "has_times", "title", "number", "state",
    "place_name", "place_address", "online_url", "cancelled_because",
)  # fmt: skip


def entries_of(rows, viewer) -> list[Entry]:
    """Of rows as `values_list(*COLUMNS)` gives them; the link to take part is for members alone."""
    address = full_pattern("meetings:detail")
    return [_entry(address, viewer.is_member, *row) for row in rows]


def _entry(address, is_member, pk, uid, sequence, changed_at, begins, ends, has_times, title, number, state,
           place, street, online, cancelled_because):  # fmt: skip
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
        title=name, place=", ".join(filter(None, (place, street))), text="\n".join(filter(None, words)),
    )  # fmt: skip


def uid_of(uid) -> str:
    """The same for ever, wherever the portal moves to."""
    return f"{uid}@fachgruppe"
