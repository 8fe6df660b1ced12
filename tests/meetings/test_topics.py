"""What becomes of the topics of an agenda, and what their proposers hear of it."""

import pytest
from django.db import connection

from meetings.actions import agenda
from meetings.actions import running as running_actions
from meetings.enums import ItemKind, State
from minutes.models import MinutesSection
from minutes.selectors.people import wrote
from tests.factories.rows import DecisionFactory, TopicFactory
from tests.meetings.conftest import fresh
from tests.meetings.running import make
from topics.enums import State as TopicState

DROPPED = "Ihr Thema ist entfallen: Glasfaser"


@pytest.fixture
def topic(cast):
    return TopicFactory(title="Glasfaser", state=TopicState.ACCEPTED, proposed_by=cast.member_city.person)


@pytest.fixture
def running(client_of, cast, topic):
    """With the topic on TOP 2, and minutes that the minute-taker writes."""
    meeting = make(cast, items=1)
    agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
    client_of("minute_taker").post(f"/treffen/{meeting.pk}/sitzung/beginnen/")
    return fresh(meeting)


def item_of(topic):
    return topic.agenda_items.model.objects.get(title=topic.title)


def leave_out(client, topic, what="entfaellt"):
    section = MinutesSection.objects.get(agenda_item=item_of(topic))
    return client.post(f"/protokolle/abschnitte/{section.pk}/{what}/")


def end(client, meeting):
    client.post(f"/treffen/{meeting.pk}/sitzung/beenden/")


def subjects(mailbox, worker):
    worker.drain()
    return [mail.subject for mail in mailbox]


@pytest.mark.parametrize("when", ["before the end", "after the end"])
def test_what_is_left_out_waits_for_another_meeting(client_of, running, topic, mailbox, worker, when):
    client = client_of("minute_taker")
    worker.drain()
    if when == "after the end":
        end(client, running)
        assert subjects(mailbox, worker)[-1] == "Ihr Thema ist behandelt: Glasfaser"
    assert leave_out(client, topic).status_code == 303
    if when == "before the end":
        end(client, running)
    assert fresh(running).state == State.HELD
    assert fresh(topic).state == TopicState.ACCEPTED
    heard = subjects(mailbox, worker)
    assert heard[-1] == DROPPED
    assert heard.count("Ihr Thema ist behandelt: Glasfaser") == (when == "after the end")
    assert "Es steht wieder im Themenspeicher." in mailbox[-1].body
    assert "Glasfaser" in client_of("organiser").get("/themen/?stand=ACCEPTED").text


def test_it_was_dealt_with_after_all(client_of, running, topic):
    client = client_of("minute_taker")
    leave_out(client, topic)
    page = client.get(f"/treffen/{running.pk}/sitzung/beenden/").text
    assert "doch behandelt: TOP 2 Glasfaser" in page
    for _click in range(2):
        assert leave_out(client, topic, "doch-behandelt").status_code == 303
    assert MinutesSection.objects.get(agenda_item=item_of(topic)).body == ""
    end(client, running)
    assert fresh(topic).state == TopicState.DISCUSSED


def test_brought_back_on_the_agenda_the_minutes_no_longer_say_that_it_was_left_out(
    client_of, cast, running, topic
):
    """And where the same words were typed about a TOP that stands, they stay."""
    leave_out(client_of("minute_taker"), topic)
    item = item_of(topic)
    typed = MinutesSection.objects.filter(minutes__meeting=running).exclude(agenda_item=item).first()
    body = {"body": "Entfällt.", "version": typed.version}
    assert client_of("minute_taker").post(f"/protokolle/abschnitte/{typed.pk}/", body).status_code in (
        200,
        303,
    )
    typed.refresh_from_db()
    assert typed.body == "Entfällt."
    address = f"/treffen/{running.pk}/tagesordnung/{item.pk}/aufnehmen/"
    answer = client_of("organiser").post(address, {"version": fresh(running).agenda_version})
    assert answer.status_code == 303
    assert not item_of(topic).is_dropped
    section = MinutesSection.objects.get(agenda_item=item)
    assert (section.body, section.body_html) == ("", "")
    assert cast.organiser.pk not in wrote(section.minutes)  # who builds the agenda has typed nothing
    assert MinutesSection.objects.get(pk=typed.pk).body == typed.body
    assert leave_out(client_of("minute_taker"), topic).status_code == 303  # as empty as any other


def test_what_says_something_already_is_not_left_out(client_of, cast, running, topic):
    DecisionFactory(agenda_item=item_of(topic))
    answer = leave_out(client_of("minute_taker"), topic)
    assert answer.status_code == 409
    assert "Zu diesem TOP ist schon etwas festgehalten." in answer.text
    assert not item_of(topic).is_dropped


def test_dropped_from_the_agenda_of_a_held_meeting_it_waits_again(client_of, cast, topic, mailbox, worker):
    meeting = make(cast, items=1)
    agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
    running_actions.end(meeting=running_actions.begin(meeting=meeting, by=cast.organiser), by=cast.organiser)
    assert fresh(topic).state == TopicState.DISCUSSED
    worker.drain()
    item = item_of(topic)
    version = fresh(meeting).agenda_version
    agenda.remove_item(item=item, version=version, by=cast.organiser)
    assert fresh(topic).state == TopicState.ACCEPTED
    assert subjects(mailbox, worker)[-1] == DROPPED


def test_dropped_where_another_meeting_dealt_with_it_it_stays_so(client_of, cast, topic):
    first, second = (make(cast, items=0, number=number) for number in (2, 3))
    for meeting in (first, second):
        agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
        agenda.add_item(meeting=meeting, title="Ende", kind=ItemKind.FORMAL, by=cast.organiser)
    for meeting in (first, second):
        running_actions.end(
            meeting=running_actions.begin(meeting=meeting, by=cast.organiser), by=cast.organiser
        )
    item = second.agenda_items.get(topic=topic)
    second.spans.all().delete()
    agenda.remove_item(item=item, version=fresh(second).agenda_version, by=cast.organiser)
    assert fresh(topic).state == TopicState.DISCUSSED


def test_no_rule_reads_the_log(client_of, running, topic, clock):
    client, read = client_of("organiser"), []

    def note(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "activity_event" in sql and "verb" in sql:
            read.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        end(client, running)
        clock.shift(60)
        client.post(f"/treffen/{running.pk}/sitzung/ende-zuruecknehmen/")
        assert fresh(topic).state == TopicState.PLANNED
        end(client, running)
    assert fresh(topic).state == TopicState.DISCUSSED
    assert read == []
