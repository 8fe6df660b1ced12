"""The personal link in an invitation, and what a guest reads under theirs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from invitations import access
from invitations.models import MeetingInvitation
from meetings.models import Attachment
from meetings.presenters.agenda import agenda_rows
from meetings.presenters.attachments import attachments_of
from meetings.presenters.meetings import MeetingDetail, meetings_for_page
from members import audience as audiences
from members.links import numbers_in
from members.models import User
from members.viewers import Viewer, viewer_for


@dataclass(frozen=True)
class GuestViewer(Viewer):
    """Belongs to none of the groups in `mask`, and so reads only what all of them read."""

    def sees(self, field="audience"):
        return Q(**{f"{field}__in": _for_all_of(self.mask)}) | Q(**{f"{field}__isnull": True})

    def sees_mask(self, mask):
        return mask is None or audiences.is_narrower(self.mask, mask)


@lru_cache(maxsize=64)
def _for_all_of(mask):
    return tuple(audience for audience in audiences.POSSIBLE if audiences.is_narrower(mask, audience))


def viewer_of_guest(invitation) -> Viewer:
    """A guest reads what the public reads; where the organisers share it, what all who are asked read.

    Never what is meant for some of them alone.
    """
    if not invitation.sees_agenda:
        return GuestViewer(mask=audiences.ANYBODY)
    return GuestViewer(mask=invitation.meeting.audience & audiences.MEMBERS)


@dataclass
class GuestCard(MeetingDetail):
    """The meeting as a guest reads it: files under the guest's own link, and no links into the portal."""

    token: str = ""

    @cached_property
    def agenda(self):
        agenda = agenda_rows(self.meeting, self.viewer)
        for row in agenda:
            row.topic_url = ""
        return agenda

    @cached_property
    def papers(self):
        papers = attachments_of(self.meeting, self.viewer)
        for paper in papers.all:
            if not paper.is_link:
                paper.url = reverse("invitations:file", args=[self.token, paper.pk])
        return papers


def card_of_guest(invitation, token) -> GuestCard:
    """The one meeting that a guest is asked to, whatever its audience."""
    return GuestCard(invitation.meeting, viewer_of_guest(invitation), False, token)


def token_for(invitation) -> str:
    """For this invitation, this turn, and a member's link_version; our signature stands behind."""
    return _signer().sign(f"{invitation.pk}-{invitation.turn}-{_version_of(invitation.person_id)}")


def _version_of(person) -> int:
    """A guest has no account, and so no other links than this one."""
    accounts = User.objects.filter(person=person).values_list("link_version", flat=True)
    return (accounts.first() or 0) if person else 0


class Link(NamedTuple):
    """What a link leads to. Without an invitation it leads nowhere: taken back, renewed, or over."""

    invitation: Any = None
    card: Any = None
    user: User | None = None

    @property
    def takes_replies(self):
        return access.takes_replies(self.invitation)

    @property
    def is_of_guest(self):
        """Members sign in to read more than when and where: a link is easily passed on."""
        return self.user is None

    @property
    def shows_details(self):
        return self.is_of_guest and self.card.viewer.sees_mask(self.invitation.meeting.audience)

    @property
    def files(self):
        """What can be fetched by it."""
        if not self.is_of_guest:
            return Attachment.objects.none()
        return Attachment.objects.visible_to(self.card.viewer).filter(meeting=self.invitation.meeting_id)


def link_of(token) -> Link | None:
    """What a token says, with the eyes of the one it was made for. None: it is not from us."""
    try:
        said = _signer().unsign(token)
    except BadSignature:
        return None
    key, turn, version = numbers_in(said, 3)
    related = ("meeting", "meeting__minute_taker", "person", "deputy")
    standing = MeetingInvitation.objects.standing().select_related(*related)
    invitation = standing.filter(pk=key, turn=turn, meeting__invited_at__isnull=False).first()
    if invitation is None or invitation.meeting.is_over:
        return Link()
    if invitation.is_guest:
        return Link(invitation, card_of_guest(invitation, token))
    return _of_member(invitation, version)


def _of_member(invitation, version):
    user = User.objects.reachable().filter(person=invitation.person_id, link_version=version).first()
    if user is None:
        return Link()
    meeting = meetings_for_page(user).fully_visible_to(user).filter(pk=invitation.meeting_id).first()
    if meeting is None:
        return Link()
    return Link(invitation, MeetingDetail(meeting, viewer_for(user), False), user)


def _signer():
    return TimestampSigner(salt="meetings.invitation", sep=".")
