"""The page of one set of minutes: what it depends on, and its rows."""

from typing import Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery

from activity.changes import beside_a_row, text_of
from core.page_cache import cached
from meetings.access.people import takes_minutes
from meetings.models import Attendance
from members.viewers import Viewer, viewer_for
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Objection, Reading
from minutes.selectors.readings import Said
from minutes.selectors.seals import with_seal
from minutes.selectors.shared_pages import version_and_audience
from topics.models import Topic

_NOBODY = -1


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
    mine = FilteredRelation("readings", condition=Q(readings__person=viewer.person_id or _NOBODY))
    readings = Reading.objects.filter(minutes=OuterRef("pk"), read_at__isnull=False).order_by("-read_at")
    rows = Minutes.objects.filter(pk=pk)
    annotated = rows.annotate(
        mine=mine,
        minute_taker_id=F("meeting__minute_taker"),
        has_objections=Exists(Objection.objects.filter(minutes=OuterRef("pk"))),
        newest_reading=Subquery(readings.values("read_at")[:1]),
        **beside_a_row(),
    )
    columns = (
        "pk", "version", "minute_taker_id", "has_objections", "newest_reading",
        "last_change_highest", "last_change_count", *(f"mine__{name}" for name in Said._fields),
    )  # fmt: skip
    row = annotated.values_list(*columns, named=True).first()
    if row is None:
        return None
    version, audience = version_and_audience(viewer, text_of(row.last_change_highest, row.last_change_count))
    version = (version, row.pk, row.version)
    # Who takes the minutes reads all of them, whatever others with the same roles see.
    if takes_minutes(viewer, row) and not viewer.is_organiser:
        audience = viewer
    is_seen = cached(
        "minutes seen", version=version, audience=audience,
        make=lambda eyes: rows.visible_to(eyes).exists() or None,
    )  # fmt: skip
    said = Said(*(getattr(row, f"mine__{name}") for name in Said._fields))
    newest_reading = str(row.newest_reading or "")
    return Seen(version, audience, said, row.has_objections, newest_reading) if is_seen else None


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
