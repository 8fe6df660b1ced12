"""Lists of tasks, one task with what is said about it, and its way to »erledigt«."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.changes import change_token
from core.access import require
from core.http import errors_of, get_visible_or_404, not_modified, page, refreshed, way_back
from outcomes import access, ports
from outcomes.actions import tasks as task_actions
from outcomes.enums import TaskState, TaskVerb
from outcomes.forms import DropForm, RemarkForm
from outcomes.selectors import tasks as task_selectors
from outcomes.selectors.tasks import LATE

PER_PAGE = 50
VERBS = {verb.value.lower(): verb for verb in TaskVerb}


def state_options():
    return [(LATE, _("überfällig")), *TaskState.choices, ("alle", _("alle"))]


@require_GET
def tasks(request):
    unchanged = not_modified(request, change_token())
    if unchanged:
        return unchanged
    whose, state = request.GET.get("wessen", ""), request.GET.get("stand", "")
    shown = Paginator(task_selectors.tasks(request.user, whose, state), PER_PAGE).get_page(
        request.GET.get("seite")
    )
    rows = [with_verbs(row, request.user) for row in shown]
    late = [row for row in rows if row.is_overdue]
    context = {
        "rows": rows,
        "late": late,
        "others": [row for row in rows if row not in late],
        "page": shown,
        "whose": [("haus", _("Meine Organisation")), ("alle", _("Alle"))],
        "states": state_options(),
        "is_filtered": bool(whose or state),
    }
    return page(request, "outcomes/tasks.html", context)


@require_GET
def by_organisation(request):
    """All tasks below the organisations that have them."""
    unchanged = not_modified(request, change_token())
    if unchanged:
        return unchanged
    state, wanted = request.GET.get("stand", ""), request.GET.get("organisation", "")
    organisations = task_selectors.tasks_by_organisation(request.user, state)
    options = [(str(organisation.key or "ohne"), organisation.name) for organisation in organisations]
    shown = [
        organisation for organisation in organisations if wanted in ("", str(organisation.key or "ohne"))
    ]
    for organisation in shown:
        organisation.tasks = [with_verbs(row, request.user) for row in organisation.tasks]
    context = {
        "organisations": shown,
        "options": options,
        "states": state_options(),
        "is_filtered": bool(state or wanted),
    }
    return page(request, "outcomes/by_organisation.html", context)


def with_verbs(task, user):
    """The list offers the short ways; dropping needs a reason and has its own page."""
    verbs = access.possible_verbs(user, task)
    task.verbs = [verb for verb in verbs if verb != TaskVerb.DROP]
    task.may_drop = TaskVerb.DROP in verbs
    return task


@require_GET
def task(request, pk):
    row = get_visible_or_404(task_selectors.task_page(request.user), request.user, pk=pk)
    unchanged = not_modified(request, change_token(), row.pk)
    if unchanged:
        return unchanged
    return task_page(request, row, RemarkForm())


def task_page(request, row, form):
    context = {
        "task": with_verbs(row, request.user),
        "remarks": task_selectors.remarks_of(row, request.user),
        "form": form,
        "section_url": ports.url_of_section(row.agenda_item, request.user),
        "taken_up": task_selectors.meetings_of(row, request.user),
        "may_remark": access.can_remark(request.user, row),
        "may_change": access.can_change(request.user, row),
        "may_remove": access.can_remove(request.user, row),
    }
    return page(request, "outcomes/task.html", context)


@require_http_methods(["GET", "POST"])
def remark(request, pk):
    row = get_visible_or_404(task_selectors.task_page(request.user), request.user, pk=pk)
    if request.method == "GET":
        return redirect(row)
    require(access.can_remark(request.user, row))
    form = RemarkForm(request.POST)
    if form.is_valid():
        with errors_of(form):
            task_actions.add_remark(task=row, **form.cleaned_data, by=request.user)
            back = f"{row.get_absolute_url()}#bemerkungen"
            return refreshed(request, back, _("Die Bemerkung ist gespeichert."))
    return task_page(request, row, form)


@require_http_methods(["GET", "POST"])
def move_task(request, pk, verb):
    row = get_visible_or_404(task_selectors.task_page(request.user), request.user, pk=pk)
    verb = VERBS.get(verb)
    if verb is None:
        raise Http404
    if request.method == "GET" and verb != TaskVerb.DROP:
        return redirect(row)
    require(access.can_move_task(request.user, row, verb))
    form = DropForm(request.POST or None) if verb == TaskVerb.DROP else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        with errors_of(form):
            task_actions.move_task(task=row, verb=verb, reason=reason, by=request.user)
            return moved(request, pk, verb)
    return page(request, "outcomes/drop.html", {"form": form, "task": row})


def moved(request, pk, verb):
    row = with_verbs(task_selectors.task_page(request.user).get(pk=pk), request.user)
    message = {
        TaskVerb.BEGIN: _("Die Aufgabe ist in Arbeit."),
        TaskVerb.FINISH: _("Die Aufgabe ist erledigt."),
        TaskVerb.DROP: _("Die Aufgabe ist verworfen."),
        TaskVerb.REOPEN: _("Die Aufgabe ist wieder offen."),
    }[verb]
    target = way_back(request, reverse("outcomes:task", args=[pk]))
    return refreshed(request, target, message, "outcomes/task_row.html", {"task": row})
