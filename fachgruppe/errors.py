"""The pages for what went wrong. They use no database, so that they also work when that is what is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token


def _page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    return render(request, f"{status}.html", {"reason": reason, "status": status}, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reason comes from the access rule that refused; other exceptions keep their words to themselves."""
    return _page(request, 403, reason=str(getattr(exception, "reason", "")))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@requires_csrf_token
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 429)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _(
        "Das Formular ist abgelaufen oder wurde von einer anderen Seite abgeschickt. "
        "Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal."
    )
    return _page(request, 403, reason=sentence)
