"""Saving fields of a meeting, so that calendars learn whether what they have is old."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import day_of_end, end_after, local
from core.validity import require_clock_time
from meetings.enums import UNDATED, State

# What a calendar shows: a change of it is a new state of the entry (SEQUENCE), other words are none.
DATE = {"starts_at", "ends_at", "has_times"}
IN_CALENDARS = DATE | {"title", "place_name", "place_room", "place_address"}


def set_fields(meeting, **fields):
    changed = {name for name, value in fields.items() if value != getattr(meeting, name)}
    state = fields.get("state", meeting.state)
    has_new_end = (state == State.CANCELLED) != (meeting.state == State.CANCELLED)
    # A draft is in no calendar: its entry begins at nought (RFC 5546, 2.1.4).
    if meeting.state not in UNDATED and (changed & IN_CALENDARS or has_new_end):
        fields["sequence"] = meeting.sequence + 1
        if changed & DATE:
            fields["date_sequence"] = fields["sequence"]
    for field, value in fields.items():
        setattr(meeting, field, value)
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version", "updated_at"])


def moments(day, begins, ends, *, begin="begins", end="ends"):
    """(begin, end or None) of wall-clock times in Jena; an end that is earlier on the clock is the next day.

    Raises ValidationError at the field `begin` or `end` for a time that this day does not have, or has twice,
    and for an end that is none.
    """
    require_clock_time(day, begins, begin)
    if not ends:
        return local(day, begins), None
    require_clock_time(day_of_end(day, begins, ends), ends, end)
    ends_at = end_after(day, begins, ends)
    if ends_at is None:
        raise ValidationError({end: _("Das Ende muss nach dem Beginn liegen.")})
    return local(day, begins), ends_at
