"""Once, those who have not answered, in working hours, while there is time to answer."""

import datetime as dt

import pytest

from core.dates import end_of_day, local
from polls.actions import polls as poll_actions
from polls.models import DatePoll
from polls.selectors.polls import reminder_at
from tests.polls.polling import NO, YES, again, opened, say

DATES = {
    # opened, last day → when people are reminded
    "two working days before": ("2025-07-01 10", "2025-07-11", "2025-07-09"),
    "the weekend does not count": ("2025-07-01 10", "2025-07-14", "2025-07-10"),
    "a deadline on Sunday": ("2025-07-01 10", "2025-07-13", "2025-07-10"),
    "one day where time is short": ("2025-07-08 10", "2025-07-11", "2025-07-10"),
    "never where there is no time": ("2025-07-10 10", "2025-07-11", None),
    "holidays do not count": ("2025-09-22 10", "2025-10-06", "2025-10-01"),
}


@pytest.mark.parametrize("opened_at, last_day, expected", DATES.values(), ids=DATES)
def test_when(opened_at, last_day, expected):
    day, hour = opened_at.split()
    moment = local(dt.date.fromisoformat(day), dt.time(int(hour)))
    found = reminder_at(moment, end_of_day(dt.date.fromisoformat(last_day)))
    assert found == (local(dt.date.fromisoformat(expected), dt.time(9)) if expected else None)


@pytest.fixture
def poll(cast, worker, mailbox):
    """Its invitations have been read."""
    poll = opened(cast)
    worker.drain()
    mailbox.clear()
    return poll


def reminded(mailbox):
    return sorted(mail.to[0] for mail in mailbox)


def test_once_and_only_those_who_have_not_answered(cast, poll, worker, mailbox, clock):
    say(poll, cast.member_city, YES, "", "")
    say(poll, cast.member_utility, NO, NO, NO)
    clock.move_to("2025-07-09T08:30:00+02:00")
    worker.tick()
    assert mailbox == []
    for moment in ("2025-07-09T09:40:00+02:00", "2025-07-10T09:40:00+02:00"):
        clock.move_to(moment)
        worker.tick()
    silent = ("admin", "member_enterprise", "minute_taker", "organiser")
    assert reminded(mailbox) == sorted(cast.users[name].email for name in silent)
    assert mailbox[0].subject == "Noch bis 11. Juli: Terminabstimmung Datenplattform"
    assert "/terminabstimmung/" in mailbox[0].body
    assert again(poll).reminded_at is not None


@pytest.mark.parametrize("moment", ["2025-07-09T20:00:00+02:00", "2025-07-10T06:00:00+02:00"])
def test_not_outside_working_hours(poll, worker, mailbox, clock, moment):
    clock.move_to(moment)
    worker.tick()
    assert mailbox == []


def test_whoever_answers_before_the_mail_leaves_is_left_alone(cast, poll, worker, mailbox, clock):
    clock.move_to("2025-07-09T09:40:00+02:00")
    poll_actions.remind(poll=poll)
    say(poll, cast.member_city, YES, "", "")
    worker.drain()
    assert cast.member_city.email not in reminded(mailbox)
    assert len(mailbox) == 5


def test_an_ended_poll_reminds_nobody(cast, poll, worker, mailbox, clock):
    poll_actions.close(poll=poll, by=cast.organiser)
    clock.move_to("2025-07-09T09:40:00+02:00")
    assert not poll_actions.remind(poll=poll)
    assert not DatePoll.objects.running().exists()


@pytest.mark.slow
def test_a_longer_deadline_reminds_later_and_once(cast, poll, worker, mailbox, clock):
    extend(poll, 18, cast.organiser)
    clock.shift(dt.timedelta(minutes=4))
    worker.tick()
    mailbox.clear()  # the new deadline
    clock.move_to("2025-07-09T09:40:00+02:00")
    worker.tick()
    assert mailbox == []
    clock.move_to("2025-07-16T09:40:00+02:00")
    worker.tick()
    assert len(mailbox) == 6


# --- another deadline -------------------------------------------------------------------------------------


def extend(poll, day, by, **words):
    poll = again(poll)
    until = dt.date(2025, 7, day)
    poll_actions.change(poll=poll, version=poll.version, until=until, by=by, **words)


def test_of_a_new_deadline_hears_who_has_not_answered(cast, poll, worker, mailbox, clock):
    """Several changes within minutes make one mail, with the last of them."""
    say(poll, cast.member_city, YES, "", "")
    for day in (15, 18):
        extend(poll, day, cast.organiser)
    say(poll, cast.member_utility, YES, "", "")
    worker.tick()
    assert mailbox == []
    clock.shift(dt.timedelta(minutes=4))
    worker.tick()
    silent = ("admin", "member_enterprise", "minute_taker")
    assert reminded(mailbox) == sorted(cast.users[name].email for name in silent)
    assert {mail.subject for mail in mailbox} == {"Neue Frist 18. Juli: Terminabstimmung Datenplattform"}
    assert "endet jetzt am 18. Juli 2025. Ihre Antwort fehlt." in mailbox[0].body
    assert "/terminabstimmung/" in mailbox[0].body


def test_other_words_alone_are_no_news(cast, poll, worker, mailbox, clock):
    extend(poll, 11, cast.organiser, message="Bitte wirklich alle.")
    clock.shift(dt.timedelta(minutes=4))
    worker.tick()
    assert mailbox == []


def test_opened_again_the_silent_hear_that_their_link_leads_on(cast, poll, worker, mailbox, clock):
    poll_actions.close(poll=poll, by=cast.organiser)
    extend(poll, 11, cast.organiser)
    clock.shift(dt.timedelta(minutes=4))
    worker.tick()
    assert cast.member_city.email in reminded(mailbox)


@pytest.mark.slow
def test_ended_before_the_mail_leaves_nobody_is_told(cast, poll, worker, mailbox, clock):
    extend(poll, 18, cast.organiser)
    poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    clock.shift(dt.timedelta(minutes=4))
    worker.tick()
    assert not [mail for mail in mailbox if "Frist" in mail.subject]
