"""Whom meetings tell what."""

from meetings.notifications.meetings import MeetingCancelled, MeetingChanged, MeetingMoved, MeetingScheduled

__all__ = ["MeetingCancelled", "MeetingChanged", "MeetingMoved", "MeetingScheduled"]
