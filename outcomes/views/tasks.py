"""Lists of tasks; one task, written down, with what is said about it and its way to »erledigt«."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from activity.changes import change_token
from core.access import require
from core.conflicts import carry_on
from core.http import errors_of, get_visible_or_404, not_modified, page, refreshed, way_back
from core.locking import Stale
from core.paging import ListAddress
from outcomes import access, ports
from outcomes.actions import tasks as actions
from outcomes.enums import TaskVerb
from outcomes.forms import DropForm, RemarkForm, TaskForm
from outcomes.presenters import tasks as presenters
from outcomes.selectors import tasks as selectors
from outcomes.views.recording import back_to, form_page, item_to_record_at, row_to_change

VERBS = {verb.value.lower(): verb for verb in TaskVerb}
DONE = {
    TaskVerb.BEGIN: _lazy("Die Aufgabe ist in Arbeit."),
    TaskVerb.FINISH: _lazy("Die Aufgabe ist erledigt."),
    TaskVerb.DROP: _lazy("Die Aufgabe ist verworfen."),
    TaskVerb.REOPEN: _lazy("Die Aufgabe ist wieder offen."),
}


@require_GET
def tasks(request):
    token = change_token()
    unchanged = not_modified(request, token)
    if unchanged:
        return unchanged
    context = {
        **presenters.task_list(request, ListAddress.of(request, "wessen", "stand"), token),
        "whose": [("haus", _("Meine Organisation")), ("alle", _("Alle"))],
        "states": presenters.state_options(),
    }
    return page(request, "outcomes/tasks.html", context)


@require_GET
def by_organisation(request):
    """All tasks below the organisations that have them."""
    token = change_token()
    unchanged = not_modified(request, token)
    if unchanged:
        return unchanged
    address = ListAddress.of(request, "stand", "organisation")
    found = presenters.by_organisation(request.user, address, token)
    panels = [(panel, presenters.rows(panel.tasks, request)) for panel in found.panels]
    return page(request, "outcomes/by_organisation.html", {"found": found, "panels": panels})


@require_GET
def task(request, pk):
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    unchanged = not_modified(request, change_token(), row.pk)
    if unchanged:
        return unchanged
    return _task_page(request, row, RemarkForm())


def _task_page(request, row, form):
    context = {
        "task": row,
        **presenters.buttons(access.possible_verbs(request.user, row)),
        "remarks": selectors.remarks_of(row, request.user),
        "form": form,
        "section_url": ports.url_of_section(row.agenda_item, request.user),
        "taken_up": selectors.meetings_of(row, request.user),
        "may_remark": access.can_remark(request.user, row),
        "may_change": access.can_change(request.user, row),
        "may_remove": access.can_remove(request.user, row),
    }
    return page(request, "outcomes/task.html", context)


# --- beside the minutes -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def record(request, item_pk):
    item = item_to_record_at(request, item_pk)
    form = TaskForm(request.POST or None, agenda_item=item)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            key = form.cleaned_data["submission_key"]
            actions.record_task(agenda_item=item, **form.values(), submission_key=key, by=request.user)
            return refreshed(request, back_to(request, item), _("Festgehalten."))
    return form_page(request, form, _("Aufgabe festhalten"))


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = row_to_change(request, selectors.detail(request.user), pk)
    form, differences = TaskForm(request.POST or None, agenda_item=row.agenda_item, outcome=row), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version = form.cleaned_data["version"]
                actions.change_task(task=row, version=version, **form.values(), by=request.user)
                back = back_to(request, row.agenda_item)
                return refreshed(request, back, _("Die Änderung ist gespeichert."))
        except Stale as stale:
            stored = TaskForm(agenda_item=row.agenda_item, outcome=stale.current)
            differences = carry_on(form, stale, stored)
    return form_page(request, form, _("Aufgabe ändern"), differences)


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    """Out of a draft; the page asks once."""
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    require(access.can_remove(request.user, row))
    back = back_to(request, row.agenda_item)
    if request.method == "POST":
        actions.remove_task(task=row, by=request.user)
        return refreshed(request, back, _("Aus dem Entwurf entfernt."))
    context = {"row": row, "heading": _("Aufgabe entfernen"), "back": back}
    return page(request, "outcomes/remove.html", context)


# --- how it goes ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def remark(request, pk):
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    if request.method == "GET":
        return redirect(row)
    require(access.can_remark(request.user, row))
    form = RemarkForm(request.POST)
    if form.is_valid():
        with errors_of(form):
            actions.add_remark(task=row, **form.cleaned_data, by=request.user)
            back = f"{row.get_absolute_url()}#bemerkungen"
            return refreshed(request, back, _("Die Bemerkung ist gespeichert."))
    return _task_page(request, row, form)


@require_http_methods(["GET", "POST"])
def move(request, pk, verb):
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
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
            actions.move_task(task=row, verb=verb, reason=reason, by=request.user)
            # The row as it is now, for the list that sent the form.
            row = selectors.detail(request.user).get(pk=pk)
            verbs = presenters.buttons(access.possible_verbs(request.user, row))
            context = {"task": presenters.shown_of(row), "back": way_back(request, ""), **verbs}
            target = way_back(request, reverse("outcomes:task", args=[pk]))
            return refreshed(request, target, DONE[verb], "outcomes/task_row.html", context)
    return page(request, "outcomes/drop.html", {"form": form, "task": row})
