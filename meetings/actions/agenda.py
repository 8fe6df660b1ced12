"""The agenda: every change locks the meeting, renumbers in the same transaction and counts its version up."""

import uuid
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Forbidden, require
from core.locking import Stale, lock, require_version
from core.markdown import render, require_renderable
from meetings import access
from meetings.actions import topics as topics_of
from meetings.actions.narrowing import narrow_children, narrowed, store_audience
from meetings.enums import Direction, ItemKind, State
from meetings.models import AgendaItem
from members import audience as audiences
from topics import actions as topic_actions

TOP = None  # the parent of items of the first level


@transaction.atomic
def add_item(*, meeting, title, audience=None, parent=None, submission_key=None, by, **fields):
    """At the end, or as the last one below `parent`. A second click finds the item of the first."""
    with agenda_of(meeting, by) as agenda:
        key = submission_key or uuid.uuid4()
        twin = agenda.meeting.agenda_items.filter(submission_key=key).first()
        if twin is not None:
            return twin
        item = AgendaItem(
            meeting=agenda.meeting, parent=parent, position=0, title=title, submission_key=key,
            **_described(fields),
        )  # fmt: skip
        require_house(item)
        set_audience(item, audience)
        agenda.append(item)
        record("meetings.item_added", actor=by, target=agenda.meeting, data={"number": item.number})
        return item


@transaction.atomic
def add_topics(*, meeting, topics, by):
    """Take topics from the Themenspeicher onto the agenda, each once, in the given order."""
    with agenda_of(meeting, by) as agenda:
        topics_of.hold(topics)
        known = {item.topic_id for item in agenda.items}
        added = [_item_of(topic, agenda) for topic in topics if topic.pk not in known]
        for item in added:
            agenda.append(item)
            record("meetings.item_added", actor=by, target=agenda.meeting, data={"number": item.number})
            topics_of.plan(item, by=by)
            if agenda.meeting.state == State.HELD:
                topic_actions.mark_discussed(topic=item.topic, by=by)
        return added


@transaction.atomic
def edit_item(*, item, version, audience, place=None, by, **fields):
    """Change the words, the place among its neighbours, who presents and who sees it.

    Items below become narrower with it.
    """
    with agenda_of(item.meeting, by) as agenda:
        item = agenda.find(item)
        require_version(item, version, {"audience": audience, **fields})
        for field, value in _described(fields).items():
            setattr(item, field, value)
        require_house(item)
        set_audience(item, audience)
        item.version += 1
        item.save()
        narrow_children(item)
        agenda.put(item, place)
        agenda.has_changed = True
        record("meetings.item_edited", actor=by, target=agenda.meeting, data={"number": item.number})
        return item


@transaction.atomic
def set_duration(*, item, duration, version, by):
    """Leaves the agenda's version alone: how long an item takes says nothing about where it stands."""
    with agenda_of(item.meeting, by) as agenda:
        item = agenda.find(item)
        require_version(item, version, {"duration": duration})
        if item.duration != duration:
            item.duration = duration
            item.version += 1
            item.save(update_fields=["duration", "version", "updated_at"])
            record("meetings.item_edited", actor=by, target=agenda.meeting, data={"number": item.number})
        return item


@transaction.atomic
def remove_item(*, item, version, by):
    """Take an item off with all that stands below it. What the minutes already speak of stays."""
    with agenda_of(item.meeting, by, version) as agenda:
        item = agenda.find(item)
        gone = [item, *agenda.children(item)]
        number = item.number
        freed = [each.topic for each in gone if each.topic_id]
        try:
            with transaction.atomic():
                item.delete()
        except ProtectedError:
            raise Forbidden(ON_RECORD) from None
        agenda.forget(gone)
        record("meetings.item_removed", actor=by, target=agenda.meeting, data={"number": number})
        topics_of.hold(freed)
        for topic in freed:
            topic_actions.unplan(topic=topic, by=by)
        return agenda.meeting


@transaction.atomic
def shift(*, item, direction, version, by):
    """One step: up, down, in below the item before it, or out again. Answers whether anything moved."""
    with agenda_of(item.meeting, by, version) as agenda:
        item = agenda.find(item)
        if not agenda.shift(item, Direction(direction)):
            return False
        record("meetings.item_moved", actor=by, target=agenda.meeting, data={"number": item.number})
        return True


@transaction.atomic
def reorder(*, meeting, order, version, by):
    """The new order of items that stand side by side: all items of one level below one parent."""
    with agenda_of(meeting, by, version) as agenda:
        if not agenda.reorder(order):
            raise Stale(agenda.meeting)
        record("meetings.item_moved", actor=by, target=agenda.meeting)
        return agenda.meeting


ON_RECORD = _(
    "Zu diesem TOP gibt es schon einen Abschnitt im Protokoll, Beschlüsse oder Aufgaben. "
    "Er lässt sich nicht mehr entfernen."
)


# --- the agenda in hand -----------------------------------------------------------------------------------


@contextmanager
def agenda_of(meeting, by, version=None):
    """The locked agenda; afterwards it is numbered anew, if anything changed."""
    meeting = lock(meeting)
    require(access.can_build_agenda(by, meeting))
    if version is not None and int(version) != meeting.agenda_version:
        raise Stale(meeting)
    agenda = Agenda(meeting)
    yield agenda
    agenda.settle()


