"""The page of one set of minutes: what it depends on, and its rows."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery

from activity.changes import QUERY as CHANGE_TOKEN
from activity.changes import text_of
from core.dates import from_database
from core.page_cache import cached
from meetings.access.people import takes_minutes
from meetings.models import Attendance, Meeting
from members.viewers import Viewer, viewer_for
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Objection, Reading
from minutes.selectors.readings import Said
from minutes.selectors.seals import with_seal
from minutes.selectors.shared_pages import version_and_audience
from topics.models import Topic


class _Row(NamedTuple):
    """What the page asks of its minutes each time, before the reader's own reading of them."""

    version: int
    minute_taker_id: int | None
    has_objections: Any
    newest_reading: Any
    last_change_highest: int | None
    last_change_count: int


# Put into SQL by Django it takes longer than all the rest of an unchanged page.
_ROW = f"""SELECT minutes.version, meeting.minute_taker_id,
      EXISTS (SELECT 1 FROM {Objection._meta.db_table} WHERE minutes_id = minutes.id),
      (SELECT max(read_at) FROM {Reading._meta.db_table} WHERE minutes_id = minutes.id), changes.*,
      mine.read_at, mine.read_revision, mine.consented_at, mine.consented_revision
    FROM ({CHANGE_TOKEN}) changes, {Minutes._meta.db_table} minutes
    JOIN {Meeting._meta.db_table} meeting ON meeting.id = minutes.meeting_id
    LEFT JOIN {Reading._meta.db_table} mine ON mine.minutes_id = minutes.id AND mine.person_id = %s
    WHERE minutes.id = %s
"""  # noqa: S608


class Seen(NamedTuple):
    """What the page depends on, for one reader; it looks the same while this is the same."""

    version: Any  # of what all with the same rights see
    audience: Viewer  # those
    said: Said
    has_objections: bool
    newest_reading: str  # of anybody: the page says how many have read


def seen_by(user, pk) -> Seen | None:
    """Return what the page depends on, or None when this reader may not see it. One query.

    One more where nobody with the same rights has asked since the last change: whether they see it.
    »Gelesen« of one reader is no event: sixty of them would make every page of the portal old for nothing.
    """
    viewer = viewer_for(user)
    with connection.cursor() as cursor:
        cursor.execute(_ROW, [viewer.person_id, pk])
        found = cursor.fetchone()
    if found is None:
        return None
    row = _Row(*found[: len(_Row._fields)])
    version, audience = version_and_audience(viewer, text_of(row.last_change_highest, row.last_change_count))
    version = (version, pk, row.version)
    # Who takes the minutes reads all of them, whatever others with the same roles see.
    if takes_minutes(viewer, row) and not viewer.is_organiser:
        audience = viewer
    is_seen = cached(
        "minutes seen", version=version, audience=audience,
        make=lambda eyes: Minutes.objects.visible_to(eyes).filter(pk=pk).exists() or None,
    )  # fmt: skip
    read_at, read_revision, consented_at, consented_revision = found[len(_Row._fields) :]
    said = Said(from_database(read_at), read_revision, from_database(consented_at), consented_revision)
    return (
        Seen(version, audience, said, bool(row.has_objections), str(row.newest_reading or ""))
        if is_seen
        else None
    )


def minutes_for_page(pk) -> Minutes:
    """For a reader of whom `seen_by` has said that they may. One query, two for what is approved.

    Raises DoesNotExist.
    """
    rows = Minutes.objects.select_related("meeting", "author").annotate(
        has_attendance=Exists(Attendance.objects.filter(meeting=OuterRef("meeting"))),
        has_objections=Exists(Objection.objects.filter(minutes=OuterRef("pk"))),
    )
    minutes = rows.get(pk=pk)
    # Of the seal and the decision there are ten columns to ask for: not while there can be none.
    return with_seal(rows).get(pk=pk) if minutes.state == State.APPROVED else minutes


def sections_for_page(minutes, viewer: Viewer, *, writes_them) -> list[Any]:
    """Return all sections in order. One query.

    `is_readable` says which of them this reader sees, `shown_topic` is the key of the topic if they see that.
    """
    topics = Topic.objects.visible_to(viewer).filter(pk=OuterRef("agenda_item__topic"))
    related = ("agenda_item__parent", "agenda_item__topic", "agenda_item__presenter_organisation")
    rows = MinutesSection.objects.filter(minutes=minutes).select_related(*related)
    marked = rows.marked_readable(viewer, writes_them=writes_them)
    return list(marked.annotate(shown_topic=Subquery(topics.values("pk"))).in_order())
