"""The Beschlussregister; decisions are written down, and it is said what became of them."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.changes import change_token
from core.access import require
from core.conflicts import carry_on
from core.http import errors_of, get_visible_or_404, not_modified, page, public, refreshed
from core.locking import Stale
from core.paging import ListAddress
from outcomes import access
from outcomes.actions import decisions as actions
from outcomes.forms import DecisionForm, ReviewForm, StatusForm
from outcomes.models import Decision
from outcomes.presenters import decisions as presenters
from outcomes.selectors import decisions as selectors
from outcomes.views.recording import back_to, form_page, item_to_record_at, row_to_change


@public
@require_GET
def decisions(request):
    token = change_token()
    unchanged = not_modified(request, token)
    if unchanged:
        return unchanged
    address = ListAddress.of(request, *presenters.FILTERS)
    return page(
        request, "outcomes/decisions.html", {"register": presenters.register(request.user, address, token)}
    )


@public
@require_GET
def decision(request, year, number):
    row = get_visible_or_404(selectors.detail(request.user), request.user, year=year, number=number)
    unchanged = not_modified(request, change_token(), row.pk)
    if unchanged:
        return unchanged
    context = {
        "decision": row,
        "place": selectors.place_of(row, request.user),
        "replaces": Decision.objects.visible_to(request.user).filter(replaced_by=row).newest_first(),
        "may_change": access.can_change(request.user, row),
        "may_remove": access.can_remove(request.user, row),
        "may_set_status": access.can_set_status(request.user, row),
        "may_set_review": access.can_set_review(request.user, row),
    }
    return page(request, "outcomes/decision.html", context)


# --- beside the minutes -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def record(request, item_pk):
    item = item_to_record_at(request, item_pk)
    form = DecisionForm(request.POST or None, agenda_item=item)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            key = form.cleaned_data["submission_key"]
            actions.record_decision(agenda_item=item, **form.values(), submission_key=key, by=request.user)
            return refreshed(request, back_to(request, item), _("Festgehalten."))
    return form_page(request, form, _("Beschluss festhalten"))


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = row_to_change(request, selectors.detail(request.user), pk)
    form, differences = DecisionForm(request.POST or None, agenda_item=row.agenda_item, outcome=row), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                version = form.cleaned_data["version"]
                actions.change_decision(decision=row, version=version, **form.values(), by=request.user)
                back = back_to(request, row.agenda_item)
                return refreshed(request, back, _("Die Änderung ist gespeichert."))
        except Stale as stale:
            stored = DecisionForm(agenda_item=row.agenda_item, outcome=stale.current)
            differences = carry_on(form, stale, stored)
    return form_page(request, form, _("Beschluss ändern"), differences)


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    """Out of a draft; the page asks once."""
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    require(access.can_remove(request.user, row))
    back = back_to(request, row.agenda_item)
    if request.method == "POST":
        actions.remove_decision(decision=row, by=request.user)
        return refreshed(request, back, _("Aus dem Entwurf entfernt."))
    context = {"row": row, "heading": _("Beschluss entfernen"), "back": back}
    return page(request, "outcomes/remove.html", context)


# --- what became of it ------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def status(request, pk):
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    require(access.can_set_status(request.user, row))
    later = Decision.objects.visible_to(request.user).later_than(row).newest_first()
    form, differences = StatusForm(request.POST or None, decision=row, user=request.user, later=later), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                actions.set_status(decision=row, **form.cleaned_data, by=request.user)
                return refreshed(request, row, _("Gespeichert."))
        except Stale as stale:
            stored = StatusForm(decision=stale.current, user=request.user, later=later)
            differences = carry_on(form, stale, stored)
    return _page_of(request, row, form, _("Was aus dem Beschluss wird"), differences)


@require_http_methods(["GET", "POST"])
def review(request, pk):
    row = get_visible_or_404(selectors.detail(request.user), request.user, pk=pk)
    require(access.can_set_review(request.user, row))
    form, differences = ReviewForm(request.POST or None, decision=row), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                actions.set_review(decision=row, **form.cleaned_data, by=request.user)
                return refreshed(request, row, _("Gespeichert."))
        except Stale as stale:
            differences = carry_on(form, stale, ReviewForm(decision=stale.current))
    return _page_of(request, row, form, _("Überprüfung des Beschlusses"), differences)


def _page_of(request, row, form, heading, differences):
    """One form about one decision; when somebody saved first, it comes back with what is stored now."""
    context = {"decision": row, "form": form, "heading": heading, "differences": differences}
    answer = 409 if differences is not None else None
    return page(request, "outcomes/decision_form.html", context, status=answer)
