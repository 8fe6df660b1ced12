"""What happens to the topics on an agenda. The Themenspeicher's own actions do it."""

from django.utils import timezone

from core.language import for_the_record
from members import audience as audiences
from topics import actions as topic_actions
from topics.enums import State
from topics.models import Topic


def items_with_topic(meeting):
    return list(
        meeting.agenda_items.filter(topic__isnull=False).select_related("topic").order_by("topic", "pk")
    )


def hold(topics):
    """Lock them all, by key: who locks one after the other may meet somebody coming the other way.

    Do so before items are added, because their reference to a topic holds it as well.
    """
    keys = [topic.pk for topic in topics]
    list(Topic.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def plan(item, *, by):
    topic_actions.plan(topic=item.topic, meeting_label=label_for_proposer(item), by=by)


def plan_again(item, *, by):
    topic_actions.plan_again(topic=item.topic, meeting_label=label_for_proposer(item), by=by)


def label_for_proposer(item) -> str:
    """The name of the meeting, where everybody who sees the topic also sees the item; else nothing.

    Of a draft nobody is told, and the proposer may be outside the audience of the agenda item.
    """
    if item.meeting.is_not_notified or not audiences.is_narrower(item.topic.audience, item.mask):
        return ""
    with for_the_record():
        return item.meeting.name


def notify_proposers(meeting, *, by):
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
    topics = Topic.objects.filter(agenda_items__meeting=meeting).distinct().order_by("pk")
    for topic in list(topics):
        topic_actions.unplan(topic=topic, by=by)


def take_off(freed, *, by):
    """The same for the topics of items that were dropped or removed: `freed` is what `set_free` said."""
    for topic, was_discussed in freed:
        topic_actions.unplan(topic=topic, was_discussed=was_discussed, by=by)


def set_free(items) -> list[tuple[Topic, bool]]:
    """(topic, whether it counted as dealt with by this item) of the items; the topics are locked."""
    freed = [(item.topic, item.discussed_at is not None) for item in items if item.topic_id]
    hold([topic for topic, _was_discussed in freed])
    return freed


def mark_discussed(items, *, by):
    """These TOPs of one meeting were dealt with; each keeps that it was the one which settled its topic."""
    items = [item for item in items if item.topic_id]
    hold([item.topic for item in items])
    keys = [item.topic_id for item in items]
    planned = set(Topic.objects.filter(pk__in=keys, state=State.PLANNED).values_list("pk", flat=True))
    for item in items:
        if item.topic_id in planned:
            topic_actions.mark_discussed(topic=item.topic, by=by)
            item.discussed_at = timezone.now()
            item.save(update_fields=["discussed_at"])


def take_back_discussed(meeting, *, by):
    """What this end has dealt with; a topic that another meeting dealt with before stays as it is."""
    items = list(meeting.agenda_items.filter(discussed_at__isnull=False).select_related("topic"))
    hold([item.topic for item in items])
    for item in items:
        topic_actions.take_back_discussed(topic=item.topic, by=by)
    meeting.agenda_items.filter(pk__in=[item.pk for item in items]).update(discussed_at=None)
