"""Answering an invitation: in the portal, and by the personal link without signing in."""

from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.access import Forbidden, require
from core.http import errors_of, found_or_404, get_visible_or_404, page, public, refreshed
from invitations import access
from invitations.actions import replies
from invitations.enums import Way
from invitations.forms import ReplyForm
from invitations.selectors.invitations import own_invitation
from invitations.selectors.links import link_of
from meetings.models import Meeting
from meetings.presenters.meetings import detail_of
from meetings.views.attachments import sent


@require_http_methods(["GET", "POST"])
def reply(request, pk):
    """One's own answer. What can be chosen at the meeting's page is posted here as well."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    invitation = found_or_404(own_invitation(request.user, meeting))
    require(access.can_reply(request.user, invitation))
    form = ReplyForm(request.POST or None, invitation=invitation, wanted=request.GET.get("antwort", ""))
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            replies.reply(invitation=invitation, **form.cleaned_data, by=request.user)
            return refreshed(request, meeting, _("Ihre Antwort ist gespeichert."))
    context = {"meeting": meeting, "card": detail_of(meeting, request.user), "form": form}
    return page(request, "invitations/reply.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Opening it changes nothing: mail programs look at links before people do."""
    # 404: not from us; 410: it was, and leads nowhere any more.
    link = link_of(token)
    if link is None or link.invitation is None:
        return _leads_nowhere(request, 404 if link is None else 410)
    wanted = request.GET.get("antwort", "")
    form = ReplyForm(request.POST or None, invitation=link.invitation, wanted=wanted, names_people=False)
    context: dict = {"link": link, "card": link.card, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            with errors_of(form):
                done = replies.reply(
                    invitation=link.invitation, way=Way.LINK, **form.cleaned_data, by=link.user
                )
                context = {"link": link._replace(invitation=done), "card": link.card, "is_saved": True}
                context["form"] = ReplyForm(None, invitation=done, names_people=False)
        except Forbidden as refusal:
            return page(
                request, "invitations/invitation.html", context | {"refusal": refusal.reason}, status=410
            )
    return page(request, "invitations/invitation.html", context)


@public
@require_safe
def invitation_file(request, token, pk):
    """A file for a guest, who has no other way to it."""
    link = link_of(token)
    if link is None or link.invitation is None:
        return _leads_nowhere(request, 404 if link is None else 410)
    found = found_or_404(link.files.select_related("current").filter(pk=pk, current__isnull=False).first())
    return sent(request, found.current)


def _leads_nowhere(request, status):
    """The same words for every reason: they tell nothing about the meeting."""
    return page(request, "invitations/invitation_over.html", status=status)
