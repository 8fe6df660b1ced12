"""Invitations to the portal: /einladung/ is the mailed link, admins send it."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import Forbidden, require
from core.http import ask, errors_of, get_visible_or_404, page, public, refreshed
from members.access import can_accept, can_manage, owns_address
from members.actions import invitations as invitation_actions
from members.actions.invitations import VALID_FOR
from members.forms.invitations import AcceptForm, InviteForm
from members.models import AccountInvitation, User
from members.notifications import PortalInvitation
from members.selectors import administration


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])  # programs that check links in mails ask with HEAD
def accept(request, token):
    # The mailed link. Looking at it changes nothing; only the form does.
    invitation = AccountInvitation.objects.with_token(token)
    user = request.user if request.user.is_authenticated else None
    if invitation is None:
        return page(request, "members/invitation_closed.html", status=404)
    if user and invitation.accepted_by_id == user.pk:
        return redirect("members:welcome")
    verdict = can_accept(user, invitation)
    if not verdict:
        return _closed(request, invitation, user, verdict.reason)
    if user is None:
        # Whoever has an account signs in first: a link in a mail is no sign-in.
        if User.objects.with_address(invitation.email).exists():
            return page(request, "members/invitation_sign_in.html", {"invitation": invitation})
        return _open_account(request, invitation)
    if request.method == "POST":
        try:
            invitation_actions.accept_invitation(invitation=invitation, by=user)
        except ValidationError as problem:
            return _closed(request, invitation, user, " ".join(problem.messages))
        return redirect("members:welcome")
    return page(request, "members/invitation.html", {"invitation": invitation})


def _closed(request, invitation, user, reason):
    other_account = user is not None and not owns_address(user, invitation.email)
    context = {"invitation": invitation, "reason": reason, "other_account": other_account}
    return page(request, "members/invitation_closed.html", context, status=403 if other_account else 410)


def _open_account(request, invitation):
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                user = invitation_actions.accept_invitation(
                    invitation=invitation,
                    name=form.cleaned_data["name"],
                    password=form.cleaned_data["password"] or None,
                    language=get_language(),
                )
                return perform_login(request, user, email=user.email, redirect_url=reverse("members:welcome"))
        except Forbidden:  # the second of two clicks came too late: the page then says what happened
            return redirect(request.path)
    return page(request, "members/invitation.html", {"invitation": invitation, "form": form})


# --- by admins --------------------------------------------------------------------------------------------


@require_safe
def index(request):
    require(can_manage(request.user))
    context = {"open": administration.open_invitations(), "decided": administration.decided_invitations()}
    return page(request, "members/invitations.html", context)


@require_http_methods(["GET", "POST"])
def invite(request):
    require(can_manage(request.user))
    form = InviteForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        unsent = AccountInvitation(**form.values())
        if "preview" in request.POST:
            # The mail as it would be written now; nothing is stored.
            unsent.invited_by, unsent.expires_at = request.user, timezone.now() + VALID_FOR
            preview = PortalInvitation(unsent)
        else:
            with errors_of(form):
                invitation = invitation_actions.invite(invitation=unsent, by=request.user)
                message = _("Die Einladung an %(name)s ist unterwegs.") % {"name": invitation.name}
                return refreshed(request, reverse("members:invitations"), message)
    return page(request, "members/invite.html", {"form": form, "preview": preview})


@require_POST
def resend(request, pk):
    invitation = _invitation_or_404(request, pk)
    invitation_actions.resend_invitation(invitation=invitation, by=request.user)
    message = _("Die Einladung an %(name)s ist noch einmal unterwegs.") % {"name": invitation.name}
    return refreshed(request, reverse("members:invitations"), message)


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    invitation = _invitation_or_404(request, pk)
    if request.method == "GET":
        question = _("Die Einladung an %(name)s zurückziehen? Der Link gilt dann nicht mehr.")
        back = reverse("members:invitations")
        return ask(request, question % {"name": invitation.name}, verb=_("Zurückziehen"), back=back)
    invitation_actions.withdraw_invitation(invitation=invitation, by=request.user)
    message = _("Die Einladung an %(name)s ist zurückgezogen.") % {"name": invitation.name}
    return refreshed(request, reverse("members:invitations"), message)


def _invitation_or_404(request, pk):
    require(can_manage(request.user))
    return get_visible_or_404(AccountInvitation, request.user, pk=pk)
