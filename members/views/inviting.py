"""/verwaltung/einladungen/: who is invited, by admins."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.http import ask, errors_of, get_visible_or_404, page, refreshed
from members import selectors
from members.access import can_invite
from members.actions import invitations as invitation_actions
from members.actions.invitations import VALID_FOR
from members.forms.management import InviteForm
from members.models import AccountInvitation
from members.notifications import PortalInvitation


@require_safe
def invitations(request):
    require(can_invite(request.user))
    context = {"open": selectors.open_invitations(), "decided": selectors.decided_invitations()}
    return page(request, "members/invitations.html", context)


@require_http_methods(["GET", "POST"])
def invite(request):
    require(can_invite(request.user))
    form = InviteForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = _preview(form.values(), request.user)
        else:
            with errors_of(form):
                invitation = invitation_actions.invite(**form.values(), by=request.user)
                message = _("Die Einladung an %(name)s ist unterwegs.") % {"name": invitation.name}
                return refreshed(request, reverse("members:invitations"), message)
    return page(request, "members/invite.html", {"form": form, "preview": preview})


def _preview(values, user):
    """The mail as it would be written now; nothing is stored."""
    invitation = AccountInvitation(**values, invited_by=user, expires_at=timezone.now() + VALID_FOR)
    return PortalInvitation(invitation)


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
    require(can_invite(request.user))
    return get_visible_or_404(AccountInvitation, request.user, pk=pk)
