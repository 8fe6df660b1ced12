"""Saving fields of a meeting, so that calendars learn whether what they have is old."""

from meetings.enums import UNDATED, State

# What a calendar shows: a change of it is a new state of the entry (SEQUENCE), other words are none.
DATE = ("starts_at", "ends_at", "has_times")
IN_CALENDARS = (*DATE, "title", "place_name", "place_room", "place_address")


def set_fields(meeting, **fields):
    fields |= _sequence_after(meeting, fields)
    for field, value in fields.items():
        setattr(meeting, field, value)
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version", "updated_at"])


def _sequence_after(meeting, fields):
    was, state = meeting.state, fields.get("state", meeting.state)
    is_known = was not in UNDATED
    is_other_end = (state == State.CANCELLED) != (was == State.CANCELLED)
    if not is_known or not (_differs(meeting, fields, IN_CALENDARS) or is_other_end):
        return {}
    sequence = meeting.sequence + 1
    moved = {"date_sequence": sequence} if _differs(meeting, fields, DATE) else {}
    return {"sequence": sequence, **moved}


def _differs(meeting, fields, names):
    return any(name in fields and fields[name] != getattr(meeting, name) for name in names)
