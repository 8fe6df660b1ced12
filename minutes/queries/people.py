"""Who may read a thing: the rule about seeing, asked from the other side. A test holds the two together."""

from django.db.models import Q

from members.models import User
from minutes.enums import State
from outcomes.access import effective_audience


def readers_of(minutes):
    """Accounts that see these minutes."""
    return _readers(minutes, minutes.meeting.audience)


def readers_of_section(section):
    """Accounts that see this section: told of comments, offered when typing »@«."""
    return _readers(section.minutes, mask_of(section))


def mask_of(section) -> int:
    """The section's own audience inside those of its TOP and its meeting."""
    item = section.agenda_item
    mask = effective_audience(item) if item else section.minutes.meeting.audience
    return mask if section.audience is None else mask & section.audience


def mask_of_values(widest, *masks) -> int:
    """What remains of `widest` inside the others; null means: as the one before."""
    for mask in masks:
        widest = widest if mask is None else widest & mask
    return widest


def _readers(minutes, mask):
    """A mask of nobody leaves the organisers, and so does a draft; the minute-taker reads in any case."""
    meeting = minutes.meeting
    inside = User.objects.who_see(0 if minutes.state == State.DRAFT else mask)
    writes = Q(person=meeting.minute_taker_id) if meeting.minute_taker_id else Q(pk__in=[])
    return User.objects.reachable().filter(Q(pk__in=inside.values("pk")) | writes)
