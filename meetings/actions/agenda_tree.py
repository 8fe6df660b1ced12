"""The agenda in hand: a tree of two levels that numbers itself and is written where it changed."""

import re
from itertools import count

from core.locking import Stale
from meetings.actions.narrowing import narrowed, store_audience
from meetings.enums import Direction, ItemKind
from meetings.models import AgendaItem

TOP = None  # the parent of items of the first level


class Agenda:
    """All items of one meeting as a tree of two levels: parent key → its items in order.

    Numbers follow the order until they are fixed; from then on they stay with their TOP.
    """

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

    @property
    def is_fixed(self):
        return self.meeting.agenda_fixed_at is not None

    def find(self, wanted, is_dropped=False):
        """The locked copy of an item, or Stale: somebody else removed or dropped it."""
        for item in self.items:
            if item.pk == wanted.pk and item.is_dropped == is_dropped:
                return item
        raise Stale(self.meeting)

    def children(self, item):
        return self.tree.setdefault(item.pk, [])

    def siblings(self, item):
        return self.tree.setdefault(item.parent_id, [])

    def parent_of(self, key):
        """Of an item that stands; with a parent that is dropped, all below it are."""
        return next((item.parent for item in self.items if item.pk == key and not item.is_dropped), None)

    def append(self, item, after=None):
        """Right after the item with the key `after`, else at the end: before »Verschiedenes«, which stays
        last until somebody moves it.

        Where the numbers are fixed, that holds for another »Verschiedenes« as well: »4a« stands after 4.
        """
        row = self.siblings(item)
        known = [each.pk for each in row]
        row.insert(known.index(after) + 1 if after in known else self._end_of(row, item), item)
        self.items.append(item)
        self.settle()

    def _end_of(self, row, item):
        end = len(row)
        if item.kind == ItemKind.ANY_OTHER and not self.is_fixed:
            return end
        while end and row[end - 1].kind == ItemKind.ANY_OTHER:
            end -= 1
        return end

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
        above = row[at - 1]
        if item.parent_id is not None or at == 0 or item.is_break or above.is_break:
            return False
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
        for position, item in enumerate(self.in_order(), start=1):
            number = self._number_of(item)
            if (item.position, item.number) != (position, number):
                item.position, item.number = position, number
                yield item

    def _number_of(self, item):
        """A break has none. Parents are numbered before what stands below them."""
        if item.is_break:
            return ""
        row = [each for each in self.siblings(item) if not each.is_break]
        above = f"{item.parent.number}." if item.parent_id is not None else ""
        if not self.is_fixed:
            return f"{above}{row.index(item) + 1}"
        return item.number or late_number(above, row, item)


LATE = re.compile(r"(?<=\d)[a-z]+$")


def late_number(above, row, item) -> str:
    """»4a« for what comes after TOP 4 once the numbers are fixed; the next one there is »4b«."""
    numbered = [each.number for each in row if each.number]
    if not numbered:
        return f"{above}1"
    before = [each.number for each in row[: row.index(item)] if each.number]
    base = LATE.sub("", before[-1] if before else numbered[0])
    return next(number for number in (base + letters(at) for at in count()) if number not in numbered)


def letters(at: int) -> str:
    """a, b, … z, aa, ab, …"""
    more, rest = divmod(at, 26)
    return (letters(more - 1) if more else "") + chr(ord("a") + rest)
