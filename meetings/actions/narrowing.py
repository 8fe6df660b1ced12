"""A child is never visible to more people than its parent; what widens is asked, what narrows follows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members import audience as audiences


def narrow_items(meeting):
    """After the meeting's audience changed: cut every item's own audience down to it."""
    for item in meeting.agenda_items.in_order().filter(audience__isnull=False):
        store_audience(item, narrowed(item.audience, meeting.audience, item))


def keep_topics_narrow(meeting):
    """The meeting became visible to more people: its items do not tell them of topics they may not see."""
    inheriting = meeting.agenda_items.in_order().filter(audience__isnull=True, topic__isnull=False)
    for item in inheriting.select_related("topic", "parent"):
        item.meeting = meeting
        if not audiences.is_narrower(item.mask, item.topic.audience):
            store_audience(item, narrowed(item.topic.audience, item.mask, item))


def narrow_children(item):
    for child in item.children.filter(audience__isnull=False):
        store_audience(child, narrowed(child.audience, item.mask, child))


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
