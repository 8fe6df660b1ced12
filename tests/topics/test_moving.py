"""Every step of the table, who may take it, and who hears of it."""

import re

import pytest

from activity.models import Event, Preference
from activity.outbox import next_digest
from core.access import Forbidden
from meetings.enums import State as MeetingState
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from topics import actions
from topics.access import MODERATION, WITH_REASON
from topics.enums import State, Verb
from topics.workflow import EVENTS, TRANSITIONS


def move(client, topic, verb, reason="Weil es so ist."):
    return client.post(f"{topic.get_absolute_url()}stand/{verb.lower()}/", {"reason": reason})


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", MODERATION)
def test_the_table_is_the_rule(client_of, idea, state, verb):
    idea.state = state
    idea.save()
    answer = move(client_of("organiser"), idea, verb)
    idea.refresh_from_db()
    after = TRANSITIONS.get((state, verb))
    assert (answer.status_code, idea.state) == ((303, after) if after else (409, state))


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 403), ("minute_taker", 403), ("admin", 403), ("former_member", 404),
    ("organiser", 303),
])  # fmt: skip
def test_only_organisers_decide(client_of, idea, persona, status):
    answer = move(client_of(persona), idea, Verb.ACCEPT)
    assert answer.status_code == status
    if status == 403:
        assert "Über Themen entscheidet die Organisation." in answer.text


@pytest.mark.parametrize("verb", WITH_REASON)
def test_vertagen_and_ablehnen_need_a_reason(client_of, accepted, verb):
    answer = move(client_of("organiser"), accepted, verb, reason=" ")
    assert answer.status_code == 422
    assert re.search(r"<textarea[^>]* autofocus", answer.text)
    accepted.refresh_from_db()
    assert accepted.state == State.ACCEPTED
    move(client_of("organiser"), accepted, verb, reason="Zu früh.")
    assert "Zu früh." in client_of("member_city").get(accepted.get_absolute_url()).text


def test_the_proposer_hears_of_each_change_with_its_reason(client_of, idea, mailbox, worker):
    move(client_of("organiser"), idea, Verb.ACCEPT)
    worker.drain()
    move(client_of("organiser"), idea, Verb.DECLINE, reason="Das tut schon jemand.")
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]] * 2
    assert "angenommen" in mailbox[0].subject
    assert "Das tut schon jemand." in mailbox[1].body


def test_the_log_knows_every_step(client_of, idea):
    move(client_of("organiser"), idea, Verb.ACCEPT)
    line = Event.objects.get(verb="topics.accepted")
    assert (line.actor_name, line.data["before"]) == ("Organisation", "IDEA")
    assert set(EVENTS) == set(Verb)


def test_a_get_moves_nothing(client_of, idea):
    client_of("organiser").get(f"{idea.get_absolute_url()}stand/accept/")
    idea.refresh_from_db()
    assert idea.state == State.IDEA


def test_verbs_of_meetings_have_no_button(client_of, accepted):
    assert move(client_of("organiser"), accepted, Verb.PLAN).status_code == 404


# --- what meetings do with topics -------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [False, True])
def test_planning_tells_the_proposer_where(cast, accepted, mailbox, worker, hidden):
    meeting = MeetingFactory(title="Werkstatt")
    item = AgendaItemFactory(meeting=meeting, topic=accepted)
    actions.plan(topic=accepted, meeting_label="Werkstatt", by=cast.organiser)
    if hidden:  # between the click and the mail
        item.audience = audience.UTILITY
        item.save()
    worker.drain()
    assert "eingeplant" in mailbox[0].subject
    assert ("Werkstatt" in mailbox[0].body) is not hidden
    assert actions.mark_discussed(topic=accepted, by=cast.organiser).state == State.DISCUSSED


def test_a_draft_tells_nobody(cast, accepted, mailbox, worker):
    assert actions.plan(topic=accepted, by=cast.organiser).state == State.PLANNED
    worker.drain()
    assert mailbox == []


def test_off_one_agenda_it_stays_planned_on_the_other(cast, accepted):
    item = AgendaItemFactory(meeting=MeetingFactory(), topic=accepted)
    actions.plan(topic=accepted, by=cast.organiser)
    assert actions.unplan(topic=accepted, by=cast.organiser).state == State.PLANNED
    item.meeting.state = MeetingState.CANCELLED
    item.meeting.save()
    assert actions.unplan(topic=accepted, by=cast.organiser).state == State.ACCEPTED
    assert actions.unplan(topic=accepted, by=cast.organiser).state == State.ACCEPTED


def test_members_cannot_plan(cast, accepted):
    with pytest.raises(Forbidden, match="entscheidet die Organisation"):
        actions.plan(topic=accepted, by=cast.member_city)


def daily(user):
    Preference.objects.create(user=user, kind="topics.moved", frequency="daily")


def test_the_daily_mail_says_what_is_so_and_not_what_was(cast, idea, mailbox, worker, clock):
    """Accepted, taken up again as an idea, accepted: the second »accepted« is not lost beside the first."""
    daily(cast.member_city)
    by = cast.organiser
    actions.move(topic=idea, verb=Verb.ACCEPT, by=by)
    actions.move(topic=idea, verb=Verb.POSTPONE, reason="Später.", by=by)
    actions.move(topic=idea, verb=Verb.ACCEPT, by=by)
    clock.move_to(next_digest())
    worker.tick()
    (mail,) = mailbox
    assert mail.body.count("Ihr Thema ist") == 1
    assert "Ihr Thema ist angenommen" in mail.body


def test_what_is_as_they_know_it_is_not_said_again(cast, idea, mailbox, worker, clock):
    actions.move(topic=idea, verb=Verb.ACCEPT, by=cast.organiser)
    worker.drain()
    daily(cast.member_city)
    actions.move(topic=idea, verb=Verb.POSTPONE, reason="Später.", by=cast.organiser)
    actions.move(topic=idea, verb=Verb.ACCEPT, by=cast.organiser)
    clock.move_to(next_digest())
    worker.tick()
    assert len(mailbox) == 1
