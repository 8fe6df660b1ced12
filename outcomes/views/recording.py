"""Writing decisions and tasks down, beside the minutes, and going back there."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.access import require
from core.conflicts import carry_on
from core.http import get_visible_or_404, page, perform, refreshed, way_back
from core.locking import Stale
from meetings.models import AgendaItem
from outcomes import access, actions, queries
from outcomes.forms import DecisionForm, TaskForm


@dataclass(frozen=True)
class Sort:
    """What differs between decisions and tasks in these views."""

    name: str
    form: Any
    record: Any
    change: Any
    remove: Any
    rows: Any
    to_record: Any
    to_change: Any
    to_remove: Any


DECISION = Sort(
    "decision", DecisionForm, actions.record_decision, actions.change_decision, actions.remove_decision,
    queries.decision_page,
    gettext_lazy("Beschluss festhalten"),
    gettext_lazy("Beschluss ändern"),
    gettext_lazy("Beschluss entfernen"),
)  # fmt: skip
TASK = Sort(
    "task", TaskForm, actions.record_task, actions.change_task, actions.remove_task,
    queries.task_page,
    gettext_lazy("Aufgabe festhalten"),
    gettext_lazy("Aufgabe ändern"),
    gettext_lazy("Aufgabe entfernen"),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def record_decision(request, item_pk):
    return record(request, item_pk, DECISION)


@require_http_methods(["GET", "POST"])
def record_task(request, item_pk):
    return record(request, item_pk, TASK)


@require_http_methods(["GET", "POST"])
def edit_decision(request, pk):
    return edit(request, pk, DECISION)


@require_http_methods(["GET", "POST"])
def edit_task(request, pk):
    return edit(request, pk, TASK)


@require_http_methods(["GET", "POST"])
def remove_decision(request, pk):
    return remove(request, pk, DECISION)


@require_http_methods(["GET", "POST"])
def remove_task(request, pk):
    return remove(request, pk, TASK)


def record(request, item_pk, sort):
    rows = AgendaItem.objects.standing().select_related("meeting__minutes", "parent")
    item = get_visible_or_404(rows, request.user, pk=item_pk)
    require(access.can_record(request.user, item.meeting))
    form = sort.form(request.POST or None, agenda_item=item)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"]
        values = form.values()
        if perform(form, sort.record, agenda_item=item, submission_key=key, by=request.user, **values):
            return refreshed(request, back_to(request, item), _("Festgehalten."))
    return form_page(request, sort, form, item)


def edit(request, pk, sort):
    rows = sort.rows(request.user).select_related("meeting__minutes", "agenda_item__parent")
    row = get_visible_or_404(rows, request.user, pk=pk)
    row.agenda_item.meeting = row.meeting
    require(access.can_change(request.user, row))
    form = sort.form(request.POST or None, agenda_item=row.agenda_item, outcome=row)
    differences = None
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"version": form.cleaned_data["version"], sort.name: row}
        try:
            if perform(form, sort.change, by=request.user, **values):
                return refreshed(
                    request, back_to(request, row.agenda_item), _("Die Änderung ist gespeichert.")
                )
        except Stale as stale:
            stored = sort.form(agenda_item=row.agenda_item, outcome=stale.current)
            differences = carry_on(form, stale, stored)
    return form_page(request, sort, form, row.agenda_item, row, differences)


def remove(request, pk, sort):
    """Out of a draft; the page asks once."""
    row = get_visible_or_404(sort.rows(request.user), request.user, pk=pk)
    require(access.can_remove(request.user, row))
    if request.method == "POST":
        sort.remove(by=request.user, **{sort.name: row})
        return refreshed(request, back_to(request, row.agenda_item), _("Aus dem Entwurf entfernt."))
    context = {"row": row, "heading": sort.to_remove, "back": back_to(request, row.agenda_item)}
    return page(request, "outcomes/remove.html", context)


def form_page(request, sort, form, item, row=None, differences=None):
    context = {
        "form": form,
        "item": item,
        "row": row,
        "heading": sort.to_change if row else sort.to_record,
        "back": back_to(request, item),
        "differences": differences,
    }
    return page(request, "outcomes/form.html", context, status=None if differences is None else 409)


def back_to(request, item):
    """The page that sent people here, else the minutes, else the meeting."""
    minutes = getattr(item.meeting, "minutes", None)
    usual = minutes or item.meeting
    return way_back(request, usual.get_absolute_url() if usual else reverse("overview"))
