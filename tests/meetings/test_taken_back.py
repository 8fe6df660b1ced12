"""Begun or ended by mistake: taken back, as long as nothing followed."""

import datetime as dt

import pytest
from django.utils import timezone

from activity.models import Event
from meetings.actions import attendance
from meetings.actions import running as running_actions
from meetings.enums import State
from meetings.models import AgendaSpan, Attendance, Meeting, Report
from minutes.models import Minutes
from outcomes.models import ActionItem
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    TopicFactory,
)
from tests.meetings.conftest import fresh
from tests.meetings.running import BACK, BEGINS, NOW, ONLY_WHO_RUNS_IT, html_of, item, make, runs, steer
from topics.enums import State as TopicState

# --- begun by mistake -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", BEGINS)
def test_a_begin_is_taken_back(client_of, cast, state):
    meeting = make(cast, state, invited_at=NOW if state == State.INVITED else None)
    client = client_of("minute_taker")
    steer(client, meeting, "beginnen")
    assert "Beginn zurücknehmen" in html_of(client, meeting)
    steer(client, meeting, "zuruecknehmen")
    stored = fresh(meeting)
    assert (stored.state, stored.began_at, meeting.spans.count()) == (state, None, 0)
    steer(client, meeting, "beginnen")
    assert fresh(meeting).state == State.RUNNING


def write_text(meeting, cast):
    section = meeting.minutes.sections.first()
    section.body = "Es ging los."
    section.save()


FOLLOWS = {
    "text": write_text,
    "a TOP": lambda meeting, cast: running_actions.go_to(
        meeting=meeting, item=item(meeting, 2), seen=runs(meeting).pk, by=cast.organiser
    ),
    "a guest": lambda meeting, cast: attendance.add_guest(meeting=meeting, name="Gast", by=cast.organiser),
    "presence": lambda meeting, cast: AttendanceFactory(meeting=meeting),
    "a task": lambda meeting, cast: ActionItemFactory(agenda_item=item(meeting, 1)),
}


@pytest.mark.parametrize("what", FOLLOWS)
def test_but_not_once_something_followed(client_of, cast, ready, clock, what):
    client = client_of("minute_taker")
    steer(client, ready, "beginnen")
    clock.shift(60)
    FOLLOWS[what](fresh(ready), cast)
    answer = steer(client, ready, "zuruecknehmen")
    assert answer.status_code == 409
    assert "Seit dem Beginn ist schon etwas festgehalten." in answer.content.decode()
    assert fresh(ready).state == State.RUNNING


def test_what_was_there_before_does_not_count(client_of, cast, ready, clock):
    AttendanceFactory(meeting=ready, person=cast.member_city.person)
    clock.shift(60)
    client = client_of("minute_taker")
    steer(client, ready, "beginnen")
    assert steer(client, ready, "zuruecknehmen").status_code == 303
    assert Attendance.objects.filter(meeting=ready).exists()
    assert not ActionItem.objects.exists()


# --- ended by mistake -------------------------------------------------------------------------------------


@pytest.fixture
def ended(cast, running, clock):
    clock.shift(dt.timedelta(minutes=20))
    return running_actions.end(meeting=running, by=cast.organiser)


@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
def test_an_end_is_taken_back_and_the_clock_runs_on(client_of, ended, clock, persona):
    client = client_of(persona)
    assert "Beenden zurücknehmen" in html_of(client, ended)
    clock.shift(dt.timedelta(minutes=5))
    for _click in range(2):
        assert steer(client, ended, BACK).status_code == 303
    page = html_of(client, ended)
    assert "TOP 1 läuft seit 10:00" in page
    assert "25 Minuten" in page  # as if it had never stopped
    assert "Beenden zurücknehmen" not in page
    stored = fresh(ended)
    assert (stored.state, stored.began_at, stored.ended_at) == (State.RUNNING, NOW, None)
    assert Event.objects.about(ended).filter(verb="meetings.end_taken_back").count() == 1
    steer(client, ended, "beenden")
    assert fresh(ended).ended_at == NOW + dt.timedelta(minutes=25)
    assert ended.spans.count() == 1
    assert Minutes.objects.filter(meeting=ended).count() <= 1


def test_a_break_goes_on_as_well(client_of, cast, running):
    running_actions.pause(meeting=running, seen=runs(running).pk, by=cast.organiser)
    running_actions.end(meeting=running, by=cast.organiser)
    steer(client_of("organiser"), running, BACK)
    assert runs(running).is_break


def test_times_put_right_stay_and_the_last_top_is_called_anew(client_of, ended, clock):
    span = ended.spans.get()
    AgendaSpan.objects.filter(pk=span.pk).update(ended_at=NOW + dt.timedelta(minutes=10))
    steer(client_of("organiser"), ended, BACK)
    assert ended.spans.get(pk=span.pk).ended_at == NOW + dt.timedelta(minutes=10)
    assert (runs(ended).agenda_item, runs(ended).started_at) == (span.agenda_item, timezone.now())


