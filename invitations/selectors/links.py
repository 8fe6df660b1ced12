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
from meetings.presenters.meetings import MeetingDetail
from meetings.selectors.meetings import meetings_for_page
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


# There are few audiences, and each row of an agenda asks.
@lru_cache(maxsize=64)
def _for_all_of(mask):
    return tuple(audience for audience in audiences.POSSIBLE if audiences.is_narrower(mask, audience))


@dataclass
class GuestMeetingDetail(MeetingDetail):
    """The meeting as a guest reads it: files under the guest's own link, and no links into the portal."""

    token: str = ""

    @cached_property
    def agenda(self):
        agenda = agenda_rows(self.meeting, self.viewer)
        for row in agenda:
            row.topic_url = ""
        return agenda

    @cached_property
    def attachments(self):
        found = attachments_of(self.meeting, self.viewer)
        for attachment in found.all:
            if not attachment.is_link:
                attachment.url = reverse("invitations:file", args=[self.token, attachment.pk])
        return found


def detail_of_guest(invitation, token) -> GuestMeetingDetail:
    """Return the one meeting that a guest is asked to, whatever its audience.

    A guest reads what the public reads; where the organisers share it, what all who are asked read. Never
    what is meant for some of them alone.
    """
    mask = invitation.meeting.audience & audiences.MEMBERS if invitation.sees_agenda else audiences.ANYBODY
    return GuestMeetingDetail(invitation.meeting, GuestViewer(mask=mask), False, token=token)


def token_for(invitation) -> str:
    """Return the token for this invitation, its version, and a member's link_version, signed by us."""
    version = 0  # a guest has no account, and so no other links than this one
    if invitation.person_id:
        accounts = User.objects.filter(person=invitation.person_id).values_list("link_version", flat=True)
        version = accounts.first() or 0
    return _signer().sign(f"{invitation.pk}-{invitation.link_version}-{version}")


class InvitationLink(NamedTuple):
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


def link_of(token) -> InvitationLink | None:
    """What a token says, with the eyes of the one it was made for. None: it is not from us."""
    try:
        said = _signer().unsign(token)
    except BadSignature:
        return None
    key, of_link, version = numbers_in(said, 3)
    related = ("meeting", "meeting__minute_taker", "person", "deputy")
    active = MeetingInvitation.objects.active().select_related(*related)
    # A row that a poll brought waits for the invitation: until then no link leads to it.
    invitation = active.filter(pk=key, link_version=of_link, meeting__invited_at__isnull=False).first()
    if invitation is None or invitation.meeting.is_over:
        return InvitationLink()
    if invitation.is_guest:
        return InvitationLink(invitation, detail_of_guest(invitation, token))
    user = User.objects.reachable().filter(person=invitation.person_id, link_version=version).first()
    if user is None:
        return InvitationLink()
    meeting = meetings_for_page(user).fully_visible_to(user).filter(pk=invitation.meeting_id).first()
    if meeting is None:
        return InvitationLink()
    return InvitationLink(invitation, MeetingDetail(meeting, viewer_for(user), False), user)


def _signer():
    # The salt is that of links in mails that were sent: another one would make them dead.
    return TimestampSigner(salt="meetings.invitation", sep=".")
