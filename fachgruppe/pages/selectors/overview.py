"""What the overview of a member reads, for all of the same audience at once."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q

from members.enums import PILLARS
from members.models import Membership
from polls.models import DatePoll
from polls.selectors import polls
from polls.selectors.answers import Given

MOST_TO_ANSWER_HERE = 12  # options


class OwnAnswers(NamedTuple):
    """What one person has answered; for all who have answered the same, the form looks the same."""

    version: int = 0  # of the reply, which the form sends back
    answered_at: dt.datetime | None = None
    remark: str = ""
    said: tuple = ()  # (option, (choice, remark)) in the order of the options


@dataclass(frozen=True)
class RunningPoll:
    """The running Terminabstimmung that ends first, with what all have answered so far."""

    poll: DatePoll
    options: list[polls.OptionResult]  # those to come
    count: int
    answers: dict[int, OwnAnswers]  # person → what they have answered
    given: Given

    @property
    def has_room(self) -> bool:
        """Whether it is answered here; a poll of more options has a page of its own."""
        return len(self.options) <= MOST_TO_ANSWER_HERE


def running_poll(viewer, in_hand) -> RunningPoll | None:
    poll = next((poll for poll in in_hand if poll.is_running), None)
    if poll is None:
        return None
    result = polls.result_of(poll, viewer)
    said = {row.person: (row.reply, row.said) for row in result.people}
    answers = {}
    # Also of who has taken everything back: their reply goes on counting its versions.
    for person, reply in result.replies.items():
        given, choices = said.get(person, (None, {}))
        answers[person] = OwnAnswers(
            reply.version, given.answered_at if given else None, reply.remark,
            tuple((pk, tuple(words)) for pk, words in sorted(choices.items())),
        )  # fmt: skip
    # The same answers say for whom the poll still waits: they are not asked for again.
    at = {(poll.pk, key): reply.answered_at for key, reply in result.replies.items() if reply.answered_at}
    newest = {poll.pk: max(each.option.created_at for each in result.options)} if result.options else {}
    return RunningPoll(poll, result.to_come, len(result.options), answers, Given(at, newest))


def participants() -> dict[str, int]:
    """How many people and organisations take part, and how many people of each pillar. One query.

    Whoever belongs to two organisations is one person.
    """
    return Membership.objects.active().aggregate(
        people=Count("person", distinct=True),
        organisations=Count("organisation", distinct=True),
        **{kind.value: Count("person", distinct=True, filter=Q(organisation__kind=kind)) for kind in PILLARS},
    )
