"""What the portal does for meetings every now and then."""

import datetime as dt

from activity.jobs import every, for_each
from meetings.actions.attachments import read_words
from meetings.enums import TextState
from meetings.models import AttachmentVersion

AT_ONCE = 5  # so that a pile of large files does not hold up the other jobs


@every(dt.timedelta(minutes=1), "meetings.read_attachments")
def read_attachments():
    """The words in new attachments, for the search."""
    waiting = AttachmentVersion.objects.filter(text_state=TextState.WAITING).order_by("pk")
    for_each(waiting[:AT_ONCE], read_words)
