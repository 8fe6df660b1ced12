"""The list of minutes: filters that are links, rows formatted once, counts of what this reader may see."""

from typing import NamedTuple

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import ngettext

from core import dates
from core.addresses import pattern
from core.months import YEARS
from core.numbers import number_in
from meetings.enums import Kind
from meetings.models import AgendaItem, Meeting, numbered
from meetings.presenters.listing import pillar_options
from meetings.selectors.listing import involves, subjects_of
from members.audience import ALL_PILLARS, pillars_in
from members.enums import PILLAR_LABELS
from members.viewers import viewer_for
from minutes.enums import STATE_KINDS, State
from minutes.models import Minutes, MinutesSection, SectionComment
from outcomes.models import ActionItem, Decision
from topics.models import Topic


class Row(NamedTuple):
    url: str
    title: str
    state: str
    tag: str
    line: str


class Choice(NamedTuple):
    """What the address asks for; nonsense counts as nothing."""

    year: int | None
    kind: str
    topic: int | None
    pillar: str


def choice_from(params) -> Choice:
    kind, pillar = params.get("art", ""), params.get("saeule", "")
    return Choice(
        year=year if (year := number_in(params.get("jahr"))) in YEARS else None,
        kind=kind if kind in Kind.values else "",
        topic=number_in(params.get("thema")),
        pillar=pillar if pillar in PILLAR_LABELS else "",
    )


def matching(user, choice):
    """Minutes that this reader sees and that fit; TOPs that they may not see do not count as a fit."""
    rows = Minutes.objects.visible_to(user)
    items = AgendaItem.objects.visible_to(user)
    if choice.year:
        rows = rows.filter(meeting__starts_at__year=choice.year)
    if choice.kind:
        rows = rows.filter(meeting__kind=choice.kind)
    if choice.topic:
        topics = Topic.objects.visible_to(user).filter(pk=choice.topic)
        rows = rows.filter(meeting__in=items.filter(topic__in=topics).values("meeting"))
    if choice.pillar:
        viewer = viewer_for(user)
        involving = Meeting.objects.fully_visible_to(viewer).filter(involves(choice.pillar, viewer))
        rows = rows.filter(meeting__in=involving)
    return rows.newest_first()


def with_counts(rows, user):
    """How many TOPs, decisions, tasks and comments this reader would find on the page."""
    sections = MinutesSection.objects.visible_to(user).filter(minutes=OuterRef("pk"))
    comments = SectionComment.objects.visible_to(user).filter(section__minutes=OuterRef("pk"))
    meeting = OuterRef("meeting")
    return rows.annotate(
        section_count=_count(sections, "minutes"),
        decision_count=_count(Decision.objects.visible_to(user).filter(meeting=meeting), "meeting"),
        task_count=_count(ActionItem.objects.visible_to(user).filter(meeting=meeting), "meeting"),
        comment_count=_count(comments.filter(withdrawn_at__isnull=True), "section__minutes"),
    )


def _count(rows, group):
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


_COLUMNS = (
    "pk", "state", "meeting__title", "meeting__number", "meeting__kind", "meeting__starts_at",
    "section_count", "decision_count", "task_count", "comment_count",
)  # fmt: skip


def as_rows(found) -> list[Row]:
    address = pattern("minutes:detail")
    return [_row(address, *values) for values in found]


def _row(address, pk, state, title, number, kind, starts_at, *counts) -> Row:
    day = dates.day_long(starts_at) if starts_at else ""
    return Row(
        url=address % pk,
        title=numbered(number, title),
        state=str(State(state).label),
        tag=STATE_KINDS[State(state)],
        line=" · ".join(filter(None, [day, str(Kind(kind).label), *_counted(*counts)])),
    )


def _counted(sections, decisions, tasks, comments):
    """»5 TOPs«, »1 Beschluss«: what there is none of is not mentioned."""
    words = (
        (sections, ngettext("%(n)s TOP", "%(n)s TOPs", sections)),
        (decisions, ngettext("%(n)s Beschluss", "%(n)s Beschlüsse", decisions)),
        (tasks, ngettext("%(n)s Aufgabe", "%(n)s Aufgaben", tasks)),
        (comments, ngettext("%(n)s Kommentar", "%(n)s Kommentare", comments)),
    )
    return [word % {"n": number} for number, word in words if number]


def listed(rows, user):
    return with_counts(rows, user).values_list(*_COLUMNS)


def filters_for(user):
    """What can be chosen: only what leads to something this reader sees."""
    viewer = viewer_for(user)
    visible = Minutes.objects.visible_to(viewer).order_by()
    facts = visible.annotate(year=ExtractYear("meeting__starts_at", tzinfo=dates.BERLIN))
    found = list(facts.values_list("year", "meeting__kind", "meeting__audience").distinct())
    kinds = {kind for _year, kind, _mask in found}
    chosen = {pillar for _year, _kind, mask in found if mask <= ALL_PILLARS for pillar in pillars_in(mask)}
    items = AgendaItem.objects.visible_to(viewer).filter(meeting__in=visible.values("meeting"))
    topics, presenting = subjects_of(items, viewer)
    return {
        "years": [(year, year) for year in sorted({year for year, *_ in found if year}, reverse=True)],
        "kinds": [choice for choice in Kind.choices if choice[0] in kinds],
        "topics": topics,
        "pillars": pillar_options(presenting | chosen),
    }
