"""Which minutes a reader finds in the list, and how much stands in each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear

from core import dates
from core.months import YEARS
from core.numbers import number_in
from meetings.enums import Kind
from meetings.models import AgendaItem, Meeting
from meetings.selectors.listing import involves
from members.enums import PILLAR_LABELS
from members.viewers import viewer_for
from minutes.models import Minutes, MinutesSection, SectionComment
from outcomes.models import ActionItem, Decision
from topics.models import Topic


class Choice(NamedTuple):
    """What the address asks for; nonsense counts as nothing."""

    year: int | None
    kind: str
    topic: int | None
    pillar: str


class Counts(NamedTuple):
    """How many of them a reader would find on the page of some minutes."""

    sections: int
    decisions: int
    tasks: int
    comments: int


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


def counts_of(minutes: Sequence[Minutes], user) -> dict[int, Counts]:
    """Return {key: Counts}, counted for the minutes of one page of a list, never for all. Four queries."""
    keys, meetings = [row.pk for row in minutes], [row.meeting_id for row in minutes]

    def number_of(rows, of, among):
        counted = rows.filter(**{f"{of}__in": among}).order_by().values_list(of).annotate(n=Count("pk"))
        return dict(counted)

    # Section → its minutes; whoever sees a section sees what is said about it.
    rows = MinutesSection.objects.visible_to(user).filter(minutes__in=keys).order_by()
    sections = dict(rows.values_list("pk", "minutes"))
    comments = SectionComment.objects.visible_at(user, sections).filter(withdrawn_at__isnull=True)
    decisions = number_of(Decision.objects.visible_to(user), "meeting", meetings)
    tasks = number_of(ActionItem.objects.visible_to(user), "meeting", meetings)
    of_minutes, said = Counter(sections.values()), Counter[int]()
    for section, number in number_of(comments, "section", sections).items():
        said[sections[section]] += number
    return {
        row.pk: Counts(
            of_minutes[row.pk],
            decisions.get(row.meeting_id, 0),
            tasks.get(row.meeting_id, 0),
            said[row.pk],
        )
        for row in minutes
    }


def facts_of(user) -> list[Any]:
    """Return each year, kind and audience of meetings that there are minutes of for this reader."""
    visible = Minutes.objects.visible_to(user).order_by()
    facts = visible.annotate(year=ExtractYear("meeting__starts_at", tzinfo=dates.BERLIN))
    return list(facts.values_list("year", "meeting__kind", "meeting__audience", named=True).distinct())


def items_of(user):
    """TOPs that this reader sees, of meetings whose minutes they see."""
    visible = Minutes.objects.visible_to(user).order_by()
    return AgendaItem.objects.visible_to(user).filter(meeting__in=visible.values("meeting"))
