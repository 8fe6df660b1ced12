"""What nobody has answered stands at the TOP of the approval, for those who may read it there."""

import pytest

from members import audience
from minutes.enums import ObjectionState, State
from minutes.models import Minutes, Objection
from tests.factories.rows import AgendaItemFactory, MeetingFactory

REASON = "In TOP 2 stimmt die Vergabe nicht."


@pytest.fixture
def ahead(circulating, cast):
    """The next meeting, which is to approve the minutes; one objection is about the hidden section."""
    meeting = MeetingFactory(title="Zweites", number=2, audience=audience.MEMBERS)
    item = AgendaItemFactory(meeting=meeting, position=1, number="1", title="Genehmigung des Protokolls")
    Minutes.objects.filter(pk=circulating.pk).update(state=State.FOR_APPROVAL, approval_item=item)
    Objection.objects.create(
        minutes=circulating.minutes, author=cast.member_city.person, section=circulating.secret, reason=REASON
    )
    Objection.objects.create(
        minutes=circulating.minutes, author=cast.member_utility.person, reason="Offen für alle."
    )
    Objection.objects.create(
        minutes=circulating.minutes, author=cast.member_utility.person, reason="Längst beantwortet.",
        state=ObjectionState.NOT_FOLLOWED,
    )  # fmt: skip
    return meeting


@pytest.mark.parametrize(
    "persona, sees_hidden",
    [("member_city", True), ("organiser", True), ("minute_taker", True), ("member_utility", False),
     ("admin", False)],
)  # fmt: skip
def test_on_the_page_of_the_next_meeting(client_of, ahead, persona, sees_hidden):
    html = client_of(persona).get(f"/treffen/{ahead.pk}/").content.decode()
    assert "Offen für alle." in html
    assert (REASON in html) == sees_hidden
    assert ("2 unbeantwortete Einwendungen" in html) == sees_hidden
    assert "Längst beantwortet." not in html


def test_whoever_may_not_read_the_minutes_sees_a_plain_top(client_of, ahead, circulating):
    circulating.meeting.audience = audience.CITY
    circulating.meeting.save(update_fields=["audience"])
    html = client_of("member_utility").get(f"/treffen/{ahead.pk}/").content.decode()
    assert "Genehmigung des Protokolls" in html
    assert "Offen für alle." not in html
    assert circulating.url not in html


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_the_public_reads_none(client_of, ahead, circulating, persona):
    ahead.audience = audience.PUBLIC
    ahead.save(update_fields=["audience"])
    html = client_of(persona).get(f"/treffen/{ahead.pk}/").content.decode()
    assert "Genehmigung des Protokolls" in html
    assert "Offen für alle." not in html
    assert circulating.url not in html


def test_in_the_builder_of_the_agenda(client_of, ahead):
    html = client_of("organiser").get(f"/treffen/{ahead.pk}/tagesordnung/").content.decode()
    assert REASON in html
    assert "2 unbeantwortete Einwendungen" in html


def test_an_answer_takes_it_off(client_of, ahead, circulating):
    client = client_of("member_utility")
    client.get(f"/treffen/{ahead.pk}/")
    etag = client.get(f"/treffen/{ahead.pk}/")["ETag"]
    objection = Objection.objects.open().get(section=None)
    data = {"verb": "FOLLOW", "answer": "", "version": 1}
    url = f"/protokolle/einwendungen/{objection.pk}/beantworten/"
    assert client_of("organiser").post(url, data).status_code == 303
    response = client.get(f"/treffen/{ahead.pk}/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Offen für alle." not in response.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_two_queries(client_of, ahead, circulating, cast, number, django_assert_max_num_queries):
    for _n in range(number):
        Objection.objects.create(
            minutes=circulating.minutes, author=cast.member_utility.person, reason="Noch eine."
        )
    client = client_of("member_city")
    client.get(f"/treffen/{ahead.pk}/")
    with django_assert_max_num_queries(10):
        assert client.get(f"/treffen/{ahead.pk}/").status_code == 200
