"""What one person has answered to date polls, and what they still have to answer."""

import datetime as dt
from typing import NamedTuple

from polls.models import DatePoll, PollOption, PollReply


def own_reply(poll, user) -> PollReply | None:
    return PollReply.objects.visible_to(user).filter(poll=poll, person=user.person_id).first()


def said_by(reply) -> dict:
    """Return option → (choice, remark) of one person."""
    if reply is None or not reply.pk:
        return {}
    rows = reply.answers.values_list("option", "choice", "remark", named=True)
    return {row.option: (row.choice, row.remark) for row in rows}


def options_to_answer(poll, user) -> list[PollOption]:
    """Return those that can still become the date, in the order of the calendar."""
    rows = PollOption.objects.visible_to(user).filter(poll=poll).in_order()
    return [option for option in rows if not option.is_past]


def answered_by(person, polls) -> set[int]:
    """Return those of these polls (keys) that this person has answered; one query."""
    rows = PollReply.objects.given().filter(person=person, poll__in=polls)
    return set(rows.values_list("poll", flat=True))


class Given(NamedTuple):
    """What people have answered to polls that run."""

    at: dict[tuple[int, int], dt.datetime]  # (poll, person): when
    newest: dict[int, dt.datetime]  # poll: when its newest option was added


def given_to(polls) -> Given:
    """Return that of everybody; two queries."""
    replies = PollReply.objects.given().filter(poll__in=polls)
    options = PollOption.objects.filter(poll__in=polls).order_by("created_at")
    return Given(
        {(row.poll_id, row.person_id): row.answered_at for row in replies},
        dict(options.values_list("poll", "created_at")),
    )


def to_answer(person, polls, given: Given) -> list[tuple[DatePoll, bool]]:
    """Return those that this person has not answered, or whose newer options they have not seen (True)."""
    return [
        (poll, (poll.pk, person) in given.at)
        for poll in polls
        if poll.is_running
        and ((poll.pk, person) not in given.at or given.newest[poll.pk] > given.at[poll.pk, person])
    ]
