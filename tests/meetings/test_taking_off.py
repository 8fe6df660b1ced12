"""A TOP is taken off after a question, and »Rückgängig« brings it back with all that it said."""

import re

import pytest

from meetings.actions import agenda, agenda_undo
from meetings.enums import State
from meetings.models import AgendaItem, Attachment
from members import audience
from tests.factories.rows import TopicFactory
from tests.meetings.conftest import fresh, numbers
from tests.meetings.test_agenda import address
from topics.enums import State as TopicState

FIELD = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)">')
WORDS = ("title", "kind", "presenter_id", "presenter_organisation_id", "duration", "description", "audience")


@pytest.fixture
def tops(meeting, build, cast):
    """One, two (with a topic, a presenter, a paper and something below it), three."""
    one, two, three = build(meeting, "Eins", "Zwei", "Drei")
    topic = TopicFactory(title="Ein Thema", state=TopicState.PLANNED)
    AgendaItem.objects.filter(pk=two.pk).update(
        topic=topic, presenter=cast.member_city.person, duration=25,
        presenter_organisation=cast.member_city.active_memberships[0].organisation,
        description="Mit Bildern.",
        audience=audience.UTILITY,
    )  # fmt: skip
    agenda.add_item(meeting=fresh(meeting), title="Darunter", kind="TALK", parent=two, by=cast.organiser)
    Attachment.objects.create(meeting=meeting, agenda_item=two, title="Plan", url="https://example.org/plan")
    return one, two, three


def take_off(client, item):
    """Through the page that asks: its button sends what it was asked with."""
    asked = client.get(address(item, "entfernen"), {"version": fresh(item.meeting).agenda_version})
    form = asked.content.decode().partition("<main")[2]
    assert "entfernen?" in form
    return client.post(address(item, "entfernen"), dict(FIELD.findall(form)))


def undo(client, meeting):
    return client.post(f"/treffen/{meeting.pk}/tagesordnung/rueckgaengig/")


def test_asking_changes_nothing(client_of, meeting, tops):
    before = numbers(meeting)
    page = client_of("organiser").get(address(tops[1], "entfernen")).content.decode()
    assert "»Zwei« mit allen Unterpunkten entfernen?" in page
    assert numbers(meeting) == before


def test_what_was_taken_off_comes_back_as_it_was(client_of, meeting, tops):
    client, two = client_of("organiser"), fresh(tops[1])
    before = numbers(meeting)
    assert take_off(client, two).status_code == 303
    assert numbers(meeting) == [("1", "Eins"), ("2", "Drei")]
    assert fresh(two.topic).state == TopicState.ACCEPTED
    assert "Rückgängig" in client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert undo(client, meeting).status_code == 303
    assert numbers(meeting) == before
    again = AgendaItem.objects.get(title="Zwei")
    assert {name: getattr(again, name) for name in WORDS} == {name: getattr(two, name) for name in WORDS}
    assert again.topic == two.topic
    assert fresh(two.topic).state == TopicState.PLANNED
    paper = Attachment.objects.get()
    assert (paper.agenda_item, paper.removed_at) == (again, None)
    assert "Rückgängig" not in client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()


def test_a_second_click_brings_nothing_twice(client_of, cast, meeting, tops):
    kept = agenda_undo.kept_of(tops[1])
    agenda.remove_item(item=tops[1], version=fresh(meeting).agenda_version, by=cast.organiser)
    for _click in range(2):
        agenda_undo.put_back(meeting=fresh(meeting), kept=kept, by=cast.organiser)
    assert [title for _number, title in numbers(meeting)] == ["Eins", "Zwei", "Darunter", "Drei"]


def test_a_topic_that_is_on_another_way_stays_there(client_of, meeting, tops):
    client, topic = client_of("organiser"), fresh(tops[1]).topic
    take_off(client, tops[1])
    type(topic).objects.filter(pk=topic.pk).update(state=TopicState.DECLINED)
    undo(client, meeting)
    assert AgendaItem.objects.get(title="Zwei").topic is None


def test_only_who_took_it_off_can_undo_it_and_only_until_the_invitation(client_of, meeting, tops):
    client = client_of("organiser")
    take_off(client, tops[0])
    assert undo(client_of("organiser"), meeting).status_code == 409  # another browser
    type(meeting).objects.filter(pk=meeting.pk).update(agenda_fixed_at=meeting.starts_at, state=State.INVITED)
    assert "Rückgängig" not in client.get(f"/treffen/{meeting.pk}/tagesordnung/").content.decode()
    assert undo(client, meeting).status_code == 409
    assert numbers(meeting)[0][1] == "Zwei"
