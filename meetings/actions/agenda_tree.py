"""The agenda in hand: a tree of two levels that numbers itself and is written where it changed.

A child is never visible to more people than its parent; what widens is asked, what narrows follows.
"""

import re
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.locking import Stale
from meetings.enums import Direction, ItemKind
from meetings.models import AgendaItem
from members import audience as audiences

TOP = None  # the parent of items of the first level
LATE = re.compile(r"(?<=\d)[a-z]+$")


class Agenda:
    """All items of one meeting as a tree of two levels: parent key → its items in order.

    Numbers follow the order until they are fixed; from then on they stay with their TOP.
    """

    def __init__(self, meeting):
        self.meeting = meeting
        self.is_fixed = meeting.agenda_fixed_at is not None
        self.items = list(meeting.agenda_items.in_order().select_related("topic"))
        self.has_changed = False
        self.tree = {TOP: [item for item in self.items if item.parent_id is None]}
        by_key = {item.pk: item for item in self.tree[TOP]}
        for item in self.items:
            item.meeting = meeting
            if item.parent_id is not None:
                item.parent = by_key[item.parent_id]
                self.tree.setdefault(item.parent_id, []).append(item)

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

    def append(self, item, after=None):
        """Right after the item with the key `after`, else at the end: before »Verschiedenes«, which stays
        last until somebody moves it."""
        row = self.siblings(item)
        known = [each.pk for each in row]
        place = known.index(after) + 1 if after in known else len(row)
        # Where the numbers are fixed, that holds for another »Verschiedenes« as well: »4a« stands after 4.
        if after not in known and (item.kind != ItemKind.ANY_OTHER or self.is_fixed):
            while place and row[place - 1].kind == ItemKind.ANY_OTHER:
                place -= 1
        row.insert(place, item)
        self.items.append(item)
        self.settle()

    def forget(self, gone):
        # A deleted instance has lost its key, so the rest is told apart by identity.
        self.items = [item for item in self.items if all(item is not each for each in gone)]
        for key, row in self.tree.items():
            self.tree[key] = [item for item in row if all(item is not each for each in gone)]
        self.has_changed = True

    def shift(self, item, direction) -> bool:
        """One step, where there is one to take; answers whether anything moved."""
        row, top = self.siblings(item), self.tree[TOP]
        at = row.index(item)
        swapped = at + {Direction.UP: -1, Direction.DOWN: 1}.get(direction, 0)
        if swapped != at and 0 <= swapped < len(row):
            row[at], row[swapped] = row[swapped], row[at]
        elif direction == Direction.OUT and item.parent_id is not None:
            row.remove(item)
            top.insert(top.index(item.parent) + 1, item)
            self._hang(item, None)
        elif direction == Direction.IN and item.parent_id is None and at and not item.is_break:
            above = row[at - 1]
            if above.is_break:
                return False
            row.remove(item)
            # There are two levels: what stood below the item comes to stand beside it.
            for each in [item, *self.children(item)]:
                self._hang(each, above)
                self.children(above).append(each)
            self.tree[item.pk] = []
        else:
            return False
        self.has_changed = True
        self.settle()
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

    def reorder(self, keys: list[int]) -> bool:
        """The new order of one row; answers whether there is a row of these keys."""
        for row in self.tree.values():
            if row and {item.pk for item in row} == set(keys) and len(row) == len(keys):
                self.has_changed = self.has_changed or [item.pk for item in row] != keys
                row.sort(key=lambda item: keys.index(item.pk))
                self.settle()
                return True
        return False

    def settle(self):
        """Positions and numbers of the whole agenda, written where they differ; then the version."""
        changed, position = [], 0
        for top in self.tree[TOP]:
            # Parents are numbered before what stands below them.
            for item in (top, *self.children(top)):
                position += 1
                number = self._number_of(item)
                if (item.position, item.number) != (position, number):
                    item.position, item.number = position, number
                    changed.append(item)
        AgendaItem.objects.bulk_update([item for item in changed if item.pk], ["position", "number"])
        is_new = [item for item in self.items if item.pk is None]
        for item in is_new:
            item.save()
        if is_new or any(item.pk for item in changed) or self.has_changed:
            self.meeting.agenda_version += 1
            self.meeting.save(update_fields=["agenda_version", "updated_at"])
            self.has_changed = False

    def _number_of(self, item) -> str:
        """A break has none. »4a« is what comes after TOP 4 once the numbers are fixed; the next is »4b«."""
        if item.is_break:
            return ""
        row = [each for each in self.siblings(item) if not each.is_break]
        above = f"{item.parent.number}." if item.parent_id is not None else ""
        if not self.is_fixed:
            return f"{above}{row.index(item) + 1}"
        numbers = [each.number for each in row if each.number]
        if item.number or not numbers:
            return item.number or f"{above}1"
        before = [each.number for each in row[: row.index(item)] if each.number]
        base = LATE.sub("", before[-1] if before else numbers[0])
        return next(number for number in (base + letters(at) for at in count()) if number not in numbers)


def letters(at: int) -> str:
    """a, b, … z, aa, ab, …"""
    more, rest = divmod(at, 26)
    return (letters(more - 1) if more else "") + chr(ord("a") + rest)


# --- who sees it ------------------------------------------------------------------------------------------


def narrow(items, mask):
    """What stands above became visible to fewer people: cut the items' own audiences down to `mask`."""
    for item in items.filter(audience__isnull=False):
        store_audience(item, narrowed(item.audience, mask, item))


def keep_topics_narrow(meeting):
    """The meeting became visible to more people: its items do not tell them of topics they may not see."""
    inheriting = meeting.agenda_items.in_order().filter(audience__isnull=True, topic__isnull=False)
    for item in inheriting.select_related("topic", "parent"):
        item.meeting = meeting
        if not audiences.is_narrower(item.mask, item.topic.audience):
            store_audience(item, narrowed(item.topic.audience, item.mask, item))


def narrowed(mask, parent, item) -> int:
    """The part of `mask` inside `parent`. Where nobody is left, a person has to decide."""
    rest = mask & parent
    if not rest:
        raise ValidationError(
            {
                "audience": _(
                    "TOP %(number)s ist nur für Menschen sichtbar, die dann nichts mehr sehen würden. "
                    "Bitte ändern Sie zuerst dessen Sichtbarkeit."
                )
                % {"number": item.number}
            }
        )
    audiences.require_valid(rest)
    return rest


def store_audience(item, mask):
    if item.audience != mask:
        item.audience = mask
        item.version += 1
        item.save(update_fields=["audience", "version", "updated_at"])
