"""»Was wurde aus …?« before a meeting, as a page and as a PDF."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from activity.changes import change_token
from core.access import require
from core.http import get_visible_or_404, not_modified, page
from documents.paper import Unprintable
from documents.pdf import typeset
from meetings.models import Meeting
from minutes.access import follow_up as access
from minutes.selectors.follow_up import file_name, follow_up_of, paper_of


@require_safe
def follow_up(request, pk):
    meeting = _meeting(request, pk)
    unchanged = not_modified(request, change_token(), meeting.pk)
    if unchanged:
        return unchanged
    found = follow_up_of(meeting, request.user)
    return page(request, "minutes/follow_up.html", {"meeting": meeting, "found": found})


@require_safe
def follow_up_pdf(request, pk):
    found = follow_up_of(_meeting(request, pk), request.user)
    try:
        pdf = typeset(paper_of(found))
    except Unprintable as refusal:
        context = {"meeting": found.meeting, "found": found, "problem": refusal.reason}
        return page(request, "minutes/follow_up.html", context, status=503)
    headers = {
        "Content-Disposition": content_disposition_header(False, file_name(found)) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _meeting(request, pk):
    """Of an announced quarter nobody is told more than that."""
    rows = Meeting.objects.fully_visible_to(request.user)
    meeting = get_visible_or_404(rows, request.user, pk=pk)
    require(access.can_follow_up(request.user))
    return meeting
