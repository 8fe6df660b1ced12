"""One meeting for the calendar of whoever looks at it."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import ical
from core.http import download, found_or_404, public
from meetings.ical import COLUMNS, entries_of
from meetings.models import Meeting
from members.viewers import viewer_for


@public
@require_safe
def entry(request, pk):
    """There is none for a meeting without a date."""
    viewer = viewer_for(request.user)
    row = Meeting.objects.fully_visible_to(viewer).in_calendars().filter(pk=pk).values_list(*COLUMNS).first()
    entries = entries_of([found_or_404(row)], viewer)
    content = ical.calendar(entries, _("Fachgruppe Smart City Jena"))
    return download(request, content, _("Treffen %(title)s.ics") % {"title": entries[0].title}, ical.KIND)
