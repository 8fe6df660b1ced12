"""The meeting as it happens: the clock, who may touch it, and times put right afterwards."""

import datetime as dt

import pytest

from activity.models import Event
from core.dates import clock as clock_of
from core.dates import local
from meetings.actions import agenda
from meetings.enums import State
from meetings.models import AgendaSpan
from minutes.models import Minutes
from minutes.presenters.room import room_of
from tests.factories.rows import (
    AgendaItemFactory,
    MinutesFactory,
    TopicFactory,
)
from tests.meetings.conftest import at, fresh
from tests.meetings.running import BACK, BEGINS, NOW, ONLY_WHO_RUNS_IT, html_of, item, make, runs, steer
from topics.enums import State as TopicState

# --- from begin to end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
@pytest.mark.slow
def test_a_meeting_from_its_begin_to_its_end(client_of, ready, clock, persona):
    taker = client_of(persona)
    assert "Das Treffen hat noch nicht begonnen." in html_of(taker, ready)

    assert steer(taker, ready, "beginnen").status_code == 303
    page = html_of(taker, ready)
    assert "TOP 1 läuft seit 10:00" in page
    assert fresh(ready).state == State.RUNNING
    assert fresh(ready).began_at == NOW
    assert Minutes.objects.get(meeting=ready).sections.count() == 3  # made with the begin
    assert 'id="id_s' in page
    assert "-body" in page  # the text of the TOP is at hand

    clock.shift(dt.timedelta(minutes=12))
    page = html_of(taker, ready)
    assert "12 Minuten" in page
    assert "2 Minuten über der Planung" in page
    steer(taker, ready, "top", seen=runs(ready).pk, item=item(ready, 2).pk)
    assert "TOP 2 läuft seit 10:12" in html_of(taker, ready)

    clock.shift(dt.timedelta(minutes=5))
    steer(taker, ready, "pause", seen=runs(ready).pk)
    page = html_of(taker, ready)
    assert "Pause seit 10:17" in page
    assert "Danach weiter mit TOP 2" in page
    clock.shift(dt.timedelta(minutes=10))
    steer(taker, ready, "weiter", seen=runs(ready).pk)
    clock.shift(dt.timedelta(minutes=3))
    assert "8 Minuten" in html_of(taker, ready)  # the break does not count

    question = taker.get(f"/treffen/{ready.pk}/sitzung/beenden/")
    assert "Was ein Protokoll zeigen muss" in question.content.decode()
    assert fresh(ready).state == State.RUNNING
    steer(taker, ready, "beenden")
    ended = fresh(ready)
    assert (ended.state, ended.ended_at) == (State.HELD, NOW + dt.timedelta(minutes=30))
    assert not ready.spans.running().exists()
    assert "Treffen beendet: 10:00–10:30 Uhr" in html_of(taker, ready)
    assert "10:00–10:30 Uhr" in client_of("member_city").get(f"/treffen/{ready.pk}/").content.decode()


def test_the_end_deals_with_the_topics_whoever_ends_it(client_of, cast, running):
    topic = TopicFactory(state=TopicState.PLANNED)
    AgendaItemFactory(meeting=running, position=9, number="9", topic=topic)
    steer(client_of("minute_taker"), running, "beenden")
    assert fresh(topic).state == TopicState.DISCUSSED


def test_a_topic_added_during_the_meeting_gets_its_section(client_of, cast, running):
    client = client_of("minute_taker")
    steer(client, running, "beginnen")
    late = agenda.add_item(meeting=running, title="Eiliges", by=cast.organiser)
    steer(client, running, "top", seen=runs(running).pk, item=late.pk)
    assert late.section.minutes.meeting_id == running.pk
    assert "Eiliges" in html_of(client, running)


def test_held_by_an_organiser_while_it_runs_the_clock_stops(client_of, running, clock):
    clock.shift(dt.timedelta(minutes=40))
    client_of("organiser").post(f"/treffen/{running.pk}/durchgefuehrt/", {"version": running.version})
    assert fresh(running).ended_at == NOW + dt.timedelta(minutes=40)
    assert not running.spans.running().exists()


def test_a_meeting_without_an_agenda_runs_as_well(client_of, cast):
    bare = make(cast, items=0)
    client = client_of("minute_taker")
    steer(client, bare, "beginnen")
    assert "Treffen läuft seit 10:00" in html_of(client, bare)
    steer(client, bare, "pause", seen=0)
    assert "Pause seit 10:00" in html_of(client, bare)
    steer(client, bare, "weiter", seen=runs(bare).pk)
    assert not bare.spans.running().exists()
    steer(client, bare, "beenden")
    assert fresh(bare).state == State.HELD


# --- once and not twice -----------------------------------------------------------------------------------


