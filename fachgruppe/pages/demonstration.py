"""The page of the demonstration: what is invented, and the example accounts, each one click away.

Outside the demonstration (DEMO, off by default) none of this exists.
"""

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.http import page, public
from core.slugs import slug
from fachgruppe.pages.presenters.demonstration import sights
from fachgruppe.seeds.accounts import ACCOUNTS, address
from members.models import User

UNKNOWN = _("Dieses Beispielkonto gibt es nicht.")


class ExampleSignInForm(forms.Form):
    account = forms.ChoiceField(
        choices=[(slug(name), name) for name, *_rest in ACCOUNTS],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
        widget=forms.HiddenInput,  # what the button sends; nobody types it
    )

    def clean_account(self) -> User:
        name = dict(self.fields["account"].choices)[self.cleaned_data["account"]]  # type: ignore[attr-defined]
        user = User.objects.filter(email=address(name), is_active=True).first()
        if user is None:
            raise forms.ValidationError(UNKNOWN)
        return user


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """Also for whoever is signed in: so one looks at the portal with the eyes of the next."""
    if not settings.DEMO:
        raise Http404
    form = ExampleSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["account"]
        return perform_login(request, user, email=user.email)
    return page(request, "pages/demonstration.html", {"form": form, "sights": sights(request.user)})
