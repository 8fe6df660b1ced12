"""Open tasks onto the agenda of a coming meeting, and off it again."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.access import require
from core.http import errors_of, get_visible_or_404, page, refreshed
from meetings.access.meetings import can_build_agenda
from meetings.models import Meeting
from outcomes.actions import agenda
from outcomes.forms import CarryOverForm
from outcomes.models import TaskOnAgenda
from outcomes.selectors import tasks as task_selectors


@require_http_methods(["GET", "POST"])
def carry_over(request, pk):
    """The proposal list; what the organiser leaves ticked is taken up."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(can_build_agenda(request.user, meeting))
    tasks = task_selectors.tasks_to_take_up(meeting, request.user)
    form = CarryOverForm(request.POST if request.method == "POST" else None, tasks=tasks)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        with errors_of(form):
            agenda.take_up_tasks(meeting=meeting, tasks=chosen, by=request.user)
            words = ngettext(
                "%(n)s Aufgabe steht auf der Tagesordnung.",
                "%(n)s Aufgaben stehen auf der Tagesordnung.",
                len(chosen),
            )
            return refreshed(
                request, reverse("meetings:agenda", args=[meeting.pk]), words % {"n": len(chosen)}
            )
    context = {
        "meeting": meeting,
        "form": form,
        "taken": task_selectors.taken_up(meeting, request.user),
    }
    return page(request, "outcomes/carry_over.html", context, partial="offer")


@require_POST
def put_back(request, pk):
    rows = TaskOnAgenda.objects.select_related("agenda_item__meeting")
    taken = get_visible_or_404(rows, request.user, pk=pk)
    meeting = taken.agenda_item.meeting
    require(can_build_agenda(request.user, meeting))
    agenda.put_back_task(taken=taken, by=request.user)
    return refreshed(
        request,
        reverse("meetings:agenda", args=[meeting.pk]),
        _("Die Aufgabe steht nicht mehr auf der Tagesordnung."),
    )
