"""Decisions as one reader sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Max, OuterRef, Q, Subquery

from core.numbers import number_in
from meetings import ports as ports_of_meetings
from outcomes import ports
from outcomes.enums import DecisionStatus, Result
from outcomes.models import Decision
from topics.access import can_move
from topics.enums import Verb
from topics.models import Topic

REVIEW_DUE = "faellig"
MOST_TOPICS = 50  # to choose from in the register; the rest is reached from the topics' own pages


def register(user, chosen: Mapping[str, str]):
    """The decisions of the chosen year, result, topic, status or review, newest first.

    `chosen` has a text for each of these, as the address has it. What does not fit is left aside.
    """
    rows = Decision.objects.visible_to(user)
    year, topic = number_in(chosen["year"]), number_in(chosen["topic"])
    if year:
        rows = rows.filter(year=year)
    if chosen["result"] in Result.values:
        rows = rows.filter(result=chosen["result"])
    if chosen["status"] in DecisionStatus.values:
        rows = rows.filter(status=chosen["status"])
    if chosen["review"] == REVIEW_DUE:
        rows = rows.for_review()
    if topic:
        # Only a topic that the reader sees: else the filter would tell what a hidden one is about.
        rows = rows.filter(agenda_item__topic__in=Topic.objects.visible_to(user).filter(pk=topic))
    return rows.newest_first()


def for_register(keys, user):
    """What the register shows of these decisions, in the order of their keys."""
    # Between reading the keys and the rows somebody may have narrowed one.
    rows = Decision.objects.visible_to(user).select_related("meeting")
    found = with_replacement(rows, user).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def with_replacement(rows, user):
    """Year and number of what replaced each, where this reader may see that too."""
    later = Decision.objects.visible_to(user).filter(pk=OuterRef("replaced_by"))
    return rows.annotate(
        later_year=Subquery(later.values("year")), later_number=Subquery(later.values("number"))
    )


def register_choices(user):
    """What occurs among the decisions that this reader sees; one query."""
    # One query for all filters: a register of ten years has few different combinations.
    is_due = ExpressionWrapper(Q(pk__in=Decision.objects.for_review().values("pk")), BooleanField())
    rows = Decision.objects.visible_to(user).annotate(is_due=is_due)
    found = set(rows.values_list("year", "result", "status", "is_due", named=True).distinct())
    results, statuses = {row.result for row in found}, {row.status for row in found}
    return {
        "years": [(year, year) for year in sorted({row.year for row in found}, reverse=True)],
        "results": [choice for choice in Result.choices if choice[0] in results],
        "statuses": [choice for choice in DecisionStatus.choices if choice[0] in statuses],
        "is_any_due": any(row.is_due for row in found),
    }


def decided_topics(user, chosen=""):
    """Key and title of the topics decided on most recently, and of the chosen one; two queries.

    Only topics that the reader sees, of decisions that they see.
    """
    topics = Topic.objects.visible_to(user)
    decided = topics.filter(agenda_items__decisions__in=Decision.objects.visible_to(user))
    newest = decided.annotate(newest=Max("agenda_items__decisions__pk")).order_by("-newest")
    keys = {*newest.values_list("pk", flat=True)[:MOST_TOPICS], number_in(chosen)}
    return topics.filter(pk__in=keys - {None}).order_by("title__folded", "pk").values_list("pk", "title")


def detail(user):
    """The rows of a decision's own page and of its forms."""
    rows = with_replacement(Decision.objects.all(), user)
    rows = rows.select_related("meeting", "agenda_item__topic", "agenda_item__meeting", "agenda_item__parent")
    return ports_of_meetings.with_record(rows, "meeting__")


def due_for_review(user, on=None):
    return Decision.objects.visible_to(user).for_review(on).order_by("review_on", "year", "number")


@dataclass
class Place:
    """Where a decision comes from, as far as the reader may go there."""

    url: str = ""
    topic: Topic | None = None
    to_postpone: bool = False  # »vertagt«, and this reader can postpone the topic now: offered, never done


def place_of(decision, user) -> Place:
    item = decision.agenda_item
    topic = Topic.objects.visible_to(user).filter(pk=item.topic_id).first() if item.topic_id else None
    postponed = decision.result == Result.POSTPONED and topic is not None
    return Place(
        ports.url_of_section(item, user),
        topic,
        postponed and bool(can_move(user, topic, Verb.POSTPONE)),
    )
