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
from meetings.notifications.updates import MeetingUpdate

__all__ = [
    "DeputyNamed",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingInvitation",
    "MeetingLost",
    "MeetingMoved",
    "MeetingReminder",
    "MeetingScheduled",
    "MeetingUpdate",
    "UnclearReplies",
    "preview_of",
]
