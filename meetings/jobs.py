"""What the portal does for meetings every now and then."""

import datetime as dt

from activity.jobs import every, for_each, in_working_time
from meetings import actions
from meetings.actions.attachments import read_words
from meetings.actions.inviting import upcoming_invited
from meetings.actions.notices import tell_unseeing, upcoming
from meetings.models import AttachmentVersion

AT_ONCE = 5  # so that a pile of large files does not hold up the other jobs


@every(dt.timedelta(minutes=1), "meetings.read_attachments")
def read_attachments():
    """The words in new attachments, for the search."""
    for_each(AttachmentVersion.objects.unread()[:AT_ONCE], read_words)


@every(dt.timedelta(minutes=2), "meetings.fetch_replies")
def fetch_replies():
    actions.fetch()


@every(dt.timedelta(minutes=15), "meetings.remind_of_mails")
@in_working_time
def remind_of_mails():
    """Answers that are unclear, and mails that came back."""
    for_each(actions.meetings_to_tell_of(), lambda meeting: actions.tell_of_mails(meeting=meeting))


@every(dt.timedelta(minutes=10), "meetings.look_after_invitations")
def look_after_invitations():
    """Memberships end by themselves at midnight: who loses sight of a meeting hears that it is not theirs."""
    for_each(upcoming_invited(), lambda meeting: actions.take_off_unseeing(meeting=meeting))
    for_each(upcoming(), lambda meeting: tell_unseeing(meeting=meeting))


@every(dt.timedelta(hours=1), "meetings.remind")
@in_working_time
def remind():
    for_each(upcoming_invited(), lambda meeting: actions.remind(meeting=meeting))
