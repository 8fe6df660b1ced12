"""Writing decisions and tasks down, beside the minutes, and going back there."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.conflicts import carry_on
from core.http import errors_of, get_visible_or_404, page, refreshed, way_back
from core.locking import Stale
from meetings.models import AgendaItem
from meetings.ports import with_record
from outcomes import access, ports
from outcomes.actions import decisions, tasks
from outcomes.forms import DecisionForm, TaskForm
from outcomes.selectors import decisions as decision_selectors
from outcomes.selectors import tasks as task_selectors

# --- decisions --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def record_decision(request, item_pk):
    item = item_to_record_at(request, item_pk)
    form = DecisionForm(request.POST or None, agenda_item=item)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            key = form.cleaned_data["submission_key"]
            decisions.record_decision(agenda_item=item, **form.values(), submission_key=key, by=request.user)
            return refreshed(request, back_to(request, item), _("Festgehalten."))
    return form_page(request, form, item, heading=_("Beschluss festhalten"))


@require_http_methods(["GET", "POST"])
def edit_decision(request, pk):
    row = row_to_change(request, pk, decision_selectors.decision_page)
    form = DecisionForm(request.POST or None, agenda_item=row.agenda_item, outcome=row)
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version = form.cleaned_data["version"]
                decisions.change_decision(decision=row, version=version, **form.values(), by=request.user)
                return refreshed(
                    request, back_to(request, row.agenda_item), _("Die Änderung ist gespeichert.")
                )
        except Stale as stale:
            stored = DecisionForm(agenda_item=row.agenda_item, outcome=stale.current)
            differences = carry_on(form, stale, stored)
    return form_page(request, form, row.agenda_item, row, _("Beschluss ändern"), differences)


@require_http_methods(["GET", "POST"])
def remove_decision(request, pk):
    """Out of a draft; the page asks once."""
    row = get_visible_or_404(decision_selectors.decision_page(request.user), request.user, pk=pk)
    require(access.can_remove(request.user, row))
    if request.method == "POST":
        decisions.remove_decision(decision=row, by=request.user)
        return refreshed(request, back_to(request, row.agenda_item), _("Aus dem Entwurf entfernt."))
    return removal_page(request, row, _("Beschluss entfernen"))


# --- tasks ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def record_task(request, item_pk):
    item = item_to_record_at(request, item_pk)
    form = TaskForm(request.POST or None, agenda_item=item)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            key = form.cleaned_data["submission_key"]
            tasks.record_task(agenda_item=item, **form.values(), submission_key=key, by=request.user)
            return refreshed(request, back_to(request, item), _("Festgehalten."))
    return form_page(request, form, item, heading=_("Aufgabe festhalten"))


@require_http_methods(["GET", "POST"])
def edit_task(request, pk):
    row = row_to_change(request, pk, task_selectors.task_page)
    form = TaskForm(request.POST or None, agenda_item=row.agenda_item, outcome=row)
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version = form.cleaned_data["version"]
                tasks.change_task(task=row, version=version, **form.values(), by=request.user)
                return refreshed(
                    request, back_to(request, row.agenda_item), _("Die Änderung ist gespeichert.")
                )
        except Stale as stale:
            stored = TaskForm(agenda_item=row.agenda_item, outcome=stale.current)
            differences = carry_on(form, stale, stored)
    return form_page(request, form, row.agenda_item, row, _("Aufgabe ändern"), differences)


@require_http_methods(["GET", "POST"])
def remove_task(request, pk):
    """Out of a draft; the page asks once."""
    row = get_visible_or_404(task_selectors.task_page(request.user), request.user, pk=pk)
    require(access.can_remove(request.user, row))
    if request.method == "POST":
        tasks.remove_task(task=row, by=request.user)
        return refreshed(request, back_to(request, row.agenda_item), _("Aus dem Entwurf entfernt."))
    return removal_page(request, row, _("Aufgabe entfernen"))


# --- both -------------------------------------------------------------------------------------------------


def item_to_record_at(request, pk):
    rows = with_record(AgendaItem.objects.kept().select_related("meeting", "parent"), "meeting__")
    item = get_visible_or_404(rows, request.user, pk=pk)
    require(access.can_record(request.user, item.meeting))
    return item


def row_to_change(request, pk, rows_for):
    rows = rows_for(request.user).select_related("agenda_item__parent")
    row = get_visible_or_404(rows, request.user, pk=pk)
    row.agenda_item.meeting = row.meeting
    require(access.can_change(request.user, row))
    return row


def form_page(request, form, item, row=None, heading="", differences=None):
    context = {
        "form": form,
        "item": item,
        "row": row,
        "heading": heading,
        "back": back_to(request, item),
        "differences": differences,
    }
    return page(request, "outcomes/form.html", context, status=None if differences is None else 409)


def removal_page(request, row, heading):
    context = {"row": row, "heading": heading, "back": back_to(request, row.agenda_item)}
    return page(request, "outcomes/remove.html", context)


def back_to(request, item):
    """The page that sent people here, else the minutes, else the meeting."""
    usual = ports.url_of_record(item.meeting) or item.meeting.get_absolute_url()
    return way_back(request, usual)