class Agenda:
    """All items of one meeting as a tree of two levels: parent key → its items in order."""

    def __init__(self, meeting):
        self.meeting = meeting
        self.items = list(meeting.agenda_items.in_order().select_related("topic"))
        self.has_changed = False
        self.tree = {TOP: [item for item in self.items if item.parent_id is None]}
        by_key = {item.pk: item for item in self.tree[TOP]}
        for item in self.items:
            item.meeting = meeting
            if item.parent_id is not None:
                item.parent = by_key[item.parent_id]
                self.tree.setdefault(item.parent_id, []).append(item)

    def find(self, wanted):
        """The locked copy of an item, or Stale: somebody else removed it."""
        for item in self.items:
            if item.pk == wanted.pk:
                return item
        raise Stale(self.meeting)

    def children(self, item):
        return self.tree.setdefault(item.pk, [])

    def siblings(self, item):
        return self.tree.setdefault(item.parent_id, [])

    def append(self, item):
        self.siblings(item).append(item)
        self.items.append(item)
        self.settle()

    def forget(self, gone):
        # A deleted instance has lost its key, so the rest is told apart by identity.
        self.items = [item for item in self.items if all(item is not each for each in gone)]
        for key, row in self.tree.items():
            self.tree[key] = [item for item in row if all(item is not each for each in gone)]
        self.has_changed = True

    def shift(self, item, direction):
        steps = {
            Direction.UP: lambda: self._swap(item, -1),
            Direction.DOWN: lambda: self._swap(item, 1),
            Direction.IN: lambda: self._indent(item),
            Direction.OUT: lambda: self._outdent(item),
        }
        moved = steps[direction]()
        self.has_changed = self.has_changed or moved
        self.settle()
        return moved

    def _swap(self, item, by):
        row = self.siblings(item)
        at = row.index(item)
        if not 0 <= at + by < len(row):
            return False
        row[at], row[at + by] = row[at + by], row[at]
        return True

    def _indent(self, item):
        row = self.siblings(item)
        at = row.index(item)
        if item.parent_id is not None or at == 0:
            return False
        above = row[at - 1]
        row.remove(item)
        for each in [item, *self.children(item)]:
            self._hang(each, above)
            self.children(above).append(each)
        self.tree[item.pk] = []
        return True

    def _outdent(self, item):
        if item.parent_id is None:
            return False
        parent = item.parent
        self.siblings(item).remove(item)
        self._hang(item, None)
        top = self.tree[TOP]
        top.insert(top.index(parent) + 1, item)
        return True

    def _hang(self, item, parent):
        """Below another parent nobody sees an item who did not see it before, nor more than the parent."""
        seen_by = item.mask
        item.parent = parent
        item.save(update_fields=["parent", "updated_at"])
        if parent is not None:
            seen_by = narrowed(seen_by, parent.mask, item)
        if item.audience is not None or seen_by != item.mask:
            store_audience(item, seen_by)

    def put(self, item, place):
        """To the `place`-th among its neighbours, counted from 1."""
        row = self.siblings(item)
        if place is not None and 1 <= place <= len(row):
            row.remove(item)
            row.insert(place - 1, item)

    def reorder(self, order):
        keys = [int(key) for key in order]
        for row in self.tree.values():
            if row and {item.pk for item in row} == set(keys) and len(row) == len(keys):
                self.has_changed = self.has_changed or [item.pk for item in row] != keys
                row.sort(key=lambda item: keys.index(item.pk))
                self.settle()
                return True
        return False

    def in_order(self):
        for top in self.tree[TOP]:
            yield top
            yield from self.children(top)

    def settle(self):
        """Positions and numbers of the whole agenda, written where they differ; then the version."""
        changed = [item for item in self._numbered() if item.pk]
        AgendaItem.objects.bulk_update(changed, ["position", "number"])
        for item in self.items:
            if item.pk is None:
                item.save()
                self.has_changed = True
        if changed or self.has_changed:
            self.meeting.agenda_version += 1
            self.meeting.save(update_fields=["agenda_version", "updated_at"])
            self.has_changed = False

    def _numbered(self):
        """Those whose place differs from what they say of themselves."""
        position = 0
        for at, top in enumerate(self.tree[TOP], start=1):
            position += 1
            if self._place(top, position, str(at)):
                yield top
            for below, child in enumerate(self.children(top), start=1):
                position += 1
                if self._place(child, position, f"{at}.{below}"):
                    yield child

    @staticmethod
    def _place(item, position, number):
        if (item.position, item.number) == (position, number):
            return False
        item.position, item.number = position, number
        return True


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


def require_house(item):
    """A presenter from one house stands for that house, unless the organiser chose another."""
    if item.presenter_id and not item.presenter_organisation_id:
        houses = item.presenter.memberships.active().values_list("organisation", flat=True)[:2]
        item.presenter_organisation_id = houses[0] if len(houses) == 1 else None


def _described(fields):
    if "description" not in fields:
        return fields
    require_renderable(fields["description"], field="description")
    return {**fields, "description_html": render(fields["description"])}
