from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.access import Forbidden
from core.http import errors_of, page, public
from members.access import can_accept, owns_address
from members.actions import invitations
from members.forms.people import AcceptForm
from members.models import AccountInvitation, User


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])  # programs that check links in mails ask with HEAD
def accept(request, token):
    """The mailed link. Looking at it changes nothing; only the form does."""
    invitation = AccountInvitation.objects.with_token(token)
    user = request.user if request.user.is_authenticated else None
    if invitation is None:
        return page(request, "members/invitation_closed.html", status=404)
    if user and invitation.accepted_by_id == user.pk:
        return redirect("members:welcome")
    verdict = can_accept(user, invitation)
    if not verdict:
        return _closed(request, invitation, user, verdict.reason)
    if user:
        return _with_account(request, invitation, user)
    if User.objects.with_address(invitation.email).exists():
        return page(request, "members/invitation_sign_in.html", {"invitation": invitation})
    return _without_account(request, invitation)


def _closed(request, invitation, user, reason):
    other_account = user is not None and not owns_address(user, invitation.email)
    context = {"invitation": invitation, "reason": reason, "other_account": other_account}
    return page(request, "members/invitation_closed.html", context, status=403 if other_account else 410)


def _with_account(request, invitation, user):
    if request.method == "POST":
        try:
            invitations.accept_invitation(invitation=invitation, by=user)
        except ValidationError as problem:
            return _closed(request, invitation, user, " ".join(problem.messages))
        return redirect("members:welcome")
    return page(request, "members/invitation.html", {"invitation": invitation})


def _without_account(request, invitation):
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                user = invitations.accept_invitation(
                    invitation=invitation,
                    name=form.cleaned_data["name"],
                    password=form.cleaned_data["password"] or None,
                    language=get_language(),
                )
                return perform_login(request, user, email=user.email, redirect_url=reverse("members:welcome"))
        except Forbidden:  # the second of two clicks came too late: the page then says what happened
            return redirect(request.path)
    return page(request, "members/invitation.html", {"invitation": invitation, "form": form})
