"""The next meetings of the series, proposed to the organisers: a page, and a part of the list."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.dates import quarter_label
from core.http import errors_of, page, refreshed
from meetings.access import meetings
from meetings.actions import series as series_actions
from meetings.enums import State
from meetings.forms.series import SeriesForm
from meetings.presenters.series import series_of


@require_http_methods(["GET", "POST"])
def series(request):
    require(meetings.can_create(request.user))
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with errors_of(form):
            meeting = series_actions.draft_for_quarter(**form.kwargs(), by=request.user)
            return refreshed(request, meeting, _what_there_is(meeting, **form.kwargs()))
    return page(request, "meetings/series.html", offer(request.user) | {"form": form}, partial="offer")


def offer(user):
    """What the page and its part show; the form for a new meeting shows it as well."""
    found = series_of(user)
    return {"rhythm": found.rhythm, "proposals": found.proposals}


def _what_there_is(meeting, year, quarter):
    words = {"quarter": quarter_label(year, quarter)}
    if meeting.state != State.DRAFT:
        return _("Für das %(quarter)s gibt es schon dieses Treffen.") % words
    return _("Das ist der Entwurf für das %(quarter)s. Noch erfährt niemand davon.") % words