def test_a_second_click_changes_nothing(client_of, ready, clock):
    client = client_of("minute_taker")
    steer(client, ready, "beginnen")
    first = runs(ready)
    clock.shift(60)
    steer(client, ready, "beginnen")
    assert runs(ready) == first
    assert fresh(ready).began_at == NOW

    for _click in range(2):
        answer = steer(client, ready, "top", seen=first.pk, item=item(ready, 2).pk)
        assert answer.status_code == 303
    assert [span.agenda_item.number for span in ready.spans.in_order()] == ["1", "2"]

    seen = runs(ready).pk
    for _click in range(2):
        steer(client, ready, "pause", seen=seen)
    assert ready.spans.count() == 3
    for _click in range(2):
        clock.shift(60)
        steer(client, ready, "beenden")
    assert fresh(ready).ended_at == NOW + dt.timedelta(minutes=2)
    assert Event.objects.about(ready).filter(verb="meetings.ended").count() == 1


@pytest.mark.parametrize("what, data", [("top", {"item": True}), ("pause", {})])
def test_who_looks_at_an_old_page_is_told(client_of, running, what, data):
    client, old = client_of("minute_taker"), runs(running).pk
    steer(client, running, "top", seen=old, item=item(running, 2).pk)
    data = {"item": item(running, 3).pk} if data else {}
    answer = steer(client, running, what, seen=old, **data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jemand anderes hat inzwischen weitergeschaltet." in page
    assert "TOP 2 läuft" in page
    assert runs(running).agenda_item.number == "2"


@pytest.mark.parametrize("key", ["", "x", "99999999999999999999", "404"])
def test_a_top_that_is_not_there(client_of, running, key):
    assert steer(client_of("minute_taker"), running, "top", seen=key, item=key).status_code == 409
    assert runs(running).agenda_item.number == "1"


def test_a_top_of_another_meeting_is_not_called(client_of, cast, running):
    other = make(cast, number=3)
    answer = steer(client_of("organiser"), running, "top", seen=runs(running).pk, item=item(other, 1).pk)
    assert answer.status_code == 409
    assert not AgendaSpan.objects.filter(agenda_item__meeting=other).exists()


# --- who, in which state ----------------------------------------------------------------------------------

VERBS = {
    "beginnen": {*BEGINS, State.RUNNING},
    "zuruecknehmen": {State.RUNNING},
    "top": {State.RUNNING},
    "pause": {State.RUNNING},
    "weiter": {State.RUNNING},
    "beenden": {State.RUNNING},
    BACK: {State.RUNNING, State.HELD},
}
REASON = {
    State.DRAFT: "Der Termin des Treffens steht noch nicht fest.",
    State.POLLING: "Der Termin des Treffens steht noch nicht fest.",
    State.CANCELLED: "Das Treffen ist abgesagt.",
    State.HELD: "Das Treffen ist schon durchgeführt.",
    State.SCHEDULED: "Das Treffen läuft nicht.",
    State.INVITED: "Das Treffen läuft nicht.",
}


def in_state(cast, state, verb=""):
    meeting = make(cast, state)
    if state == State.RUNNING:
        meeting.began_at = NOW
        meeting.save()
        AgendaSpan.objects.create(meeting=meeting, agenda_item=item(meeting, 1), started_at=NOW)
    if state == State.HELD and verb == BACK:
        meeting.began_at = meeting.ended_at = NOW
        meeting.save()
    return meeting


def reason(verb, state):
    if verb == BACK and state in BEGINS:
        return "Das Treffen ist noch nicht beendet."
    return REASON[state]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
def test_writers_do_what_the_state_allows(client_of, cast, persona, verb, state):
    meeting = in_state(cast, state, verb)
    seen = meeting.spans.first()
    data = {"seen": seen.pk if seen else 0, "item": item(meeting, 2).pk}
    answer = steer(client_of(persona), meeting, verb, **data)
    if state in VERBS[verb]:
        assert answer.status_code == 303
    else:
        assert answer.status_code == 409
        assert reason(verb, state) in answer.content.decode()
        assert fresh(meeting).state == state
        assert meeting.spans.count() == (1 if seen else 0)


@pytest.mark.parametrize("verb", VERBS)
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
def test_nobody_else_touches_the_clock(client_of, cast, persona, status, verb):
    meeting = in_state(cast, State.RUNNING)
    before = list(meeting.spans.values())
    data = {"seen": runs(meeting).pk, "item": item(meeting, 2).pk}
    answer = steer(client_of(persona), meeting, verb, **data)
    assert answer.status_code == status
    assert status != 403 or ONLY_WHO_RUNS_IT in answer.content.decode()
    assert list(meeting.spans.values()) == before
    assert fresh(meeting).state == State.RUNNING


@pytest.mark.parametrize(
    "starts, sentence",
    [
        (at(2025, 7, 2), "Das Treffen ist erst am 2. Juli 2025."),
        (at(2025, 6, 30), "Der Tag des Treffens ist vorbei."),
    ],
)
def test_it_begins_on_its_day(client_of, cast, starts, sentence):
    meeting = make(cast, starts_at=starts)
    client = client_of("minute_taker")
    assert sentence in html_of(client, meeting)  # at the greyed button
    answer = steer(client, meeting, "beginnen")
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert not Minutes.objects.exists()


# --- the real times, afterwards ---------------------------------------------------------------------------


def times(meeting, **typed):
    return {
        "day": "2025-06-04", "began": "14:05", "ended": "16:10", "place_name": "JEDI",
        "version": meeting.version, **typed,
    }  # fmt: skip


def put_right(client, meeting, **typed):
    return client.post(f"/treffen/{meeting.pk}/zeiten/", times(meeting, **typed))


def test_a_meeting_that_never_ran_live_gets_its_times(client_of, held):
    assert client_of("member_city").get(f"/treffen/{held.pk}/").content.decode().count("14:05") == 0
    answer = put_right(client_of("organiser"), held, place_name="Rathaus")
    assert answer.status_code == 303
    stored = fresh(held)
    assert stored.began_at == local(dt.date(2025, 6, 4), dt.time(14, 5))
    assert stored.place_name == "Rathaus"
    assert "14:05–16:10 Uhr" in client_of("anonymous").get(f"/treffen/{held.pk}/").content.decode()


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"ended": "14:05"}, "Das Ende muss nach dem Beginn liegen."),
        ({"ended": "12:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"day": "2025-07-02"}, "Diese Zeit liegt noch in der Zukunft."),
        ({"began": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"began": "25:00"}, "gültige Uhrzeit"),
    ],
)
def test_times_that_cannot_be(client_of, held, typed, sentence):
    answer = put_right(client_of("organiser"), held, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fresh(held).began_at is None


def test_past_midnight(client_of, held):
    put_right(client_of("organiser"), held, began="22:30", ended="00:45")
    assert fresh(held).ended_at - fresh(held).began_at == dt.timedelta(hours=2, minutes=15)


def test_two_put_the_times_right(client_of, held):
    old = held.version
    put_right(client_of("organiser"), held)
    answer = put_right(client_of("organiser"), held, began="15:00", version=old)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jemand anderes hat inzwischen gespeichert" in page
    assert "15:00" in page
    assert clock_of(fresh(held).began_at) == "14:05"


def test_the_first_and_the_last_top_follow_the_times(client_of, running, clock):
    client = client_of("organiser")
    clock.shift(dt.timedelta(minutes=20))
    steer(client, running, "beenden")
    put_right(client, fresh(running), day="2025-07-01", began="09:55", ended="10:15")
    span = running.spans.get()
    assert (clock_of(span.started_at), clock_of(span.ended_at)) == ("09:55", "10:15")


@pytest.mark.parametrize(
    "minutes, sentence",
    [
        (
            {"state": "CIRCULATING", "objections_until": NOW},
            "Das Protokoll ist nicht mehr im Entwurf. Holen Sie es zuerst zurück.",
        ),
        ({"state": "APPROVED", "approved_at": NOW}, "Das Protokoll ist genehmigt."),
    ],
)
@pytest.mark.parametrize("address", ["zeiten", "teilnahme"])
def test_what_went_round_stays(client_of, held, minutes, sentence, address):
    MinutesFactory(meeting=held, **minutes)
    answer = client_of("organiser").get(f"/treffen/{held.pk}/{address}/")
    assert answer.status_code == 403
    assert sentence in answer.content.decode()


def test_times_before_the_begin_make_no_sense(client_of, ready):
    answer = client_of("organiser").get(f"/treffen/{ready.pk}/zeiten/")
    assert answer.status_code == 403
    assert "sobald das Treffen begonnen hat" in answer.content.decode()


# --- the night in which the clocks change -----------------------------------------------------------------


def test_real_minutes_count_when_the_clock_goes_back(client_of, cast, clock):
    """From 02:50 summer time over 03:00 → 02:00 to 02:10 winter time: twenty minutes, not minus forty."""
    begins = dt.datetime(2025, 10, 26, 0, 50, tzinfo=dt.UTC)
    meeting = make(cast, starts_at=begins, ends_at=begins + dt.timedelta(hours=2))
    clock.move_to(begins)
    client = client_of("minute_taker")
    steer(client, meeting, "beginnen")
    clock.shift(dt.timedelta(minutes=20))
    assert clock_of(begins + dt.timedelta(minutes=20)) == "02:10"
    assert "20 Minuten" in html_of(client, meeting)
    steer(client, meeting, "beenden")
    stored = fresh(meeting)
    assert stored.ended_at - stored.began_at == dt.timedelta(minutes=20)
    assert room_of(stored, cast.organiser).lines[0].seconds == 1200
