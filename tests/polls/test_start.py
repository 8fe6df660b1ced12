"""»Termin festlegen«: both ways, and a poll that starts from one page."""

import datetime as dt

import pytest

from meetings.enums import State
from polls.actions import polls as poll_actions
from polls.enums import PollState
from polls.models import DatePoll, PollOption
from tests.meetings.conftest import fresh
from tests.polls.polling import address, draft, opened, prepared

pytestmark = pytest.mark.django_db
CHOSEN = {
    "days": ["2025-09-09", "2025-09-10"], "usual": ["14:00–16:00"], "mode": "ON_SITE", "place": "",
}  # fmt: skip


def start(client, meeting, **fields):
    url = f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/"
    return client.post(url, CHOSEN | {"starten": "1"} | fields, follow=True)


def test_days_times_and_the_poll_runs(cast, client_of, worker, mailbox):
    meeting = draft()
    answer = start(client_of("organiser"), meeting, message="Bitte alle Häuser.", allows_proposals="on")
    assert answer.redirect_chain == [(f"/treffen/{meeting.pk}/terminabstimmung/", 303)]
    assert "Die Terminabstimmung läuft." in answer.text
    poll = DatePoll.objects.get()
    assert (poll.state, poll.message, poll.allows_proposals) == (PollState.OPEN, "Bitte alle Häuser.", True)
    assert poll.last_day == dt.date(2025, 7, 11)  # ten days from the first of July
    assert poll.options.count() == 2
    assert fresh(meeting).state == State.POLLING
    worker.drain()
    assert {mail.to[0] for mail in mailbox} >= {cast.member_city.email, cast.member_utility.email}


def test_an_early_option_shortens_the_time_to_answer(cast, client_of):
    start(client_of("organiser"), draft(), days=["2025-07-08", "2025-09-10"])
    assert DatePoll.objects.get().last_day == dt.date(2025, 7, 7)


def test_the_day_that_was_typed_holds(cast, client_of):
    start(client_of("organiser"), draft(), until="2025-08-01")
    assert DatePoll.objects.get().last_day == dt.date(2025, 8, 1)


@pytest.mark.parametrize("fields, sentence", [
    ({"days": []}, "Bitte wählen Sie mindestens einen Tag."),
    ({"days": ["2025-09-09"]}, "Bitte nehmen Sie mindestens zwei Vorschläge auf."),
    ({"until": "2025-09-10"}, "Die Frist muss vor dem letzten Vorschlag enden"),
    ({"days": ["2025-06-02", "2025-06-03"]}, "liegt in der Vergangenheit"),
])  # fmt: skip
def test_what_is_wrong_comes_back_and_nothing_is_kept(cast, client_of, fields, sentence):
    answer = start(client_of("organiser"), draft(), message="Bleibt stehen.", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Bleibt stehen." in answer.text
    assert not DatePoll.objects.exists()


def test_what_was_noted_before_needs_no_further_day(cast, client_of):
    poll = prepared(cast)
    start(client_of("organiser"), poll.meeting, days=[])
    assert DatePoll.objects.get().state == PollState.OPEN
    assert PollOption.objects.count() == 3


def test_noting_them_starts_nothing(cast, client_of):
    meeting = draft()
    client_of("organiser").post(f"/treffen/{meeting.pk}/terminabstimmung/vorschlaege/", CHOSEN)
    assert PollOption.objects.count() == 2
    assert DatePoll.objects.get().state == PollState.DRAFT


@pytest.mark.slow
def test_a_second_click_starts_it_once(cast, client_of, worker, mailbox):
    meeting = draft()
    start(client_of("organiser"), meeting)
    again = start(client_of("organiser"), meeting)
    assert again.status_code in (200, 409)
    assert DatePoll.objects.get().options.count() == 2
    worker.drain()
    assert len({mail.to[0] for mail in mailbox}) == len(mailbox)


def test_both_ways_lead_to_each_other(cast, client_of):
    meeting = draft()
    client = client_of("organiser")
    poll, direct = (
        f"/treffen/{meeting.pk}/{way}/" for way in ("terminabstimmung/vorschlaege", "terminieren")
    )
    for here, there in ((poll, direct), (direct, poll)):
        page = client.get(here).text
        assert f'<a href="{here}" aria-current="page">' in page
        assert f'<a href="{there}">' in page
    assert poll in client.get(meeting.get_absolute_url()).text
    assert poll in client.get("/uebersicht/").text


def test_while_the_poll_runs_the_date_is_set_directly_only_on_purpose(cast, client_of):
    poll = opened(cast)
    client = client_of("organiser")
    assert "Ohne Abstimmung festlegen" in client.get(poll.meeting.get_absolute_url()).text
    assert "Der Termin steht schon fest" not in client.get(address(poll, "vorschlaege/")).text
    poll_actions.withdraw(poll=poll, by=cast.organiser)
    assert "Der Termin steht schon fest" in client.get(address(poll, "vorschlaege/")).text
