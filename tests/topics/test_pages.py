"""Who sees which topic, in the list and on its page; filters are links."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory, TopicFactory
from topics.enums import Level, State

ORDER = ("anonymous", "member_city", "member_utility", "minute_taker", "organiser", "admin", "former_member")


@pytest.mark.parametrize(
    "topic, statuses",
    [
        ("idea", (404, 200, 200, 200, 200, 200, 404)),
        ("accepted", (200, 200, 200, 200, 200, 200, 200)),
        ("utility_only", (404, 404, 200, 404, 200, 404, 404)),
    ],
)
def test_who_reaches_a_topic(request, client_of, topic, statuses):
    topic = request.getfixturevalue(topic)
    reached = tuple(client_of(persona).get(topic.get_absolute_url()).status_code for persona in ORDER)
    assert reached == statuses
    listed = tuple(topic.title in client_of(persona).get("/themen/").text for persona in ORDER)
    assert listed == tuple(status == 200 for status in statuses)


def test_a_public_idea_is_not_public_before_it_is_accepted(client_of, cast):
    idea = TopicFactory(title="Noch nicht geprüft", audience=audience.PUBLIC, state=State.IDEA)
    assert client_of("anonymous").get(idea.get_absolute_url()).status_code == 404
    assert "Noch nicht geprüft" not in client_of("anonymous").get("/themen/").text


def test_names_of_people_are_for_members(client_of, accepted):
    assert "Mitglied Stadtverwaltung" not in client_of("anonymous").get(accepted.get_absolute_url()).text
    assert "Mitglied Stadtverwaltung" in client_of("member_utility").get(accepted.get_absolute_url()).text


def test_filters_are_addresses(client_of, idea, accepted):
    accepted.levels = Level.CULTURAL | Level.OPERATIONAL
    accepted.save()
    shown = client_of("member_city").get("/themen/?stand=ACCEPTED&ebene=2").text
    assert accepted.title in shown
    assert idea.title not in shown
    assert accepted.title not in client_of("member_city").get("/themen/?ebene=8").text
    assert client_of("member_city").get("/themen/?stand=unsinn&ebene=x").status_code == 200


def test_filters_offer_only_what_this_reader_finds(client_of, idea, accepted, utility_only):
    accepted.levels = Level.CULTURAL | Level.OPERATIONAL
    accepted.save()
    utility_only.state, utility_only.levels = State.CLOSED, Level.TECHNOLOGICAL
    utility_only.save()

    def offered(persona):
        page = client_of(persona).get("/themen/").text
        words = ("Idee", "angenommen", "abgeschlossen", "kulturell", "operativ", "technologisch")
        return {word for word in words if f">{word}</a>" in page}

    levels = {"kulturell", "operativ"}
    assert offered("anonymous") == levels  # one state is no choice
    assert offered("member_city") == levels | {"Idee", "angenommen"}
    assert offered("member_utility") == levels | {"Idee", "angenommen", "abgeschlossen", "technologisch"}


def test_the_number_of_pages_fits_the_filter(client_of):
    TopicFactory.create_batch(51, state=State.ACCEPTED, levels=Level.CULTURAL)
    TopicFactory.create_batch(2, state=State.CLOSED, levels=Level.OPERATIONAL)
    client = client_of("member_city")
    assert "?seite=2" in client.get("/themen/").text
    assert client.get("/themen/?seite=2").text.count('class="vote"') == 3
    assert client.get("/themen/?stand=ACCEPTED&ebene=2&seite=2").text.count('class="vote"') == 1
    assert client.get("/themen/?ebene=4").text.count('class="vote"') == 2
    assert "seite=" not in client.get("/themen/?stand=CLOSED").text


def test_a_number_behind_the_end_costs_what_the_last_page_does(client_of, django_assert_num_queries):
    TopicFactory.create_batch(53, state=State.ACCEPTED)
    client = client_of("member_city")
    client.get("/themen/?seite=2")
    # As one who sees fewer topics finds a link that was passed on.
    for number in (2, 9):
        with django_assert_num_queries(3):
            assert client.get(f"/themen/?seite={number}").text.count('class="vote"') == 3


def test_the_page_names_the_meetings_that_this_reader_may_see(client_of, accepted):
    public = MeetingFactory(title="Für alle", audience=audience.PUBLIC)
    closed = MeetingFactory(title="Nur Stadtwerke", audience=audience.UTILITY)
    for meeting in (public, closed):
        AgendaItemFactory(meeting=meeting, topic=accepted, title=f"Punkt in {meeting.title}")
    page = client_of("member_city").get(accepted.get_absolute_url()).text
    assert "Punkt in Für alle" in page
    assert "Nur Stadtwerke" not in page
    assert "Punkt in Nur Stadtwerke" in client_of("member_utility").get(accepted.get_absolute_url()).text


@pytest.mark.parametrize("amount", [1, 30])
def test_the_list_costs_the_same_for_one_and_thirty(client_of, amount):
    TopicFactory.create_batch(amount, state=State.ACCEPTED)
    client = client_of("member_city")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/themen/").text.count('class="vote"') == amount
    assert len(queries) == 7  # four of them for the first reader alone


def test_an_unchanged_list_is_not_sent_again(client_of, accepted):
    client = client_of("member_city")
    client.get("/themen/")  # the first answer brings the CSRF cookie
    etag = client.get("/themen/").headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/themen/", headers={"If-None-Match": etag}).status_code == 304
    assert len(queries) <= 3
    client.post(f"/themen/{accepted.pk}/unterstuetzen/", {"dafuer": "1"})
    assert client.get("/themen/", headers={"If-None-Match": etag}).status_code == 200
