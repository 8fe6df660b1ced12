"""The Beschlussregister."""

from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from activity.pulse import pulse
from core.http import get_visible_or_404, not_modified, page, public
from outcomes import access, queries

PER_PAGE = 50


@public
@require_GET
def decisions(request):
    unchanged = not_modified(request, pulse())
    if unchanged:
        return unchanged
    chosen = {name: request.GET.get(name, "") for name in ("jahr", "ergebnis", "thema")}
    rows = queries.decisions(request.user, chosen["jahr"], chosen["ergebnis"], chosen["thema"])
    years, results = queries.decision_choices(request.user)
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("seite")),
        "years": years,
        "results": results,
        "topics": queries.decided_topics(request.user),
        "is_filtered": any(chosen.values()),
    }
    return page(request, "outcomes/decisions.html", context)


@public
@require_GET
def decision(request, year, number):
    row = get_visible_or_404(queries.decision_page(request.user), request.user, year=year, number=number)
    unchanged = not_modified(request, pulse(), row.pk)
    if unchanged:
        return unchanged
    context = {
        "decision": row,
        "may_change": access.can_change(request.user, row),
        "may_remove": access.can_remove(request.user, row),
    }
    return page(request, "outcomes/decision.html", context)
