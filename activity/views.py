from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from activity import actions, presenters, selectors
from activity.access import can_read_events
from activity.changes import change_token
from activity.forms import EventFilter, PreferencesForm
from activity.models import KeptMail
from activity.preferences import choices_of
from activity.unsubscribing import unsubscription_of
from core.access import require
from core.http import errors_of, page, public, refreshed
from core.page_cache import cached
from core.paging import NearEndPaginator

EVENTS_ON_A_PAGE = 50
MAILS_ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    form = PreferencesForm(request.POST or None, initial=choices_of(request.user))
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            actions.choose_frequencies(choices=form.cleaned_data, by=request.user)
            return refreshed(request, request.path, _("Ihre Wahl ist gespeichert."))
    return page(request, "activity/preferences.html", {"form": form})


@public
@never_cache
@csrf_exempt  # mail programs have no cookie of ours: the signature in the address is the right
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Opening it changes nothing; a POST stops the mails at once, without a redirect (RFC 8058, 3.1)."""
    found = unsubscription_of(token)
    if found is None:
        return page(request, "activity/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        actions.unsubscribe(kinds=found.kinds, by=found.user)
    return page(
        request, "activity/unsubscribe.html", {"label": found.label, "is_done": request.method == "POST"}
    )


@require_safe
def events(request):
    require(can_read_events(request.user))
    # The log only grows: as long as nothing has happened, its length and what occurs in it stay the same.
    version = change_token()
    kinds = cached("kinds of events", version=version, audience=None, make=lambda _: selectors.event_types())
    form = EventFilter(request.GET or None, kinds=presenters.event_kinds(kinds))
    chosen = form.chosen() if form.is_bound else {}
    rows = selectors.events(**chosen)
    pages = NearEndPaginator(rows, EVENTS_ON_A_PAGE)
    asked = (version, tuple(chosen.items()))
    pages.count = cached("number of events", version=asked, audience=None, make=lambda _: rows.count())
    shown = pages.get_page(request.GET.get("seite"))
    lines = [
        (event, presenters.sentence_for(event), presenters.kind_label(event.target_type))
        for event in presenters.as_seen_by(request.user, shown)
    ]
    context = {"form": form, "page": shown, "lines": lines, "chosen": chosen}
    return page(request, "activity/events.html", context)


# --- the outbox of the demonstration ----------------------------------------------------------------------


def demo_only():
    """Kept mails hold sign-in codes: outside the demonstration these addresses do not exist."""
    if not settings.DEMO:
        raise Http404


@public
@require_safe
def outbox(request):
    demo_only()
    pages = NearEndPaginator(selectors.kept_mails(), MAILS_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("seite"))
    return page(request, "activity/outbox.html", {"page": shown})


@public
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def kept_mail(request: HttpRequest, pk: int) -> HttpResponse:
    demo_only()
    return page(request, "activity/kept_mail.html", {"mail": get_object_or_404(KeptMail, pk=pk)})


@public
@require_safe
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],  # mail programs know no style sheets; scripts stay forbidden
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def kept_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part as a mail program would show it; links open a page of their own."""
    demo_only()
    mail = get_object_or_404(KeptMail.objects.exclude(html=""), pk=pk)
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))
