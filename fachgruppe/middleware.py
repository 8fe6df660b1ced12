"""Headers that no library of ours sets, and requests that nobody of ours sends."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from core.charsets import is_utf8
from core.files.uploads import expects_files
from core.numbers import LARGEST_KEY, number_in


class PrivateByDefault:
    """Pages may be kept by the browser that asked, and by nobody in between; a view may say otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        if not response.has_header("Cross-Origin-Resource-Policy"):
            response["Cross-Origin-Resource-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response


class WordedPolicy(CSPMiddleware):
    """The policy of the settings is put into words once; a page with its own or a nonce keeps that."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_own = any(name.startswith("_csp") for name in vars(response)) or HEADER in response
        if has_own or settings.DEBUG or getattr(request, "_csp_nonce", None) is not None:
            return super().process_response(request, response)
        if not hasattr(self, "words"):
            super().process_response(request, response)
            self.words = response[HEADER]
        response[HEADER] = self.words
        return response


class PlainRequests:
    """Refuses what no form or link of ours makes, in one place instead of in every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL stores no NUL and answers a question with one in it by an error.
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        # Our pages are UTF-8 and so is what they send: in another charset a text would arrive as another one.
        charset = (request.content_params or {}).get("charset")
        if charset is not None:
            request.encoding = "utf-8"  # also for the page that refuses
            if not is_utf8(charset):
                raise BadRequest("not in UTF-8")
        # Django bounds the fields of a form, but not files: they would be on the disk before anybody looks.
        length = number_in(request.META.get("CONTENT_LENGTH") or "0")
        if length is None or length > settings.LARGEST_UPLOAD:
            raise BadRequest("too large")
        # Between the limits a view that takes files answers itself, with a sentence in its form.
        if length > settings.LARGEST_REQUEST and not expects_files(request):
            raise BadRequest("too large")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        # A key that no row can have would be an error of the database, not »there is no such page«.
        if any(isinstance(value, int) and value > LARGEST_KEY for value in kwargs.values()):
            raise Http404
