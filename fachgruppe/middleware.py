"""Headers that no library of ours sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


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
