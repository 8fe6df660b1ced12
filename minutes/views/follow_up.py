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
from minutes.presenters.follow_up import counts_of, file_name, paper_of
from minutes.selectors.follow_up import follow_up_of


@require_safe
def index(request, pk):
    meeting = _meeting(request, pk)
    unchanged = not_modified(request, change_token(), meeting.pk)
    if unchanged:
        return unchanged
    return _page(request, follow_up_of(meeting, request.user))


@require_safe
def pdf(request, pk):
    found = follow_up_of(_meeting(request, pk), request.user)
    try:
        pdf = typeset(paper_of(found))
    except Unprintable as refusal:
        return _page(request, found, problem=refusal.reason, status=503)
    headers = {
        "Content-Disposition": content_disposition_header(False, file_name(found)) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _page(request, found, *, problem="", status=200):
    context = {"meeting": found.meeting, "found": found, "counts": counts_of(found), "problem": problem}
    return page(request, "minutes/follow_up.html", context, status=status)


def _meeting(request, pk):
    # Of an announced quarter nobody is told more than that.
    rows = Meeting.objects.fully_visible_to(request.user)
    meeting = get_visible_or_404(rows, request.user, pk=pk)
    require(access.can_follow_up(request.user))
    return meeting
