from django.db import transaction

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from core.validity import require_text
from meetings.access.running_order import can_note
from meetings.models import InternalNote

LONGEST = 4000


@transaction.atomic
def write_note(*, meeting, item=None, text, version, by):
    """The note to a TOP, or to the whole meeting. It counts from nought, so that two who begin it at once
    see both texts; the same text again is the second click."""
    meeting = lock(meeting)
    require(can_note(by, meeting))
    note = meeting.internal_notes.filter(agenda_item=item).first()
    note = note or InternalNote(meeting=meeting, agenda_item=item, version=0)
    text = text.strip()
    require_text(text, "text", longest=LONGEST)
    if text == note.text:
        return note
    require_version(note, version, {"text": text})
    note.text, note.version = text, note.version + 1
    note.save()
    record("meetings.note_written", actor=by, target=meeting)
    return note
