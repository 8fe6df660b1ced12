"""Whom meetings tell what."""

from meetings.notifications.inviting import DeputyNamed, MeetingInvitation, MeetingReminder, preview_of
from meetings.notifications.meetings import MeetingCancelled, MeetingChanged, MeetingMoved, MeetingScheduled

__all__ = [
    "DeputyNamed",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingInvitation",
    "MeetingMoved",
    "MeetingReminder",
    "MeetingScheduled",
    "preview_of",
]
