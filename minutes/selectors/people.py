"""Who may read a thing: the rule about seeing, asked from the other side. A test holds the two together."""

from meetings.access import people as meetings
from members.audience import effective
from members.models import User
from members.querysets import NOBODY
from minutes.enums import State
from minutes.models import SectionWriter
from outcomes.access import effective_audience


def readers_of(minutes):
    """Accounts that see these minutes."""
    return _readers(minutes, minutes.meeting.audience)


def readers_of_section(section):
    """Accounts that see this section: told of comments, offered when typing »@«."""
    return _readers(section.minutes, mask_of(section))


def wrote(minutes) -> set[int]:
    """Keys of the accounts that wrote these minutes: as their author, or by typing in any section.

    Where nobody is named as author, it is the Protokollführung of the meeting.
    """
    typed = SectionWriter.objects.filter(section__minutes=minutes).values_list("user", flat=True)
    saved = minutes.sections.filter(updated_by__isnull=False).values_list("updated_by", flat=True)
    person = minutes.author_id or minutes.meeting.minute_taker_id
    author = User.objects.filter(person=person).values_list("pk", flat=True) if person else ()
    return {*typed, *saved, *author}


def second_people(minutes, asked_by) -> list[User]:
    """Who may confirm what `asked_by` asks for: others of the same role, best those who did not write."""
    takers = [minutes.meeting.minute_taker_id]
    if minutes.state == State.FOR_APPROVAL and minutes.approval_item:
        takers.append(minutes.approval_item.meeting.minute_taker_id)
    others = list(User.objects.who_see(NOBODY, *takers).exclude(pk=asked_by).order_by("pk"))
    wrote_it = wrote(minutes)
    return [user for user in others if user.pk not in wrote_it] or others


def asked_to_read(minutes):
    """Readers whose »gelesen« counts: everybody but the person who wrote the minutes."""
    return readers_of(minutes).exclude(person=minutes.author_id)


def mask_of(section) -> int:
    """The section's own audience inside those of its TOP and its meeting."""
    item = section.agenda_item
    mask = effective_audience(item) if item else section.minutes.meeting.audience
    return effective(mask, section.audience)


def _readers(minutes, mask):
    """A mask of nobody leaves the organisers, and so does a draft; the minute-taker reads in any case."""
    if minutes.state == State.DRAFT:
        return meetings.writers_of(minutes.meeting)
    return meetings.readers_of(minutes.meeting, mask)
