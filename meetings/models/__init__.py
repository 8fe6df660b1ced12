"""Meetings, their agenda, who was there, and the public report."""

from meetings.models.agenda import AgendaItem, AgendaSpan
from meetings.models.attachments import Attachment, AttachmentVersion
from meetings.models.attendance import Attendance
from meetings.models.meetings import Meeting, Move, is_same_but_for_the_number, numbered
from meetings.models.report import Report
from meetings.models.running_order import InternalNote
from meetings.models.templates import AgendaTemplate

__all__ = [
    "AgendaItem",
    "AgendaSpan",
    "AgendaTemplate",
    "Attachment",
    "AttachmentVersion",
    "Attendance",
    "InternalNote",
    "Meeting",
    "Move",
    "Report",
    "is_same_but_for_the_number",
    "numbered",
]
