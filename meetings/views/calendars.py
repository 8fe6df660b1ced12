"""One meeting for the calendar of whoever looks at it."""

from django.views.decorators.http import require_safe

from core import ical
from core.http import download, found_or_404, public
from meetings.ical import entry_of, file_name
from meetings.models import Meeting
from members.viewers import viewer_for


@public
@require_safe
def entry(request, pk):
    """There is none for a meeting without a date."""
    viewer = viewer_for(request.user)
    meeting = found_or_404(Meeting.objects.fully_visible_to(viewer).in_calendars().filter(pk=pk).first())
    content = ical.calendar(entry_of(meeting, viewer))
    return download(request, content, file_name(meeting), ical.KIND)
