"""The list of meetings: which of them fit a filter, one page of them, and what can be chosen."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import ExtractYear

from core.dates import BERLIN
from core.slugs import sort_key
from meetings.models import AgendaItem, Meeting
from meetings.querysets import in_year, more_than_the_quarter
from members import audience as audiences
from members.enums import PILLARS
from members.models import Organisation
from members.viewers import Viewer
from topics.models import Topic

MOST_TOPICS = 100  # in the filter: beyond that nobody finds one in a row of links


@dataclass(frozen=True)
class Filter:
    """What of the list is wanted; every part may be missing. The address of the page holds it."""

    year: int | None = None
    kind: str = ""
    topic: int | None = None
    pillar: str = ""
    state: str = ""

    def __bool__(self):
        return any((self.year, self.kind, self.topic, self.pillar, self.state))


@dataclass
class Choices:
    """What leads to something that this reader sees."""

    years: list[int] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    pillars: set[str] = field(default_factory=set)
    topics: list[tuple[int, str]] = field(default_factory=list)


def matching(viewer: Viewer, wanted: Filter):
    """Return the meetings that fit, what comes first and then what was.

    Of an announced draft only quarter and state are known, so that no other filter finds it.
    """
    rows = Meeting.objects.visible_to(viewer)
    if wanted.year:
        rows = rows.filter(in_year(wanted.year))
    if wanted.kind:
        rows = rows.filter(more_than_the_quarter(viewer), kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.topic:
        topics = Topic.objects.visible_to(viewer).filter(pk=wanted.topic)
        items = AgendaItem.objects.visible_to(viewer).kept().filter(topic__in=topics)
        rows = rows.filter(pk__in=items.values("meeting"))
    if wanted.pillar:
        rows = rows.filter(involves(wanted.pillar, viewer), more_than_the_quarter(viewer))
    return rows.next_first()


def involves(pillar, viewer) -> Q:
    """Where an organisation of that pillar presents, or the meeting is for chosen pillars with it."""
    masks = [mask for mask in range(1, audiences.ALL_PILLARS + 1) if mask & audiences.PILLAR_BITS[pillar]]
    items = AgendaItem.objects.visible_to(viewer).kept().filter(meeting=OuterRef("pk"))
    return Q(Exists(items.filter(presenter_organisation__kind=pillar))) | Q(audience__in=masks)


def choices_for(viewer: Viewer) -> Choices:
    """Three queries; what they answer grows with the years and the topics, never with the meetings."""
    found = Choices()
    known = Q(pk__isnull=False) & more_than_the_quarter(viewer)  # never empty, as When() demands
    # Without an order, or every distinct row would carry what it is ordered by.
    rows = Meeting.objects.visible_to(viewer).order_by().annotate(
        year=Case(
            When(starts_at__isnull=False, then=ExtractYear("starts_at", tzinfo=BERLIN)),
            default=F("target_year"),
            output_field=IntegerField(),
        ),
        is_known=Case(When(known, then=True), default=False, output_field=BooleanField()),
    )  # fmt: skip
    years = set()
    for row in rows.values_list("year", "kind", "state", "audience", "is_known", named=True).distinct():
        years.add(row.year)
        found.states.add(row.state)
        if row.is_known:
            found.kinds.add(row.kind)
            # A meeting for all members involves no pillar more than another.
            mask = row.audience if row.audience <= audiences.ALL_PILLARS else 0
            found.pillars.update(audiences.pillars_in(mask))
    found.years = sorted(filter(None, years), reverse=True)
    found.topics, presenting = subjects_of(AgendaItem.objects.visible_to(viewer).kept(), viewer)
    found.pillars |= presenting
    return found


def subjects_of(items, viewer) -> tuple[list[tuple[int, str]], set[str]]:
    """Return (the newest topics of these TOPs by title, the pillars that present them): two queries."""
    topics = Topic.objects.visible_to(viewer).filter(Exists(items.filter(topic=OuterRef("pk"))))
    # Not one union of both: SQLite takes no LIMIT inside a compound select.
    newest = list(topics.order_by("-pk").values_list("pk", "title")[:MOST_TOPICS])
    presents = Exists(items.filter(presenter_organisation=OuterRef("pk")))
    pillars = Organisation.objects.filter(presents, kind__in=PILLARS).order_by()
    by_title = sorted(newest, key=lambda topic: sort_key(topic[1]))
    return by_title, set(pillars.values_list("kind", flat=True).distinct())
