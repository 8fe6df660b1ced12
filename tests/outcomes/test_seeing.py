"""Who sees decisions and tasks, in lists and on their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import audience
from minutes.enums import State as MinutesState
from tests.factories.rows import ActionItemFactory, DecisionFactory

ORDER = ("anonymous", "member_city", "minute_taker", "organiser", "admin", "former_member")
READABLE = (404, 200, 200, 200, 200, 404)


def statuses(client_of, url):
    return tuple(client_of(persona).get(url).status_code for persona in ORDER)


def test_members_read_what_was_released(client_of, decision, task):
    assert statuses(client_of, decision.get_absolute_url()) == READABLE
    assert statuses(client_of, task.get_absolute_url()) == (302, *READABLE[1:])


def test_a_draft_belongs_to_those_who_write_it(client_of, decision):
    decision.released_at = None
    decision.save()
    assert statuses(client_of, decision.get_absolute_url()) == (404, 404, 200, 200, 404, 404)


def test_nobody_sees_through_a_narrow_item(client_of, item, decision, task):
    item.audience = audience.UTILITY
    item.save()
    for url in (decision.get_absolute_url(), task.get_absolute_url()):
        assert client_of("member_city").get(url).status_code == 404
        assert client_of("member_utility").get(url).status_code == 200
    assert decision.wording not in client_of("member_city").get("/beschluesse/").text
    assert task.wording not in client_of("member_city").get("/aufgaben/?wessen=alle").text


def test_an_outcome_can_be_narrower_than_its_item(client_of, decision):
    decision.audience = audience.ENTERPRISE
    decision.save()
    assert client_of("member_city").get(decision.get_absolute_url()).status_code == 404
    assert client_of("member_enterprise").get(decision.get_absolute_url()).status_code == 200


def test_the_public_waits_for_the_published_minutes(client_of, meeting, decision, task):
    meeting.audience = audience.PUBLIC
    meeting.save()
    assert decision.wording not in client_of("anonymous").get("/beschluesse/").text
    meeting.minutes.state, meeting.minutes.published_at = MinutesState.APPROVED, timezone.now()
    meeting.minutes.save()
    assert decision.wording in client_of("anonymous").get("/beschluesse/").text
    assert client_of("anonymous").get(task.get_absolute_url()).status_code == 302
    assert client_of("former_member").get(task.get_absolute_url()).status_code == 404


def test_my_tasks_and_those_of_my_house(client_of, cast, item, circulating, task):
    house = ActionItemFactory(
        agenda_item=item, wording="Aufgabe des Hauses", released_at=timezone.now(),
        assignee_organisation=cast.organisations["city"],
    )  # fmt: skip
    mine = client_of("member_city").get("/aufgaben/").text
    assert task.wording in mine
    assert house.wording in mine
    assert task.wording not in client_of("member_city").get("/aufgaben/?wessen=haus").text
    other = client_of("member_utility").get("/aufgaben/").text
    assert task.wording not in other
    assert house.wording not in other
    assert task.wording in client_of("member_utility").get("/aufgaben/?wessen=alle").text


def test_what_is_late_says_so(client_of, task, clock):
    assert "fällig 4. Juli" in client_of("member_city").get("/aufgaben/").text
    clock.move_to("2025-07-05T08:00:00+02:00")
    assert "überfällig seit 4. Juli" in client_of("member_city").get("/aufgaben/").text


def test_the_register_filters_by_address(client_of, item, decision):
    other = DecisionFactory(
        agenda_item=item, year=2024, number=1, result="NOTED", wording="Alt.", released_at=timezone.now()
    )
    client = client_of("member_city")
    assert decision.wording not in client.get("/beschluesse/?jahr=2024").text
    assert other.wording in client.get("/beschluesse/?jahr=2024&ergebnis=NOTED").text
    assert other.wording not in client.get("/beschluesse/?ergebnis=CONSENSUS").text
    assert client.get("/beschluesse/?jahr=x&thema=y").status_code == 200


def test_the_register_offers_only_what_this_reader_finds(client_of, item, decision):
    now = timezone.now()
    DecisionFactory(agenda_item=item, year=2024, number=1, result="NOTED", released_at=now)
    DecisionFactory(
        agenda_item=item, year=2023, number=1, result="POSTPONED", released_at=now, audience=audience.UTILITY
    )
    city, utility = (
        client_of(persona).get("/beschluesse/").text for persona in ("member_city", "member_utility")
    )
    for words in ("?jahr=2024", "?ergebnis=NOTED"):
        assert words in city
    for words in ("?jahr=2023", "?ergebnis=POSTPONED"):
        assert (words in city, words in utility) == (False, True)
    assert "MAJORITY" not in utility


@pytest.mark.parametrize("amount", [1, 30])
def test_lists_cost_the_same_for_one_and_thirty(client_of, cast, item, circulating, amount):
    now = timezone.now()
    ActionItemFactory.create_batch(
        amount, agenda_item=item, assignee=cast.member_city.person, released_at=now
    )
    DecisionFactory.create_batch(amount, agenda_item=item, released_at=now)
    client = client_of("member_city")
    for url, budget in (("/aufgaben/", 4), ("/beschluesse/", 9)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) == budget, url
