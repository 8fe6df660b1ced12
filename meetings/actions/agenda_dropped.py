"""Once the numbers are fixed, a TOP is not removed: it stays as »entfällt« and keeps its number."""

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken
from core.locking import lock
from meetings import ports
from meetings.actions import topics as topics_of
from meetings.actions.agenda_tree import Agenda
from meetings.enums import State
from meetings.models import AgendaItem, Attachment
from topics.enums import State as TopicState

ON_RECORD = _(
    "Zu diesem TOP gibt es schon einen Abschnitt im Protokoll, Beschlüsse oder Aufgaben. "
    "Er lässt sich nicht mehr entfernen."
)
WAITING = (TopicState.IDEA, TopicState.ACCEPTED, TopicState.POSTPONED, TopicState.PLANNED)


def require_off_record(items, may_have_attachments=False):
    """What minutes, decisions or tasks speak of, or what was called, stays as it is."""
    try:
        Collector(using=router.db_for_write(AgendaItem)).collect(items)
    except ProtectedError as error:
        if may_have_attachments and all(isinstance(row, Attachment) for row in error.protected_objects):
            return
        raise Overtaken(ON_RECORD) from None


def drop(agenda, item, *, by):
    """With all that stands below it. The topics go back to the Themenspeicher."""
    gone = [each for each in [item, *agenda.children(item)] if not each.is_dropped]
    require_off_record(gone, may_have_attachments=True)
    leave_out_all(agenda, gone, by=by)


@transaction.atomic
def leave_out(*, item, by):
    """The meeting did not deal with it, as the minutes say: whoever may write that brings it about.

    Raises Stale where somebody dropped it already. What stands below it stays.
    """
    agenda = Agenda(lock(item.meeting))
    leave_out_all(agenda, [agenda.find(item)], by=by)
    agenda.settle()


@transaction.atomic
def take_up(*, item, by):
    """It was dealt with after all. Raises Stale where it is not dropped."""
    agenda = Agenda(lock(item.meeting))
    reinstate(agenda, agenda.find(item, is_dropped=True), by=by)
    agenda.settle()


def leave_out_all(agenda, gone, *, by):
    # The topics are locked before the items let them go.
    freed = topics_of.set_free(gone)
    now = timezone.now()
    for each in gone:
        # As if it were gone, for all that refers to it; who sees it stays as narrow as its topic is.
        if each.topic_id and each.audience is None:
            each.audience = each.mask
        each.dropped_at, each.dropped_topic, each.topic = now, each.topic, None
        each.discussed_at = each.submission_key = None
        each.version += 1
        each.save()
        ports.let_approval_go(each)
        ports.let_tasks_go(each)
        record("meetings.item_dropped", actor=by, target=agenda.meeting, data={"number": each.number})
    agenda.has_changed = True
    topics_of.take_off(freed, by=by)


def reinstate(agenda, item, *, by):
    """With what was dropped together with it, and its topic, if that still waits for an agenda."""
    if item.parent_id is not None and item.parent.is_dropped:
        raise ValidationError(
            _("Nehmen Sie zuerst TOP %(number)s wieder auf.") % {"number": item.parent.number}
        )
    moment = item.dropped_at
    back = [item, *(each for each in agenda.children(item) if each.dropped_at == moment)]
    topics_of.hold([each.dropped_topic for each in back if each.dropped_topic_id])
    taken = {each.topic_id for each in agenda.items}
    for each in back:
        topic = each.dropped_topic
        is_free = topic is not None and topic.state in WAITING and topic.pk not in taken
        each.topic = topic if is_free else None
        each.dropped_at = each.dropped_topic = None
        each.version += 1
        each.save()
        if is_free:
            taken.add(topic.pk)  # a topic stands on an agenda once
            if topic.state != TopicState.PLANNED:
                topics_of.plan_again(each, by=by)
            if agenda.meeting.state == State.HELD:
                topics_of.mark_discussed([each], by=by)
        record("meetings.item_reinstated", actor=by, target=agenda.meeting, data={"number": each.number})
    agenda.has_changed = True
