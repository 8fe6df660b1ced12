"""The personal link in a mail that leads to one's own answers without signing in."""

import datetime as dt
from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from members.links import numbers_in
from members.models import User
from polls.access import can_answer
from polls.models import DatePoll, PollReply

JUST_NOW = dt.timedelta(hours=1)


class PollLink(NamedTuple):
    """A link that we wrote. Without a poll it leads nowhere: ended, blocked, not this person's."""

    poll: DatePoll | None = None
    user: User | None = None
    has_ended: bool = False  # the one reason that is told: whoever votes too late shall know it


def token_for(poll, user) -> str:
    """For this poll in this round, this account with its link_version, and the version of their own link."""
    own = own_version(poll, user)
    return _signer().sign(f"{poll.pk}-{user.pk}-{poll.link_version}-{own}-{user.link_version}")


def link_of(token, is_sending=False) -> PollLink | None:
    """What a token says, read with the eyes of its person. None: it is not from us.

    Who sends answers just after the end gets them back with a sentence; to look at, it is dead at once.
    """
    try:
        said = _signer().unsign(token)
    except BadSignature:
        return None
    poll_id, user_id, version_of_poll, own, version = numbers_in(said, 5)
    user = User.objects.reachable().filter(pk=user_id, link_version=version).first()
    if user is None:
        return PollLink()
    rows = DatePoll.objects.visible_to(user).select_related("meeting", "decided")
    poll = rows.filter(pk=poll_id, link_version=version_of_poll).first()
    # Blocked by its person, or made in an earlier round.
    if poll is None or own_version(poll, user) != own:
        return PollLink()
    if can_answer(user, poll):
        return PollLink(poll, user)
    if is_sending and timezone.now() - (poll.ended_at or poll.deadline) < JUST_NOW:
        return PollLink(poll, user)
    return PollLink(has_ended=True)


def own_version(poll, user) -> int:
    rows = PollReply.objects.filter(poll=poll, person=user.person_id)
    return rows.values_list("link_version", flat=True).first() or 0


def _signer():
    # The salt is that of links in mails that were sent: another one would make them dead.
    return Signer(salt="meetings.poll", sep=".")
