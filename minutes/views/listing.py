"""The list of minutes."""

from django.views.decorators.http import require_safe

from activity.changes import change_token
from core.http import not_modified, page, public
from minutes.presenters.listing import listing_for


@public
@require_safe
def index(request):
    # Drafts change without an event at each keystroke, but a list shows nothing of their text.
    token = change_token()
    unchanged = not_modified(request, token)
    if unchanged:
        return unchanged
    return page(request, "minutes/list.html", {"listing": listing_for(request.user, request.GET, token)})
