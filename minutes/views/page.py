"""The page that everybody reads."""

from django.views.decorators.http import require_safe

from core.http import found_or_404, not_modified, page, public
from minutes.presenters.offers import what_to_do
from minutes.presenters.page import page_for
from minutes.selectors.page import seen_by


@public
@require_safe
def detail(request, pk):
    seen = found_or_404(seen_by(request.user, pk))
    unchanged = not_modified(request, pk, *seen)
    if unchanged:
        return unchanged
    shown = page_for(request.user, pk, seen)
    minutes = shown.minutes
    offers = what_to_do(request.user, minutes, request.path, has_objections=seen.has_objections)
    return page(request, "minutes/detail.html", {"minutes": minutes, "page": shown, **offers})
