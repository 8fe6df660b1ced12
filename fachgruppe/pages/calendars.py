"""Calendars to subscribe to: the public one, and everybody's own under a secret address."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.changes import last_change
from core import ical, ical_feed
from core.dates import start_of_day, today
from core.http import found_or_404, not_modified, public
from fachgruppe.pages.presenters.deadlines import entry_of
from fachgruppe.pages.selectors.deadlines import deadlines_of
from meetings.ical import events_for
from members.selectors.calendar import account_behind
from members.viewers import ANONYMOUS, viewer_for


@public
@require_safe
def public_calendar(request):
    """What an anonymous visitor may see, whoever asks."""
    return _answer(request, ANONYMOUS, last_change())


@public
@require_safe
def personal_calendar(request, secret):
    """What the account behind the address may see today, and its deadlines. No other address is one."""
    user, changed = found_or_404(account_behind(secret))
    with translation.override(user.language):
        return _answer(request, user, changed)


def _answer(request, who, changed):
    viewer = viewer_for(who)
    unchanged = not_modified(request, changed.change_token, viewer)
    if unchanged:
        return unchanged
    events = [*events_for(viewer), *(ical_feed.event(entry_of(deadline)) for deadline in deadlines_of(who))]
    content = ical_feed.feed(events, _("Fachgruppe Smart City Jena"))
    response = HttpResponse(content, content_type=ical.KIND)
    # Some calendars ask with the one, some with the other, and some with neither.
    response.headers["ETag"] = request.etag
    response.headers["Cache-Control"] = "private, no-cache"
    # Rights begin and end with a day, so a copy is never older than this one.
    newest = max(filter(None, (changed.at, start_of_day(today()))))
    response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response
