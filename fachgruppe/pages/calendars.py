"""Calendars to subscribe to: the public one, and everybody's own under a secret address."""

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.changes import last_change
from core import ical, ical_feed
from core.dates import start_of_day, today
from core.http import found_or_404, not_modified, public
from core.page_cache import cached
from fachgruppe.pages.presenters.deadlines import event_of
from fachgruppe.pages.selectors.deadlines import deadlines_of
from meetings.ical import events_for
from meetings.models import Meeting
from members.selectors.calendar import account_behind
from members.viewers import ANONYMOUS, Viewer, viewer_for


@public
@require_safe
def public_calendar(request):
    """What an anonymous visitor may see, whoever asks."""
    return _answer(request, ANONYMOUS, ANONYMOUS, last_change())


@public
@require_safe
def personal_calendar(request, secret):
    """What the account behind the address may see today, and its deadlines. No other address is one."""
    takes = Exists(Meeting.objects.filter(minute_taker=OuterRef("person")))
    user, changed = found_or_404(account_behind(secret, takes_minutes=takes))
    with translation.override(user.language):
        return _answer(request, user, _audience_of(user), changed)


def _audience_of(user) -> Viewer:
    """All with the same rights together. Asked more broadly than for pages, but without a query.

    Who takes any minutes may see more than others, and who is no member has proposals of their own.
    """
    viewer = viewer_for(user)
    is_apart = not viewer.is_member or (user.takes_minutes and not viewer.is_organiser)
    return viewer if is_apart else viewer.as_audience()


def _answer(request, who, audience, changed):
    viewer = viewer_for(who)
    unchanged = not_modified(request, changed.change_token, viewer)
    if unchanged:
        return unchanged
    meetings = cached(
        "calendar", version=changed.change_token, audience=audience, keep=audience.person_id is None,
        make=lambda eyes: ical_feed.joined(events_for(eyes)),
    )  # fmt: skip
    deadlines = deadlines_of(who, audience, changed.change_token)
    events = filter(None, (meetings, *map(event_of, deadlines)))
    content = ical_feed.feed(events, _("Fachgruppe Smart City Jena"))
    response = HttpResponse(content, content_type=ical.KIND)
    # Some calendars ask with the one, some with the other, and some with neither.
    response.headers["ETag"] = request.etag
    response.headers["Cache-Control"] = "private, no-cache"
    # Rights begin and end with a day, so a copy is never older than this one.
    newest = max(filter(None, (changed.at, start_of_day(today()))))
    response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response
