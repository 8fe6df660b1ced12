"""The vocabulary of views: load, do, answer. The same few words in every app."""

import hashlib
import json
import re
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import conditional_escape
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import get_language

from core.dates import today
from core.safe_html import Phrase

public = login_not_required


def get_visible_or_404(source, user, **lookup):
    """The one loader of views: a row that `user` may not see does not exist.

    `source` is a model or a queryset of one with `visible_to`.
    """
    rows = source._default_manager.all() if hasattr(source, "_default_manager") else source
    try:
        return rows.visible_to(user).get(**lookup)
    except (rows.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def found_or_404(row):
    """For a query of one's own that has asked who sees the row."""
    if row is None:
        raise Http404
    return row


def page(request, template, context=None, status=None, partial=None):
    """Answer with the whole page, or with its named partial when htmx asks for a part.

    A form that comes back with errors is a 422, on every page.
    """
    form = (context or {}).get("form")
    came_back = request.method == "POST" and form is not None and bool(form.errors)
    status = status or (422 if came_back else 200)
    if partial and getattr(request, "htmx", False) and not request.htmx.boosted:
        template = f"{template}#{partial}"
    response = render(request, template, context, status=status)
    etag = getattr(request, "etag", None)
    if etag and status == 200:
        response.headers["ETag"] = etag
        _private(response)
    return response


def ask(request, question, *, verb, back, note=""):
    """Answer a GET of an address that removes or ends something: with a question; its button says `verb`.

    Forms with data-confirm lead here without scripts; with them a dialog asks the same (static/js/portal.js).
    What the address named travels on hidden.
    """
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    context = {"question": question, "note": note, "verb": verb, "back": back, "given": given}
    return page(request, "question.html", context)


def refreshed(request, target, message, template=None, context=None):
    """Answer after a change: a fragment for htmx, else a message and a redirect to `target`."""
    if template and getattr(request, "htmx", False):
        response = render(request, template, {**(context or {}), "announce": message})
        # The browser may now forget its copy of the typed text (static/js/keep.js), and says the message.
        response.headers["HX-Trigger"] = saying(message)
        return response
    messages.success(request, conditional_escape(message) if isinstance(message, Phrase) else message)
    url = target if isinstance(target, str) else target.get_absolute_url()
    request.answer = url, str(message)  # core/repeats.py
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = redirect(url)
    response.status_code = 303
    return response


def saying(message):
    """The header by which a page says that something is saved, and which of the words are German."""
    german = getattr(message, "german", ())
    return json.dumps({"saved": {"message": str(message), "german": german}})


LONGEST_TARGET = 2000  # Django refuses to redirect to more than 2048


def own_path(request, target) -> str:
    """Return the path of our own page that `target` leads to, or "" when it leads anywhere else.

    Every target of a redirect that comes from outside (a field, a parameter, a header) goes through here.
    What comes back begins with one slash, is plain ASCII and names a page that exists in the routes.
    """
    if not target or len(target) > LONGEST_TARGET or "\\" in target or not unquote(target).isprintable():
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    is_elsewhere = (parts.scheme or parts.netloc) and (
        (parts.scheme, parts.netloc) != (request.scheme, request.get_host())
    )
    if is_elsewhere or not re.match(r"/(?!/)", parts.path):
        return ""
    try:
        resolve(unquote(parts.path))
    except Resolver404:
        return ""
    return iri_to_uri(urlunsplit(("", "", parts.path, parts.query, parts.fragment)))


def way_back(request, fallback):
    """Where the form came from (its hidden field »weiter«), as long as that is a page of ours."""
    return own_path(request, request.POST.get("weiter") or request.GET.get("weiter", "")) or fallback


class errors_of:  # used like contextlib.suppress; a class, so that mypy knows it may swallow
    """Put what an action objects to beside the fields of `form`, and go on after the block.

    Forbidden and Stale travel on: the one is a page of its own, the other is the view's to answer.
    """

    def __init__(self, form):
        self.form = form

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _traceback) -> bool:
        if not isinstance(error, ValidationError):
            return False
        if hasattr(error, "error_dict"):
            for field, problems in error.error_dict.items():
                # What the form does not have as a field stands above all of them.
                self.form.add_error(field if field in self.form.fields else None, problems)
        else:
            self.form.add_error(None, error)
        return True


def not_modified(request, *parts):
    """304 when the reader's copy is still right, else None.

    Ask this after the access check and before rendering. `parts` must change whenever the page would:
    usually `change_token()` and the object's key. The reader, their rights, language, theme, release, day and
    CSRF secret are added here; a page with a pending message is never answered from a copy.
    """
    if request.method not in ("GET", "HEAD") or len(messages.get_messages(request)):
        return None
    from_reader = (
        request.get_full_path(),
        request.headers.get("HX-Request", ""),  # a fragment is another answer of the same address
        getattr(request.user, "pk", None),
        getattr(request.user, "viewer", None),
        get_language(),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),  # who has chosen is not offered another
        request.COOKIES.get("darstellung", ""),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),  # a kept page would send a worn-out token
        settings.RELEASE,
        today().isoformat(),  # rights begin and end with a day
    )
    digest = hashlib.blake2b(repr((from_reader, parts)).encode(), digest_size=16).hexdigest()
    request.etag = f'"{digest}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    # Proxies that compress make a strong ETag weak (RFC 9110, 8.8.1).
    if request.etag not in [tag.removeprefix("W/") for tag in known]:
        return None
    response = HttpResponseNotModified(headers={"ETag": request.etag})
    _private(response)
    return response


def download(request, content, name, kind):
    """A file of the reader's own, with its German name (RFC 6266). Asked again with its ETag, it is a 304."""
    # Without what systems forbid or read as a path, and not longer than they allow.
    stem, dot, ending = name.rpartition(".")
    words = re.sub(r'[\\/:*?"<>|\s]+|[^\w .,()&+-]', " ", stem).split()
    name = f"{' '.join(words)[:110].strip(' .')}{dot}{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    response = HttpResponse(content, content_type=kind, headers=headers)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if getattr(request, "etag", None):
        response.headers["ETag"] = request.etag
    _private(response)
    return response


def _private(response):
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ("Cookie", "HX-Request"))
