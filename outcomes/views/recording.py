"""What the forms of decisions and tasks share: they stand beside the minutes and lead back there."""

from core.access import require
from core.http import get_visible_or_404, page, way_back
from meetings import ports as ports_of_meetings
from meetings.models import AgendaItem
from outcomes import access, ports


def item_to_record_at(request, pk):
    rows = ports_of_meetings.with_record(
        AgendaItem.objects.kept().select_related("meeting", "parent"), "meeting__"
    )
    item = get_visible_or_404(rows, request.user, pk=pk)
    require(access.can_record(request.user, item.meeting))
    return item


def row_to_change(request, rows, pk):
    row = get_visible_or_404(rows, request.user, pk=pk)
    row.agenda_item.meeting = row.meeting  # the same one, read already
    require(access.can_change(request.user, row))
    return row


def form_page(request, form, heading, differences=None):
    """With `differences` somebody else saved first: 409, and what was typed is still there."""
    context = {
        "form": form,
        "item": form.agenda_item,
        "row": form.outcome,
        "heading": heading,
        "back": back_to(request, form.agenda_item),
        "differences": differences,
    }
    return page(request, "outcomes/form.html", context, status=None if differences is None else 409)


def back_to(request, item):
    """The page that sent people here, else the minutes, else the meeting."""
    return way_back(request, ports.url_of_record(item.meeting) or item.meeting.get_absolute_url())
