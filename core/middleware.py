"""A form that is sent after the session has ended, or with a worn-out token, loses nothing."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http.request import UnreadablePostError
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core.numbers import number_in

_SECRET = ("password", "passwort", "token", "code", "credential", "secret")
_TECHNICAL = {"next", "weiter", "version", "revision", "order", "submission", "submission_key"}


class KeepTypedText(LoginRequiredMiddleware):
    """Sign-in is required everywhere; whoever sent typed text gets it back instead of a redirect."""

    def handle_no_permission(self, request, view_func):
        if is_fragment(request):
            context = {"login_address": login_address(request)}
            return notice(request, "components/signed_out.html", 401, context)
        # Only to our own pages: another site could have posted the words and would have them shown as typed.
        if request.method == "POST" and origin_is_ours(request) and has_typed_text(request):
            return typed_text_page(request, signed_out=True)
        return super().handle_no_permission(request, view_func)


def is_fragment(request):
    """Asked for by a script: a redirect to a whole page would land inside of the page."""
    asked_by_htmx = request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
    return asked_by_htmx or request.headers.get("X-Requested-With") == "fetch"


def origin_is_ours(request):
    """True when the browser says that one of our own pages sent this."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (own, *settings.CSRF_TRUSTED_ORIGINS)


def is_secret(name):
    return any(word in name.lower() for word in _SECRET)


def typed_fields(request):
    """(name, value, label) of what was posted; only words have one. Nothing when a secret is among it."""
    return [] if has_secret(request) else fields_but_secrets(request)


def has_secret(request):
    return any(is_secret(name) for name in _posted_names(request))


def fields_but_secrets(request):
    names = [name for name in _posted_names(request) if not is_secret(name)]
    posted = [(name, value) for name in names for value in request.POST.getlist(name)]
    count, number, fields = sum(is_text(*each) for each in posted), 0, []
    for each in posted:
        label = ""
        if is_text(*each):
            number += 1
            several = _("Ihr Text, %(number)s von %(count)s") % {"number": number, "count": count}
            label = _("Ihr Text") if count == 1 else several
        fields.append((*each, label))
    return fields


def _posted_names(request):
    try:
        return [name for name in request.POST if name != "csrfmiddlewaretoken"]
    except UnreadablePostError:  # the browser went away in the middle of sending
        return []


def is_text(name, value):
    """Worth showing: words that somebody typed, not keys, switches and version numbers."""
    is_technical = name.rpartition("-")[2] in _TECHNICAL  # forms that share a page have a prefix
    return not is_technical and not name.startswith("_") and len(value) > 3 and number_in(value) is None


def has_typed_text(request):
    return any(label for _name, _value, label in typed_fields(request))


def login_address(request):
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': '/'})}"


def typed_text_page(request, signed_out):
    context = {
        "fields": typed_fields(request),
        "had_files": bool(request.FILES),
        "signed_out": signed_out,
        "address": request.get_full_path(),
        "login_address": login_address(request),
    }
    response = render(request, "typed_text.html", context, status=403)
    add_never_cache_headers(response)
    return response


def notice(request, template, status, context):
    """An error for a script: shown above the page's content, the form stays as it is."""
    response = render(request, template, context, status=status)
    response["HX-Retarget"] = "#hinweis"
    response["HX-Reswap"] = "innerHTML show:#hinweis:top"
    response["HX-Push-Url"] = "false"
    add_never_cache_headers(response)
    return response
