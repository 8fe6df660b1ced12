"""Whom meetings tell what."""

from meetings.notifications.inviting import DeputyNamed, MeetingInvitation, MeetingReminder, preview_of
from meetings.notifications.meetings import MeetingCancelled, MeetingChanged, MeetingMoved, MeetingScheduled
from meetings.notifications.polls import MeetingPolled, PollClosed, PollMoved, PollReminder

__all__ = [
    "DeputyNamed",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingInvitation",
    "MeetingMoved",
    "MeetingPolled",
    "MeetingReminder",
    "MeetingScheduled",
    "PollClosed",
    "PollMoved",
    "PollReminder",
    "preview_of",
]