def test_a_meeting_without_an_agenda_is_reopened(client_of, cast, clock):
    bare = running_actions.begin(meeting=make(cast, items=0), by=cast.organiser)
    running_actions.end(meeting=bare, by=cast.organiser)
    assert steer(client_of("organiser"), bare, BACK).status_code == 303
    assert fresh(bare).state == State.RUNNING


def test_topics_are_planned_again_and_nobody_hears_of_it_twice(client_of, cast, running, mailbox, worker):
    topic = TopicFactory(state=TopicState.PLANNED, proposed_by=cast.member_city.person)
    AgendaItemFactory(meeting=running, position=9, number="9", topic=topic)
    client = client_of("organiser")
    steer(client, running, "beenden")
    worker.drain()
    assert [mail.subject for mail in mailbox] == [f"Ihr Thema ist behandelt: {topic.title}"]
    steer(client, running, BACK)
    assert fresh(topic).state == TopicState.PLANNED
    late = TopicFactory(state=TopicState.PLANNED, proposed_by=cast.member_city.person)
    AgendaItemFactory(meeting=running, position=10, number="10", topic=late)
    steer(client, running, "beenden")
    assert {fresh(topic).state, fresh(late).state} == {TopicState.DISCUSSED}
    worker.drain()
    told = [f"Ihr Thema ist behandelt: {each.title}" for each in (topic, late)]
    assert [mail.subject for mail in mailbox] == told


def test_a_topic_that_an_earlier_meeting_dealt_with_stays_so(client_of, cast, running):
    topic = TopicFactory(state=TopicState.PLANNED)
    earlier = make(cast, number=3, items=0)
    for meeting in (earlier, running):
        AgendaItemFactory(meeting=meeting, position=9, number="9", topic=topic)
    running_actions.end(meeting=running_actions.begin(meeting=earlier, by=cast.organiser), by=cast.organiser)
    running_actions.end(meeting=running, by=cast.organiser)
    steer(client_of("organiser"), running, BACK)
    assert fresh(topic).state == TopicState.DISCUSSED


def is_in_circulation(meeting):
    Minutes.objects.create(meeting=meeting, state="CIRCULATING", objections_until=NOW)


def is_approved(meeting):
    Minutes.objects.create(meeting=meeting, state="APPROVED", approved_at=NOW)


def is_reported(meeting):
    Report.objects.create(meeting=meeting, title="Rückblick", body="Es war gut.", published_at=NOW)


def never_ran(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(began_at=None, ended_at=None)


def ended_yesterday(meeting):
    before = {"began_at": NOW - dt.timedelta(days=1), "ended_at": NOW - dt.timedelta(hours=11)}
    Meeting.objects.filter(pk=meeting.pk).update(**before)


TOO_LATE = [
    (is_in_circulation, "Das Protokoll ist nicht mehr im Entwurf."),
    (is_approved, "Das Protokoll ist genehmigt."),
    (is_reported, "Der Rückblick ist veröffentlicht."),
    (never_ran, "Beginn und Ende sind nicht vermerkt."),
    (ended_yesterday, "Das Ende lässt sich nur am selben Tag zurücknehmen."),
]


@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
@pytest.mark.parametrize("what, sentence", TOO_LATE)
def test_but_not_once_others_build_on_the_end(client_of, ended, persona, what, sentence):
    Minutes.objects.filter(meeting=ended).delete()
    what(ended)
    before = fresh(ended)
    client = client_of(persona)
    assert "Beenden zurücknehmen" not in html_of(client, ended)
    answer = steer(client, ended, BACK)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert (fresh(ended).state, fresh(ended).ended_at) == (State.HELD, before.ended_at)
    assert not ended.spans.running().exists()


@pytest.mark.parametrize(
    "persona, status",
    [
        ("anonymous", 302),
        ("former_member", 404),
        ("member_city", 403),
        ("member_utility", 403),
        ("admin", 403),
    ],
)
def test_nobody_else_takes_an_end_back(client_of, ended, persona, status):
    answer = steer(client_of(persona), ended, BACK)
    assert answer.status_code == status
    assert status != 403 or ONLY_WHO_RUNS_IT in answer.content.decode()
    assert fresh(ended).state == State.HELD


def test_a_held_meeting_has_no_dead_controls(client_of, ended):
    never_ran(ended)
    page = html_of(client_of("minute_taker"), ended)
    assert "Beginnen" not in page
    assert "Noch niemand da" not in page
    assert "Niemand war da von:" in page
