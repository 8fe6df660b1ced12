"""Meetings with what their pages show beside them."""

from django.db.models import Exists, OuterRef

from meetings import ports
from meetings.models import Attachment, Attendance, Meeting, Move, Report
from members.viewers import viewer_for


def meetings_for_page(user):
    """The rows of the meeting's page: with Rückblick and minutes where the viewer sees them."""
    viewer = viewer_for(user)
    reports = Report.objects.visible_to(viewer).filter(meeting=OuterRef("pk"))
    # Whether there is any: which of them this viewer sees is asked where they are shown. Here it would
    # cost twice the rest of the query.
    rows = Meeting.objects.select_related("minute_taker", "report").annotate(
        has_attachments=Exists(Attachment.objects.kept().filter(meeting=OuterRef("pk"))),
        shows_report=Exists(reports),
        has_moved=Exists(Move.objects.filter(meeting=OuterRef("pk"))),
        has_attendance=Exists(Attendance.objects.filter(meeting=OuterRef("pk"))),
    )
    return ports.with_minutes_on_page(ports.with_poll(rows, viewer), viewer)


def published_reports(user):
    """Rückblicke that this viewer may read, the latest meeting first, each with its meeting."""
    reports = Report.objects.visible_to(user).filter(published_at__isnull=False)
    return reports.select_related("meeting").order_by("-meeting__starts_at", "-pk")
