"""What a reader does next with an invitation (meetings.presenters.next_step)."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day_short
from invitations import access
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.presenters.next_step import Step


def with_own_reply(rows, viewer):
    own = MeetingInvitation.objects.visible_to(viewer).standing().filter(person=viewer.person_id)
    return rows.annotate(own_reply=Subquery(own.filter(meeting=OuterRef("pk")).values("reply")[:1]))


def reply(at) -> Step | None:
    if at.known.own_reply != Reply.OPEN or at.meeting.has_begun:
        return None
    why = _("Die Organisation rechnet damit.")
    return Step(_("Auf die Einladung antworten"), _url("reply", at), why, is_on_page=True)


def invite(at) -> Step | None:
    if not access.can_invite(at.user, at.meeting):
        return None
    return Step(_("Einladen"), _url("invite", at), _("Der Termin steht, eingeladen ist noch niemand."))


def see_replies(at) -> Step | None:
    if not at.organises or not access.can_see_replies(at.user, at.meeting):
        return None
    why = _("Das Treffen ist am %(day)s.") % {"day": day_short(at.meeting.starts_at)}
    return Step(_("Antworten ansehen"), _url("replies", at), why)


def _url(name, at):
    return reverse(f"invitations:{name}", args=[at.meeting.pk])
