"""Deciding, voting and closing at the same moment, on real connections of their own."""

import datetime as dt

import pytest

from activity.models import Event, OutboxMail
from core.access import Forbidden, Overtaken
from meetings.enums import State
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import PollState
from polls.models import DatePoll, PollAnswer, PollOption
from tests.factories.rows import MembershipFactory, UserFactory
from tests.meetings.conftest import fresh
from tests.meetings.test_races import at_once
from tests.polls.polling import NO, YES, again, draft, september

pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = dt.date(2099, 12, 1)


@pytest.fixture
def organisers(transactional_db):
    users = [UserFactory() for _ in range(4)]
    for user in users:
        MembershipFactory(person=user.person, is_organiser=True)
    return users


@pytest.fixture
def poll(organisers):
    slots = [
        (dt.date(2099, 12, day), *times[1:])
        for day, times in zip(range(7, 11), september(1, 2, 3, 4), strict=True)
    ]
    poll = option_actions.add(meeting=draft(), slots=slots, by=organisers[0])
    return poll_actions.open(poll=poll, version=poll.version, until=UNTIL, by=organisers[0])


def mails(kind):
    return OutboxMail.objects.filter(kind=kind)


def test_four_decide_differently_and_one_is_right(organisers, poll):
    options = list(poll.options.in_order())
    answers = at_once(
        [
            lambda option=option, by=by: poll_actions.decide(option=option, by=by)
            for option, by in zip(options, organisers, strict=True)
        ]
    )
    assert answers.count(Forbidden) == 3
    decided = again(poll).decided
    meeting = fresh(poll.meeting)
    assert (meeting.state, meeting.starts_at) == (State.SCHEDULED, decided.starts_at)
    assert mails("meetings.update").count() == 3  # everybody but whoever decided, once
    assert Event.objects.filter(verb="meetings.scheduled").count() == 1


def test_four_decide_the_same_and_all_are_right(organisers, poll):
    option = poll.options.in_order().first()
    answers = at_once([lambda by=by: poll_actions.decide(option=option, by=by) for by in organisers])
    assert Forbidden not in answers
    assert mails("meetings.update").count() == 3


def test_a_vote_during_closing_counts_or_is_refused(organisers, poll):
    """Never half of it, and nothing is stored after the end."""
    options = list(poll.options.in_order())

    def vote(by):
        choices = {option.pk: YES for option in options}
        return lambda: poll_answers.answer(poll=poll, choices=choices, version=0, by=by)

    answers = at_once(
        [*(vote(by) for by in organisers[1:]), lambda: poll_actions.close(poll=poll, by=organisers[0])]
    )
    counted = [answer for answer in answers[:3] if answer is not Forbidden]
    assert again(poll).state == PollState.CLOSED
    assert PollAnswer.objects.count() == len(options) * len(counted)


def test_answers_sent_four_times_stand_once(organisers, poll):
    choices = {option.pk: NO for option in poll.options.all()}
    at_once(
        [
            lambda: poll_answers.answer(poll=poll, choices=choices, version=0, by=organisers[0])
            for _click in range(4)
        ]
    )
    assert PollAnswer.objects.count() == 4
    assert Event.objects.filter(verb="polls.answered").count() == 1


def test_options_sent_four_times_stand_once(organisers):
    meeting = draft()
    at_once(
        [
            lambda by=by: option_actions.add(
                meeting=meeting, slots=[(dt.date(2099, 9, 9), None, None)], by=by
            )
            for by in organisers
        ]
    )
    assert DatePoll.objects.count() == 1
    assert PollOption.objects.count() == 1


def test_removing_and_answering_at_once_loses_no_answer(organisers, poll):
    option = poll.options.in_order().first()
    choices = {each.pk: YES for each in poll.options.all()}
    answers = at_once(
        [
            lambda: option_actions.remove(option=option, by=organisers[0]),
            lambda: poll_answers.answer(poll=poll, choices=choices, version=0, by=organisers[1]),
        ]
    )
    assert PollAnswer.objects.count() == poll.options.count()
    assert poll.options.count() == (4 if answers[0] is Overtaken else 3)


def test_the_portal_reminds_once(organisers, poll):
    DatePoll.objects.update(opened_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    DatePoll.objects.update(deadline=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    done = at_once([lambda: poll_actions.remind(poll=poll) for _each in range(4)])
    assert sorted(done) == [False, False, False, True]
    assert mails("polls.reminder").count() == 4
