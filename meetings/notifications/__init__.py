"""Whom meetings tell what."""

from meetings.notifications.inviting import DeputyNamed, MeetingInvitation, MeetingReminder, preview_of
from meetings.notifications.mails import UnclearReplies
from meetings.notifications.meetings import (
    MeetingCancelled,
    MeetingChanged,
    MeetingLost,
    MeetingMoved,
    MeetingScheduled,
)
from meetings.notifications.polls import MeetingPolled, PollClosed, PollMoved, PollOff, PollReminder
from meetings.notifications.updates import MeetingUpdate

__all__ = [
    "DeputyNamed",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingInvitation",
    "MeetingLost",
    "MeetingMoved",
    "MeetingPolled",
    "MeetingReminder",
    "MeetingScheduled",
    "MeetingUpdate",
    "PollClosed",
    "PollMoved",
    "PollOff",
    "PollReminder",
    "UnclearReplies",
    "preview_of",
]
