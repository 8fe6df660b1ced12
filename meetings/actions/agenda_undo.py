"""A TOP that was taken off by mistake comes back with all that it said, as long as numbers are not fixed.

What it said is kept by whoever took it off (in their session) and checked here like a new one.
"""

import uuid

from django.db import transaction

from core.locking import Stale
from meetings import ports
from meetings.actions import topics as topics_of
from meetings.actions.agenda import agenda_of, put_on
from meetings.actions.agenda_dropped import WAITING
from meetings.models import AgendaItem, Attachment
from members.models import Organisation, Person
from topics.models import Topic

WORDS = ("title", "kind", "presenter_name", "duration", "description", "audience")
KEYS = ("presenter_id", "presenter_organisation_id", "topic_id")


def kept_of(item) -> dict | None:
    """What `put_back` needs of an item and of those below it, as plain values.

    None where more hangs on it than its words: minutes to approve, or tasks of earlier meetings.
    """
    below = list(item.children.in_order())
    family = [item, *below]
    keys = [each.pk for each in family]
    rows = AgendaItem.objects.filter(pk__in=keys)
    if rows.filter(ports.approves_minutes()).exists() or rows.filter(ports.takes_up_tasks()).exists():
        return None
    siblings = item.meeting.agenda_items.filter(parent=item.parent_id)
    place = siblings.filter(position__lt=item.position).count() + 1
    return _kept(item) | {"parent": item.parent_id, "place": place, "below": [_kept(each) for each in below]}


def _kept(item):
    attached = item.attachments.filter(removed_at__isnull=True).values_list("pk", flat=True)
    words = {name: getattr(item, name) for name in (*WORDS, *KEYS)}
    return {"key": str(uuid.uuid4()), "papers": list(attached), **words}


@transaction.atomic
def put_back(*, meeting, kept, by):
    """Undo `remove_item`: the item stands where it stood. A second click finds it there.

    Raises Stale where the item above it is gone or the numbers are fixed by now.
    """
    with agenda_of(meeting, by) as agenda:
        # The key was made when it was taken off: a second click on »Rückgängig« finds the item of the first.
        twin = AgendaItem.objects.filter(submission_key=uuid.UUID(kept["key"])).first()
        if twin is not None:
            return twin
        parent = next((each for each in agenda.items if each.pk == kept["parent"]), None)
        if agenda.is_fixed or (parent is None and kept["parent"] is not None):
            raise Stale(agenda.meeting)
        topics = Topic.objects.filter(pk__in=[each["topic_id"] for each in (kept, *kept["below"])])
        topics_of.hold(topics)
        item = _again(agenda, kept, parent, by)
        for each in kept["below"]:
            _again(agenda, each, item, by)
        agenda.put(item, kept["place"])
        agenda.has_changed = True
        return item


def _again(agenda, kept, parent, by):
    item = put_on(
        agenda, parent=parent, by=by, submission_key=uuid.UUID(kept["key"]),
        presenter=Person.objects.filter(pk=kept["presenter_id"]).first(),
        presenter_organisation=Organisation.objects.filter(pk=kept["presenter_organisation_id"]).first(),
        **{name: kept[name] for name in WORDS},
    )  # fmt: skip
    topic = Topic.objects.filter(pk=kept["topic_id"], state__in=WAITING).first()
    if topic is not None and topic.pk not in {each.topic_id for each in agenda.items}:
        item.topic = topic
        item.save(update_fields=["topic", "updated_at"])
        topics_of.plan(item, by=by)
    # What was attached and is in nobody's hands since; who sees it stays as narrow as it was made.
    rows = Attachment.objects.filter(
        pk__in=kept["papers"], meeting=item.meeting, agenda_item__isnull=True, removed_at__isnull=False
    )
    for attachment in rows:
        attachment.agenda_item, attachment.removed_at, attachment.removed_by = item, None, None
        attachment.version += 1
        attachment.save()
    return item
