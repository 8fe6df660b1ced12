"""What happens to the topics on an agenda. The Themenspeicher's own actions do it."""

from activity.models import Event
from core.language import for_the_record
from members import audience as audiences
from topics import actions as topic_actions
from topics.enums import State, Verb
from topics.models import Topic
from topics.workflow import EVENTS

ENDS = ("meetings.ended", "meetings.held")


def topics_on(meeting):
    return list(Topic.objects.filter(agenda_items__meeting=meeting).distinct().order_by("pk"))


def hold(topics):
    """Lock them all, by key: who locks one after the other may meet somebody coming the other way.

    Do so before items are added, because their reference to a topic holds it as well.
    """
    keys = [topic.pk for topic in topics]
    list(Topic.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def plan(item, *, by):
    topic_actions.plan(topic=item.topic, meeting_label=label_for_proposer(item), by=by)


def label_for_proposer(item) -> str:
    """The name of the meeting, where everybody who sees the topic also sees the item; else nothing.

    Of a draft nobody is told, and the proposer may be outside the audience of the agenda item.
    """
    if item.meeting.is_untold or not audiences.is_narrower(item.topic.audience, item.mask):
        return ""
    with for_the_record():
        return item.meeting.name


def tell_proposers(meeting, *, by):
    """The date stands: now the proposers hear where their topics are planned."""
    if meeting.is_over:
        return
    planned = meeting.agenda_items.filter(topic__state=State.PLANNED)
    items = list(planned.select_related("topic", "parent", "meeting").in_order())
    hold([item.topic for item in items])
    for item in items:
        if label_for_proposer(item):
            plan(item, by=by)


def release(meeting, *, by):
    """Off the agenda: a topic that no other agenda has goes back to the Themenspeicher."""
    for topic in topics_on(meeting):
        topic_actions.unplan(topic=topic, by=by)


def mark_discussed(meeting, *, by):
    """Ended a second time, whoever was told at the first end is not told again."""
    known = discussed_since(meeting, "meetings.begun") if was_reopened(meeting) else set()
    for topic in topics_on(meeting):
        topic_actions.mark_discussed(topic=topic, by=by, silent=topic.pk in known)


def take_back_discussed(meeting, *, by):
    """What this end has dealt with; a topic that another meeting dealt with before stays as it is."""
    since_the_end = discussed_since(meeting, *ENDS)
    topics = [topic for topic in topics_on(meeting) if topic.pk in since_the_end]
    hold(topics)
    for topic in topics:
        topic_actions.take_back_discussed(topic=topic, by=by)


def was_reopened(meeting) -> bool:
    return Event.objects.about(meeting).filter(verb="meetings.end_taken_back").exists()


def discussed_since(meeting, *verbs) -> set[int | None]:
    """Keys of the topics that were marked as dealt with after the newest of these events."""
    newest = Event.objects.about(meeting).filter(verb__in=verbs).order_by("-pk").values_list("pk").first()
    if newest is None:
        return set()
    marked = Event.objects.filter(verb=EVENTS[Verb.DISCUSS], pk__gt=newest[0])
    return set(marked.values_list("target_id", flat=True))
