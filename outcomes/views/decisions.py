"""The Beschlussregister, and what became of a decision."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.changes import change_token
from core.access import require
from core.conflicts import carry_on
from core.http import errors_of, get_visible_or_404, not_modified, page, public, refreshed
from core.locking import Stale
from outcomes import access
from outcomes.actions import decisions as decision_actions
from outcomes.forms import ReviewForm, StatusForm
from outcomes.selectors import decisions as decision_selectors
from outcomes.selectors.decisions import REVIEW_DUE

PER_PAGE = 50
FILTERS = {"jahr": "year", "ergebnis": "result", "thema": "topic", "status": "status", "pruefung": "review"}


@public
@require_GET
def decisions(request):
    unchanged = not_modified(request, change_token())
    if unchanged:
        return unchanged
    chosen = {word: request.GET.get(name, "") for name, word in FILTERS.items()}
    rows = decision_selectors.decisions(request.user, **chosen)
    choices = decision_selectors.decision_choices(request.user)
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("seite")),
        **choices,
        "review": [(REVIEW_DUE, _("zur Überprüfung fällig"))] if choices["is_any_due"] else [],
        "topics": decision_selectors.decided_topics(request.user),
        "is_filtered": any(chosen.values()),
    }
    return page(request, "outcomes/decisions.html", context)


@public
@require_GET
def decision(request, year, number):
    row = get_visible_or_404(
        decision_selectors.decision_page(request.user), request.user, year=year, number=number
    )
    unchanged = not_modified(request, change_token(), row.pk)
    if unchanged:
        return unchanged
    context = {
        "decision": row,
        "place": decision_selectors.place_of(row, request.user),
        "replaces": decision_selectors.replaced_by_it(row, request.user),
        "may_change": access.can_change(request.user, row),
        "may_remove": access.can_remove(request.user, row),
        "may_set_status": access.can_set_status(request.user, row),
        "may_set_review": access.can_set_review(request.user, row),
    }
    return page(request, "outcomes/decision.html", context)


@require_http_methods(["GET", "POST"])
def status(request, pk):
    row = get_visible_or_404(decision_selectors.decision_page(request.user), request.user, pk=pk)
    require(access.can_set_status(request.user, row))
    form, differences = status_form(request.user, row, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                decision_actions.set_status(decision=row, **form.cleaned_data, by=request.user)
                return refreshed(request, row, _("Gespeichert."))
        except Stale as stale:
            differences = carry_on(form, stale, status_form(request.user, stale.current))
    return form_page(request, row, form, _("Was aus dem Beschluss wird"), differences)


@require_http_methods(["GET", "POST"])
def review(request, pk):
    row = get_visible_or_404(decision_selectors.decision_page(request.user), request.user, pk=pk)
    require(access.can_set_review(request.user, row))
    form, differences = ReviewForm(request.POST or None, decision=row), None
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                decision_actions.set_review(decision=row, **form.cleaned_data, by=request.user)
                return refreshed(request, row, _("Gespeichert."))
        except Stale as stale:
            differences = carry_on(form, stale, ReviewForm(decision=stale.current))
    return form_page(request, row, form, _("Überprüfung des Beschlusses"), differences)


def status_form(user, row, data=None):
    offered = access.possible_decision_verbs(user, row)
    return StatusForm(
        data, decision=row, offered=offered, later=decision_selectors.replacements_for(row, user)
    )


def form_page(request, row, form, heading, differences):
    """One form about one decision; when somebody saved first, it comes back with what is stored now."""
    context = {"decision": row, "form": form, "heading": heading, "differences": differences}
    return page(
        request, "outcomes/decision_form.html", context, status=409 if differences is not None else None
    )
