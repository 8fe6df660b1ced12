"""The pages for what went wrong. They use no database, so that they also work when that is what is wrong."""

import sys
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.csrf import requires_csrf_token

from core.http import own_path
from core.middleware import (
    fields_but_secrets,
    has_secret,
    has_typed_text,
    is_fragment,
    notice,
    origin_is_ours,
    typed_fields,
    typed_text_page,
)
from core.outages import RETRY_AFTER, Outage, outage_of

_TITLES = {
    400: _lazy("Das haben wir nicht verstanden"),
    403: _lazy("Das ist hier nicht erlaubt"),
    409: _lazy("Das hat sich inzwischen geändert"),
    404: _lazy("Das gibt es nicht mehr"),
    429: _lazy("Zu viele Versuche. Bitte warten Sie ein paar Minuten."),
    500: _lazy("Bei uns ist etwas schiefgegangen. Ihr Text steht noch im Formular."),
}

_OUTAGES = {
    Outage.DATABASE: _lazy("Das Portal ist gleich wieder da"),
    Outage.STORAGE: _lazy("Das Portal kann gerade nichts speichern"),
}

_PAGES = {
    "meetings:detail": _lazy("Zum Treffen"),
    "minutes:detail": _lazy("Zum Protokoll"),
    "topics:detail": _lazy("Zum Thema"),
    "outcomes:decision": _lazy("Zum Beschluss"),
    "outcomes:task": _lazy("Zur Aufgabe"),
}


def _page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    if is_fragment(request):
        return notice(
            request, "components/problem.html", status, {"title": _TITLES[status], "reason": reason}
        )
    context = {"reason": reason, "status": status, "way_back": way_back(request) if status == 403 else None}
    return render(request, f"{status}.html", context, status=status)


def way_back(request: HttpRequest) -> tuple[str, str] | None:
    """The page of what the refused address is about, else the page that led here.

    Read off the address that the reader asked for: it tells nothing that they did not type or follow.
    """
    parts = request.path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        path = f"/{'/'.join(parts[:length])}/"
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if name in _PAGES:
            return path, str(_PAGES[name])
    before = own_path(request, request.headers.get("Referer", ""))
    # Back to the refused page itself would be refused again; the front page has its own link.
    if not before or urlsplit(before).path in ("/", quote(request.path)):
        return None
    return before, _("Zurück")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reason comes from the access rule that refused; other exceptions keep their words to themselves."""
    reason = str(getattr(exception, "reason", ""))
    if request.method == "POST" and getattr(exception, "is_overtaken", False):
        return overtaken(request, reason, str(getattr(exception, "state", "")))
    return _page(request, 403, reason=reason)


def overtaken(request: HttpRequest, reason: str, state: str) -> HttpResponse:
    """What was decided meanwhile, and the words that were sent, which nobody else has kept."""
    if is_fragment(request):
        return _page(request, 409, reason=reason)
    words = [field for field in typed_fields(request) if field[2]]
    context = {"reason": reason, "state": state, "fields": words, "way_back": way_back(request)}
    return render(request, "409.html", context, status=409)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@requires_csrf_token
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 429)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    outage = outage_of(sys.exception())
    return _unavailable(request, outage) if outage else _page(request, 500)


def _unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    request.outage = outage  # type: ignore[attr-defined]
    if is_fragment(request):
        title, verb = _OUTAGES[outage], (request.method or "").lower()
        reason = _(
            "Bitte versuchen Sie es in ein paar Sekunden noch einmal. Ihr Text steht noch im Formular."
        )
        context = {"title": title, "reason": reason, "outage_verb": verb}
        response = notice(request, "components/problem.html", 503, context)
    else:
        # What a form of our own had sent comes back in the page, since nothing could keep it.
        is_ours = request.method == "POST" and origin_is_ours(request)
        context = {
            "title": _OUTAGES[outage],
            "outage": outage,
            "address": request.get_full_path(),
            "is_form": request.method == "POST",
            "can_send_again": is_ours and not has_secret(request),
            "fields": fields_but_secrets(request) if is_ours else [],
            "had_files": is_ours and (bool(request.FILES) or hasattr(request, "lost_upload")),
        }
        response = render(request, "503.html", context, status=503)
        add_never_cache_headers(response)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in renews the token, so an older form of our own fails: its text comes back to be sent."""
    ours = origin_is_ours(request)
    if ours and is_fragment(request):
        title = _("Bitte senden Sie noch einmal. Ihr Text steht noch im Formular.")
        context = {"title": title, "fresh_token": get_token(request)}
        return notice(request, "components/problem.html", 403, context)
    if ours and has_typed_text(request):
        return typed_text_page(request, signed_out=False)
    sentence = _(
        "Das Formular ist abgelaufen oder wurde von einer anderen Seite abgeschickt. "
        "Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal."
    )
    return _page(request, 403, reason=sentence)
