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
from meetings.actions.agenda_tree import Agenda, narrow
from meetings.actions.attachments import detach
from meetings.enums import Direction, ItemKind, State
from meetings.models import AgendaItem
from members import audience as audiences
from members.choosing import require_member
from members.speaking import organisations_of

MINUTES = (0, 1440)
FIXED = _(
    "Die Nummern stehen seit der Einladung fest. Ein TOP kann den Platz wechseln, aber nicht die Ebene."
)
NO_LEVEL = _("Eine Pause steht für sich: Sie hat keine Unterpunkte und ist selbst keiner.")
UNSEEN = _("»%(title)s« ist nur für Menschen sichtbar, die dieses Treffen nicht sehen.")
OF_BREAKS = {
    "meetings.item_added": "meetings.break_added",
    "meetings.item_edited": "meetings.break_edited",
    "meetings.item_moved": "meetings.break_edited",
    "meetings.item_removed": "meetings.break_removed",
}


@transaction.atomic
def add_item(*, meeting, submission_key=None, by, **typed):
    """At the end, or as the last one below `parent`, or right after the item with the key `after`.

    A second click finds the item of the first.
    """
    with agenda_of(meeting, by) as agenda:
        require_member(typed.get("presenter"), "presenter")
        key = submission_key or uuid.uuid4()
        twin = AgendaItem.objects.filter(submission_key=key).first()
        if twin is not None:
            require_same_form(twin, meeting_id=meeting.pk)
            return twin
        return put_on(agenda, submission_key=key, by=by, **typed)


def put_on(agenda, *, by, audience=None, parent=None, after=None, **fields):
    """A new item on the agenda in hand; after one that stands below another, it stands there as well."""
    if parent is None and after is not None:
        # Of an item that stands; with a parent that is dropped, all below it are.
        found = (each.parent for each in agenda.items if each.pk == after and not each.is_dropped)
        parent = next(found, None)
    item = AgendaItem(meeting=agenda.meeting, parent=parent, position=0, **fields)
    complete(item, agenda, audience)
    agenda.append(item, after)
    _record("meetings.item_added", item, by)
    return item


@transaction.atomic
def add_topics(*, meeting, topics, by):
    """Take topics from the Themenspeicher onto the agenda, each once, in the given order."""
    with agenda_of(meeting, by) as agenda:
        # Before the items are added, for their reference to a topic holds it as well.
        topics_of.hold(topics)
        known, meeting, added = {item.topic_id for item in agenda.items}, agenda.meeting, []
        for topic in topics:
            if topic.pk in known:
                continue
            item = AgendaItem(
                meeting=meeting, position=0, title=topic.title, topic=topic, kind=ItemKind.DISCUSSION
            )
            # An item is never visible to more people than its topic.
            if not audiences.is_narrower(meeting.audience, topic.audience):
                item.audience = topic.audience & meeting.audience
                if not item.audience:
                    raise ValidationError(UNSEEN % {"title": topic.title})
            added.append(item)
        for item in added:
            agenda.append(item)
            record("meetings.item_added", actor=by, target=meeting, data={"number": item.number})
            topics_of.plan(item, by=by)
        # Entered afterwards, for the record: the meeting has dealt with it.
        if meeting.state == State.HELD:
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
        for field, value in fields.items():
            setattr(item, field, value)
        complete(item, agenda, audience)
        item.version += 1
        item.save()
        narrow(item.children, item.mask)
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
        if agenda.is_fixed and not item.is_break:
            drop(agenda, item, by=by)
        else:
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
    place_approvals()
    return agenda.meeting


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


def complete(item, agenda, audience):
    """What follows from what was typed; raises ValidationError where that cannot be.

    `audience` None means: as the whole.
    """
    require_valid(item, "title", "kind", "presenter_name")
    require_between(item.duration, *MINUTES, "duration")
    require_renderable(item.description, field="description")
    item.description_html = render(item.description)
    # A presenter stands for the organisation for which they speak, unless the organiser chose another.
    if item.presenter_id and not item.presenter_organisation_id:
        held = item.presenter.memberships.active().select_related("organisation")
        spoken_for = organisations_of(held, item.meeting.audience)
        item.presenter_organisation = spoken_for.get(item.presenter_id)
    if audience is not None:  # never wider than what is above
        above = item.parent.mask if item.parent_id else item.meeting.audience
        audiences.require_valid(audience, parent=above)
    item.audience = audience
    if item.parent_id is not None and (item.is_break or item.parent.is_break):
        raise ValidationError({"kind": NO_LEVEL})
    if item.is_break:
        _require_can_be_break(item, agenda)
        # It belongs to the whole meeting: nobody presents it, and all see it.
        item.audience = item.presenter = item.presenter_organisation = None
        item.presenter_name = item.number = ""


def _require_can_be_break(item, agenda):
    """What stands on the agenda already becomes a break only as long as nothing hangs on it."""
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
