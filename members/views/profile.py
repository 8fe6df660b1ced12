from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import errors_of, page, refreshed
from core.language import set_language_cookie
from core.locking import Stale
from members.actions import people
from members.forms.profile import ProfileForm
from members.models import Person
from members.selectors.directory import memberships_of, speaks_as
from members.views.conflict import conflict


@require_http_methods(["GET", "POST"])
def profile(request):
    user = request.user
    form = ProfileForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                language = form.cleaned_data["language"]
                version, wanted = form.cleaned_data["version"], Person(**form.values())
                people.change_profile(
                    person=user.person, version=version, wanted=wanted, language=language, by=user
                )
                with translation.override(language):  # that was just chosen
                    message = _("Ihr Profil ist gespeichert.")
                    response = refreshed(request, reverse("members:profile"), message)
                set_language_cookie(response, language)
                return response
        except Stale as stale:
            return conflict(request, form, stale, reverse("members:profile"), user=user)
    memberships = list(memberships_of(user.person, user))
    context = {
        "form": form,
        "memberships": memberships,
        "speaks_as": speaks_as(memberships),
        "is_member": user.viewer.is_member,
    }
    return page(request, "members/profile.html", context)


@require_safe
def welcome(request):
    """Shown once, right after an invitation was accepted."""
    if not request.user.viewer.is_member and not request.user.person.memberships.upcoming().exists():
        return redirect("members:profile")
    memberships = memberships_of(request.user.person, request.user)
    return page(request, "members/welcome.html", {"memberships": memberships})
