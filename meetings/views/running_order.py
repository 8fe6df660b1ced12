"""The Regiebuch of a meeting, and the notes in it. Each note is a form of its own on the page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.access import require
from core.http import get_visible_or_404, not_modified, page
from meetings import ports
from meetings.access.running_order import can_note, can_read_running_order
from meetings.actions import running_order as running_order_actions
from meetings.forms.running_order import NoteForm
from meetings.models import Meeting
from meetings.presenters.running_order import note_to, running_order_of
from meetings.views.saving import save


@require_GET
def running_order(request, pk):
    meeting = get_visible_or_404(Meeting.objects.select_related("minute_taker"), request.user, pk=pk)
    require(can_read_running_order(request.user, meeting))
    unchanged = not_modified(request, ports.reader_token(request.user).own, meeting.pk)
    if unchanged:
        return unchanged
    order = running_order_of(meeting, request.user)
    if can_note(request.user, meeting):
        order.form = NoteForm(note=order.note)
        for entry in order.items:
            entry.form = NoteForm(note=entry.note)
    return page(request, "meetings/running_order.html", {"meeting": meeting, "order": order})


@require_http_methods(["GET", "POST"])
def note(request, pk, item=None):
    """One note alone: where two wrote at once, both texts stand here."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(can_note(request.user, meeting))
    found = get_visible_or_404(meeting.agenda_items.all(), request.user, pk=item) if item else None
    back = reverse("meetings:running_order", args=[meeting.pk])
    return save(
        request, lambda data, current: NoteForm(data, note=current), note_to(meeting, found, request.user),
        lambda data: running_order_actions.write_note(meeting=meeting, item=found, **data, by=request.user),
        template="meetings/note.html",
        context={"meeting": meeting, "item": found, "cancel_url": back},
        target=lambda _note: f"{back}#top-{found.pk}" if found else f"{back}#notiz",
        done=_("Die Notiz ist gespeichert."),
    )  # fmt: skip
