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


class Link(NamedTuple):
    """A link that we wrote. Without a poll it leads nowhere: ended, blocked, not this person's."""

    poll: DatePoll | None = None
    user: User | None = None
    has_ended: bool = False  # the one reason that is told: whoever votes too late shall know it


def token_for(poll, user) -> str:
    """For this poll in this round, this account with its link_version, and the turn of its own link."""
    own = _own_turn(poll, user)
    return _signer().sign(f"{poll.pk}-{user.pk}-{poll.turn}-{own}-{user.link_version}")


def link_of(token, is_sending=False) -> Link | None:
    """What a token says, read with the eyes of its person. None: it is not from us.

    Who sends answers just after the end gets them back with a sentence; to look at, it is dead at once.
    """
    try:
        said = _signer().unsign(token)
    except BadSignature:
        return None
    poll_id, user_id, turn, own, version = numbers_in(said, 5)
    user = User.objects.reachable().filter(pk=user_id, link_version=version).first()
    if user is None:
        return Link()
    rows = DatePoll.objects.visible_to(user).select_related("meeting", "decided")
    poll = rows.filter(pk=poll_id, turn=turn).first()
    if poll is None or _own_turn(poll, user) != own:
        return Link()
    if can_answer(user, poll) or (is_sending and _ended_just_now(poll)):
        return Link(poll, user)
    return Link(has_ended=True)


def _ended_just_now(poll):
    return timezone.now() - (poll.ended_at or poll.deadline) < JUST_NOW


def _own_turn(poll, user) -> int:
    rows = PollReply.objects.filter(poll=poll, person=user.person_id)
    return rows.values_list("turn", flat=True).first() or 0


def _signer():
    return Signer(salt="meetings.poll", sep=".")
