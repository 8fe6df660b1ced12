"""The agenda: every change locks the meeting, renumbers in the same transaction and counts its version up."""

import uuid
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken, require
from core.locking import Stale, lock, require_version
from core.markdown import render, require_renderable
from core.submissions import require_same_form
from core.validity import require_between, require_valid
from meetings import ports
from meetings.access import meetings
from meetings.actions import topics as topics_of
from meetings.actions.agenda_dropped import ON_RECORD, drop, reinstate, require_off_record
from meetings.actions.agenda_tree import Agenda
from meetings.actions.attachments import detach
from meetings.actions.narrowing import narrow_children
from meetings.enums import Direction, ItemKind, State
from meetings.models import AgendaItem
from members import audience as audiences
from members.choosing import require_member
from members.speaking import organisations_of


@transaction.atomic
def add_item(*, meeting, title, audience=None, parent=None, after=None, submission_key=None, by, **fields):
    """At the end, or as the last one below `parent`, or right after the item with the key `after`.

    A second click finds the item of the first.
    """
    with agenda_of(meeting, by) as agenda:
        require_member(fields.get("presenter"), "presenter")
        key = submission_key or uuid.uuid4()
        twin = AgendaItem.objects.filter(submission_key=key).first()
        if twin is not None:
            require_same_form(twin, meeting_id=meeting.pk)
            return twin
        return put_on(
            agenda, title, audience=audience, parent=parent, after=after, submission_key=key, by=by, **fields
        )


def put_on(agenda, title, *, audience=None, parent=None, after=None, submission_key=None, by, **fields):
    """A new item on the agenda in hand; after one that stands below another, it stands there as well."""
    parent = parent or agenda.parent_of(after)
    item = AgendaItem(
        meeting=agenda.meeting, parent=parent, position=0, title=title, submission_key=submission_key,
        **_described(fields),
    )  # fmt: skip
    _require_words(item)
    require_organisation(item)
    set_audience(item, audience)
    require_fitting(item, agenda)
    agenda.append(item, after)
    _record("meetings.item_added", item, by)
    return item


@transaction.atomic
def add_topics(*, meeting, topics, by):
    """Take topics from the Themenspeicher onto the agenda, each once, in the given order."""
    with agenda_of(meeting, by) as agenda:
        # Before the items are added, for their reference to a topic holds it as well.
        topics_of.hold(topics)
        known = {item.topic_id for item in agenda.items}
        added = [_item_of(topic, agenda) for topic in topics if topic.pk not in known]
        for item in added:
            agenda.append(item)
            record("meetings.item_added", actor=by, target=agenda.meeting, data={"number": item.number})
            topics_of.plan(item, by=by)
        # Entered afterwards, for the record: the meeting has dealt with it.
        if agenda.meeting.state == State.HELD:
            topics_of.mark_discussed(added, by=by)
        return added


@transaction.atomic
def edit_item(*, item, version, audience, place=None, by, **fields):
    """Change the words, the place among its neighbours, who presents and who sees it.

    Items below become narrower with it.
    """
    with agenda_of(item.meeting, by) as agenda:
        item = agenda.find(item)
        require_version(item, version, {"audience": audience, **fields})
        require_member(fields.get("presenter"), "presenter", chosen=item.presenter_id)
        for field, value in _described(fields).items():
            setattr(item, field, value)
        _require_words(item)
        require_organisation(item)
        set_audience(item, audience)
        require_fitting(item, agenda)
        item.version += 1
        item.save()
        narrow_children(item)
        agenda.put(item, place)
        agenda.has_changed = True
        _record("meetings.item_edited", item, by)
        return item


@transaction.atomic
def set_duration(*, item, duration, version, by):
    """Leaves the agenda's version alone: how long an item takes says nothing about where it stands."""
    with agenda_of(item.meeting, by) as agenda:
        item = agenda.find(item)
        require_version(item, version, {"duration": duration})
        require_between(duration, *MINUTES, "duration")
        if item.duration != duration:
            item.duration = duration
            item.version += 1
            item.save(update_fields=["duration", "version", "updated_at"])
            _record("meetings.item_edited", item, by)
        return item


@transaction.atomic
def remove_item(*, item, version, by):
    """Take an item off with all that stands below it. What the minutes already speak of stays.

    Once the numbers are fixed, it stays as well, as one that is dropped.
    """
    place_approvals = ports.hold_approvals()
    with agenda_of(item.meeting, by, version) as agenda:
        item = agenda.find(item)
        remove = drop if keeps_its_number(agenda, item) else _delete
        remove(agenda, item, by=by)
        meeting = agenda.meeting
    place_approvals()
    return meeting


def keeps_its_number(agenda, item) -> bool:
    return agenda.is_fixed and not item.is_break


def _delete(agenda, item, *, by):
    gone = [item, *agenda.children(item)]
    freed = topics_of.set_free(gone)
    detach(gone, by=by)
    # After the attachments are off, or they would protect the item from being deleted.
    require_off_record(gone)
    _record("meetings.item_removed", item, by)
    try:
        with transaction.atomic():  # a savepoint: PostgreSQL takes no further query after an error
            item.delete()
    except ProtectedError:  # written a moment ago
        raise Overtaken(ON_RECORD) from None
    agenda.forget(gone)
    topics_of.take_off(freed, by=by)


