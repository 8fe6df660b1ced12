"""What the interface itself needs: light or dark, the language, the preview of Markdown."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import markdown
from core.http import own_path, public
from core.language import set_language_cookie

THEME_COOKIE = "darstellung"
THEMES = ("light", "dark")


def theme_of(request):
    """ "light", "dark", or "" for the system's own."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


@public
@require_POST
def theme(request):
    """Remember light or dark in a cookie; anything else gives the choice back to the system."""
    response = _back(request)
    response.status_code = 303  # a POST that is followed by a GET (RFC 9110, 15.4.4)
    chosen = request.POST.get("darstellung", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")  # back to the system's own
    return response


@public
@require_POST
def language(request):
    """Remember the language in a cookie; a signed-in person's language for mails is in the profile."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        set_language_cookie(response, chosen)
    return response


def _back(request):
    target = request.POST.get("next") or request.headers.get("Referer", "")
    return redirect(own_path(request, target) or "/")


@require_POST
def preview(request):
    """How the typed Markdown will look. The name of the field tells which of the posted texts is meant."""
    text = request.POST.get(request.POST.get("_field", "text"), "")
    context = {"html": "", "problem": ""}
    try:
        markdown.require_renderable(text)
        context["html"] = markdown.render(text)
    except ValidationError:
        context["problem"] = _("Der Text ist zu lang oder enthält zu viele Sonderzeichen.")
    return render(request, "components/preview.html", context)
