"""The list and the page that everybody reads."""

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.http import require_safe

from activity.pulse import pulse
from core.http import not_modified, page, public
from members.viewers import viewer_for
from minutes import access
from minutes.queries import listing
from minutes.queries.reading import minutes_to_read, page_of, state_seen_by

PER_PAGE = 50


@public
@require_safe
def index(request):
    # Drafts change without an event at each keystroke, but a list shows nothing of their text.
    unchanged = not_modified(request, pulse())
    if unchanged:
        return unchanged
    choice = listing.choice_from(request.GET)
    found = listing.listed(listing.matching(request.user, choice), request.user)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "rows": listing.as_rows(shown),
        "shown": shown,
        "filters": listing.filters_for(request.user),
        "is_filtered": any(choice),
    }
    return page(request, "minutes/list.html", context)


@public
@require_safe
def detail(request, pk):
    state = state_seen_by(request.user, pk)
    if state is None:
        raise Http404
    unchanged = not_modified(request, pk, *state)
    if unchanged:
        return unchanged
    minutes = minutes_to_read(pk)
    viewer = viewer_for(request.user)
    context = {
        "minutes": minutes,
        "page": page_of(minutes, request.user),
        "offers": _offers(request.user, minutes) if access.is_writer(viewer, minutes.meeting) else {},
    }
    return page(request, "minutes/detail.html", context)


def _offers(user, minutes):
    """What writers can do next; others see no greyed buttons."""
    return {
        "write": bool(access.can_write(user, minutes)),
        "circulate": access.can_circulate(user, minutes),
        "recall": bool(access.can_recall(user, minutes)),
        "close": bool(access.can_close(user, minutes)),
    }
