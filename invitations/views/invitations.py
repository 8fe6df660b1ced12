"""»Einladen«: who is asked, what the mail says, and afterwards who comes."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require
from core.dates import today
from core.http import errors_of, get_visible_or_404, page, refreshed
from core.locking import Stale
from invitations import access
from invitations.actions import invitations as actions
from invitations.actions import mails as mail_actions
from invitations.actions import replies as reply_actions
from invitations.enums import Way
from invitations.forms import GuestInvitationForm, InviteForm, MoreForm, NotedReplyForm, SettleForm
from invitations.models import MailedReply, MeetingInvitation
from invitations.notifications.invitations import InvitationMail, preview_of
from invitations.presenters import invitations as presenters
from invitations.selectors import invitations as selectors
from invitations.selectors import mails
from meetings.enums import State
from meetings.models import Meeting
from meetings.selectors.people import asked
from meetings.views.saving import conflict
from members.models import GroupRules
from polls.access import can_prepare_other

ON_THEIR_WAY = gettext_lazy("Die Einladungen sind unterwegs.")
SOON = gettext_lazy("Die Mails gehen in drei Minuten hinaus. Was Sie bis dahin ändern, steht schon darin.")


@require_http_methods(["GET", "POST"])
def invite(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(
        access.can_invite_again(request.user, meeting)
        if request.method == "POST"
        else access.can_invite(request.user, meeting)
    )
    accounts = list(asked(meeting))
    form = InviteForm(request.POST or None, meeting=meeting, accounts=accounts)
    message = form["message"].value() or ""
    rules = GroupRules.objects.visible_to(request.user).in_force()
    context = {
        "meeting": meeting,
        "form": form,
        "organisations": presenters.by_organisation(meeting, accounts),
        "preview": preview_of(meeting, request.user, message),
        "late": presenters.lateness(meeting, today(), rules),
        "seats": presenters.seats(meeting, len(form.chosen)),
        "has_agenda": meeting.agenda_items.visible_to(request.user).exists(),
    }
    # »Vorschau« only shows the mail anew.
    if request.method == "POST" and "vorschau" not in request.POST and form.is_valid():
        try:
            with errors_of(form):
                actions.invite(meeting=meeting, **form.cleaned_data, by=request.user)
                return refreshed(request, _replies_url(meeting), ON_THEIR_WAY)
        except Stale as stale:

            def anew(data, meeting):
                return InviteForm(data, meeting=meeting, accounts=accounts)

            return conflict(request, anew, stale, "invitations/invite.html", context)
    return page(request, "invitations/invite.html", context)


@require_GET
def replies(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(access.can_see_replies(request.user, meeting))
    return page(request, "invitations/replies.html", _standing(request, meeting))


def _standing(request, meeting, settle_form=None, **forms):
    may_change = access.can_change_invitations(request.user, meeting)
    people = mails.candidates(request.user, meeting)
    others = list(selectors.not_yet_invited(meeting)) if may_change else []
    is_waiting = meeting.invited_at and timezone.now() - meeting.invited_at < InvitationMail.waits
    coming, found = presenters.coming(meeting, request.user), mails.mails_of(request.user, meeting)
    return {
        "meeting": meeting,
        "coming": coming,
        "organisations": [
            (name, [(row, found.get(row.pk)) for row in rows]) for name, rows in coming.by_organisation
        ],
        "unclear": [
            settle_form
            if settle_form and settle_form.mailed == row
            else SettleForm(mailed=row, people=people)
            for row in mails.unclear_mails(request.user, meeting)
        ],
        "settle_form": settle_form,
        "may_poll": can_prepare_other(request.user, meeting),
        "may_change": may_change,
        "may_note": meeting.state == State.INVITED and not meeting.is_over,
        "others": presenters.by_organisation(meeting, others) if others else [],
        "more_form": MoreForm(accounts=others),
        "guest_form": GuestInvitationForm(),
        "soon": SOON if is_waiting else "",
        **forms,
    }


@require_POST
def invite_more(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(access.can_change_invitations(request.user, meeting))
    others = list(selectors.not_yet_invited(meeting))
    form = MoreForm(request.POST, accounts=others)
    if form.is_valid():
        with errors_of(form):
            actions.invite_more(meeting=meeting, people=form.cleaned_data["people"], by=request.user)
            return refreshed(request, _replies_url(meeting), ON_THEIR_WAY)
    return page(request, "invitations/replies.html", _standing(request, meeting, more_form=form), status=422)


@require_POST
def invite_guest(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(access.can_change_invitations(request.user, meeting))
    form = GuestInvitationForm(request.POST)
    if form.is_valid():
        with errors_of(form):
            guest = actions.invite_guest(meeting=meeting, **form.cleaned_data, by=request.user)
            words = _("%(name)s ist eingeladen.") % {"name": guest.name}
            return refreshed(request, f"{_replies_url(meeting)}#gaeste", words)
    return page(request, "invitations/replies.html", _standing(request, meeting, guest_form=form), status=422)


def _invitation(request, pk, invitation):
    rows = MeetingInvitation.objects.active().select_related("meeting", "person", "organisation", "deputy")
    return get_visible_or_404(rows, request.user, pk=invitation, meeting=pk)


@require_http_methods(["GET", "POST"])
def note_reply(request, pk, invitation):
    """What somebody said by telephone."""
    found = _invitation(request, pk, invitation)
    require(access.can_note_reply(request.user, found))
    form = NotedReplyForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        with errors_of(form):
            reply_actions.reply(invitation=found, way=Way.ORGANISER, **form.cleaned_data, by=request.user)
            back = f"{_replies_url(found.meeting)}#einladung-{found.pk}"
            return refreshed(request, back, _("Die Antwort ist eingetragen."))
    return page(request, "invitations/note_reply.html", {"invitation": found, "form": form})


@require_http_methods(["GET", "POST"])
def take_off(request, pk, invitation):
    found = _invitation(request, pk, invitation)
    require(access.can_change_invitations(request.user, found.meeting))
    if request.method == "POST":
        actions.take_off(invitation=found, by=request.user)
        words = _("%(name)s ist nicht mehr eingeladen.") % {"name": found.name}
        return refreshed(request, _replies_url(found.meeting), words)
    return page(request, "invitations/take_off.html", {"invitation": found})


@require_POST
def renew_link(request, pk, invitation):
    found = _invitation(request, pk, invitation)
    require(access.can_change_invitations(request.user, found.meeting))
    actions.renew_link(invitation=found, by=request.user)
    words = _("%(name)s bekommt eine Mail mit einem neuen Link. Der alte gilt nicht mehr.") % {
        "name": found.name
    }
    return refreshed(request, _replies_url(found.meeting), words)


@require_POST
def settle(request, pk, mailed):
    """What becomes of a mail: the answer of somebody, the name of a deputy, a date for a poll, or nothing."""
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(access.can_see_replies(request.user, meeting))
    rows = MailedReply.objects.select_related("meeting")
    found = get_visible_or_404(rows, request.user, pk=mailed, meeting=pk)
    if "erledigt" in request.POST:
        mail_actions.settle(mailed=found, by=request.user)
        return refreshed(request, _replies_url(meeting), _("Die Mail ist erledigt."))
    if "vorschlag" in request.POST:
        mail_actions.propose_other(mailed=found, by=request.user)
        words = _("Der Termin steht als Vorschlag in der Terminabstimmung.")
        return refreshed(request, reverse("polls:options", args=[meeting.pk]), words)
    names_deputy = "vertretung" in request.POST
    people = mails.candidates(request.user, meeting)
    form = SettleForm(request.POST, mailed=found, people=people, with_answer=not names_deputy)
    if form.is_valid():
        with errors_of(form):
            if names_deputy:
                mail_actions.name_deputy(mailed=found, **form.cleaned_data, by=request.user)
                return refreshed(request, _replies_url(meeting), _("Die Vertretung ist eingetragen."))
            mail_actions.settle(mailed=found, **form.cleaned_data, by=request.user)
            return refreshed(request, _replies_url(meeting), _("Die Mail ist erledigt."))
    return page(
        request, "invitations/replies.html", _standing(request, meeting, settle_form=form), status=422
    )


def _replies_url(meeting):
    return reverse("invitations:replies", args=[meeting.pk])