@transaction.atomic
def reinstate_item(*, item, version, by):
    """What was to be dropped takes place after all, under the number that it has."""
    empty_sections = ports.hold_sections(item.meeting)
    with agenda_of(item.meeting, by, version) as agenda:
        item = agenda.find(item, is_dropped=True)
        reinstate(agenda, item, by=by)
    empty_sections(by=by)
    return item


@transaction.atomic
def shift(*, item, direction, version, by):
    """One step: up, down, in below the item before it, or out again. Answers whether anything moved."""
    with agenda_of(item.meeting, by, version) as agenda:
        item = agenda.find(item)
        if agenda.is_fixed and direction in (Direction.IN, Direction.OUT):
            raise ValidationError(FIXED)
        if not agenda.shift(item, Direction(direction)):
            return False
        _record("meetings.item_moved", item, by)
        return True


@transaction.atomic
def reorder(*, meeting, order, version, by):
    """The new order of items that stand side by side: all items of one level below one parent."""
    with agenda_of(meeting, by, version) as agenda:
        if not agenda.reorder(order):
            raise Stale(agenda.meeting)
        record("meetings.item_moved", actor=by, target=agenda.meeting)
        return agenda.meeting


FIXED = _(
    "Die Nummern stehen seit der Einladung fest. Ein TOP kann den Platz wechseln, aber nicht die Ebene."
)


def fix_numbers(meeting, at=None) -> bool:
    """From now on every TOP keeps its number. Needs the lock on the meeting; for the actions that invite or
    begin. Nothing is fixed where there is no TOP yet. Answers whether the numbers were fixed by this call.
    """
    if meeting.agenda_fixed_at is not None or not meeting.agenda_items.tops().exists():
        return False
    meeting.agenda_fixed_at = at or timezone.now()
    meeting.save(update_fields=["agenda_fixed_at"])
    return True


# --- the agenda in hand -----------------------------------------------------------------------------------


@contextmanager
def agenda_of(meeting, by, version=None):
    """The locked agenda; afterwards it is numbered anew, if anything changed."""
    # The whole agenda is under the lock of its meeting: numbers depend on all neighbours.
    meeting = lock(meeting)
    require(meetings.can_build_agenda(by, meeting))
    if version is not None and int(version) != meeting.agenda_version:
        raise Stale(meeting)
    agenda = Agenda(meeting)
    yield agenda
    agenda.settle()


# --- the pieces -------------------------------------------------------------------------------------------


def _item_of(topic, agenda):
    """Title and audience of the topic; an item is never visible to more people than its topic."""
    item = AgendaItem(
        meeting=agenda.meeting, position=0, title=topic.title, topic=topic, kind=ItemKind.DISCUSSION
    )
    if not audiences.is_narrower(agenda.meeting.audience, topic.audience):
        rest = topic.audience & agenda.meeting.audience
        if not rest:
            raise ValidationError(
                _("»%(title)s« ist nur für Menschen sichtbar, die dieses Treffen nicht sehen.")
                % {"title": topic.title}
            )
        item.audience = rest
    return item


def set_audience(item, audience):
    """None means: as the whole. An own audience is never wider than what is above."""
    if audience is not None:
        above = item.parent.mask if item.parent_id else item.meeting.audience
        audiences.require_valid(audience, parent=above)
    item.audience = audience


def require_fitting(item, agenda):
    """A break belongs to the whole meeting: nobody presents it, all see it, nothing stands below it."""
    if item.parent_id is not None and (item.is_break or item.parent.is_break):
        raise ValidationError({"kind": NO_LEVEL})
    if item.is_break:
        _require_plain(item, agenda)
        item.audience = item.presenter = item.presenter_organisation = None
        item.presenter_name = ""
        item.number = ""


NO_LEVEL = _("Eine Pause steht für sich: Sie hat keine Unterpunkte und ist selbst keiner.")


def _require_plain(item, agenda):
    if item.pk is None:
        return
    if agenda.children(item):
        raise ValidationError({"kind": NO_LEVEL})
    if item.topic_id or (agenda.is_fixed and item.number):
        raise ValidationError({"kind": _("Aus diesem TOP lässt sich keine Pause machen.")})
    if item.number:
        require_off_record([item])


def _record(verb, item, by):
    if item.is_break:
        record(OF_BREAKS[verb], actor=by, target=item.meeting)
    else:
        record(verb, actor=by, target=item.meeting, data={"number": item.number})


OF_BREAKS = {
    "meetings.item_added": "meetings.break_added",
    "meetings.item_edited": "meetings.break_edited",
    "meetings.item_moved": "meetings.break_edited",
    "meetings.item_removed": "meetings.break_removed",
}


def require_organisation(item):
    """A presenter stands for the organisation for which they speak, unless the organiser chose another."""
    if item.presenter_id and not item.presenter_organisation_id:
        held = item.presenter.memberships.active().select_related("organisation")
        spoken_for = organisations_of(held, item.meeting.audience)
        item.presenter_organisation = spoken_for.get(item.presenter_id)


MINUTES = (0, 1440)


def _require_words(item):
    require_valid(item, "title", "kind", "presenter_name")
    require_between(item.duration, *MINUTES, "duration")


def _described(fields):
    if "description" not in fields:
        return fields
    require_renderable(fields["description"], field="description")
    return {**fields, "description_html": render(fields["description"])}
