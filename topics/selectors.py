"""What each page about topics reads, and nothing more."""

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from members.viewers import viewer_for
from topics.enums import Level, State
from topics.models import Support, Topic

OPEN_STATES = (State.IDEA, State.ACCEPTED, State.POSTPONED, State.PLANNED)


def with_support(rows, user):
    """Every row knows its number of voices (`voices`) and whether one is this reader's (`is_mine`)."""
    of_topic = Support.objects.filter(topic=OuterRef("pk"))
    counted = of_topic.order_by().values("topic").annotate(n=Count("pk")).values("n")
    person = viewer_for(user).person_id
    return rows.annotate(
        voices=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        is_mine=Exists(of_topic.filter(person=person)) if person else Value(False),
    )


def listed(user, state="", level=0):
    """Open topics first, those with the most voices on top; the text itself is not needed here."""
    rows = Topic.objects.visible_to(user)
    if state:
        rows = rows.filter(state=state)
    if level:
        rows = rows.at_level(level)
    # Open ones above those dealt with, these above closed and declined ones.
    rank = Case(
        When(state__in=OPEN_STATES, then=0), When(state=State.DISCUSSED, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    rows = with_support(rows, user).select_related("organisation").defer("body", "body_html", "reason")
    return rows.annotate(rank=rank).order_by("rank", F("voices").desc(), "-created_at", "-pk")


def choices_for(user) -> tuple[list, list]:
    """Which states and levels lead to any topic that this reader sees; one query."""
    found = list(
        Topic.objects.visible_to(user).order_by().values_list("state", "levels", named=True).distinct()
    )
    states = {row.state for row in found}
    touched = {level.value for row in found for level in Level.within(row.levels)}
    return (
        [choice for choice in State.choices if choice[0] in states],
        [choice for choice in Level.choices if choice[0] in touched],
    )


def for_list(keys, user):
    """What a list shows of these topics, in the order of their keys; the text itself is not needed there."""
    # Between reading the keys and the rows somebody may have narrowed one.
    rows = Topic.objects.visible_to(user).select_related("organisation").defer("body", "body_html", "reason")
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def supporters_of(topics) -> dict[int, set[int]]:
    """Topic → the people whose voice it has; one query."""
    # People instead of a number: the list is kept for many readers, and each looks for their own voice.
    people: dict[int, set[int]] = {topic.pk: set() for topic in topics}
    for topic, person in Support.objects.filter(topic__in=people).values_list("topic", "person"):
        people[topic].add(person)
    return people


def most_wanted(user, count=3):
    """For the overview: what waits to be dealt with, by voices."""
    waiting = listed(user).filter(state__in=(State.IDEA, State.ACCEPTED, State.POSTPONED))
    return waiting[:count]


def detail(user):
    return with_support(Topic.objects, user).select_related("organisation", "proposed_by")


def agenda_items_of(topic, user):
    """The TOPs under which it was or will be dealt with, newest meeting first."""
    rows = topic.agenda_items.visible_to(user).select_related("meeting")
    return rows.order_by(F("meeting__starts_at").desc(nulls_first=True), "position", "pk")


def waiting_ideas(user):
    return Topic.objects.visible_to(user).filter(state=State.IDEA).count()
