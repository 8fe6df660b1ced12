"""The running Terminabstimmung on the overview, and quarters that are over."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polls.actions import polls as poll_actions
from tests.factories.rows import MeetingFactory
from tests.polls.polling import NO, YES, answers_of, form_of, opened, say, somebody
from tests.polls.polling import address as poll_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def kickoff(cast):
    call_command("seed_kickoff", verbosity=0)


def card_of(page):
    return page.text.partition('id="abstimmung"')[2].partition("</section>")[0]


@pytest.mark.slow
def test_the_running_poll_is_answered_on_the_overview(client_of, cast):
    poll = opened(cast)
    say(poll, cast.member_utility, YES, NO, YES)
    client = client_of("member_city")
    card = card_of(client.get("/uebersicht/"))
    for words in ("Nächstes Treffen", "Datenplattform", "Terminabstimmung bis 11. Juli", "Di, 9. September"):
        assert words in card
    assert card.count('type="radio"') == 9
    assert "1 von 6" in card
    assert f'<a href="{poll.get_absolute_url()}">Ganze Abstimmung ansehen</a>' in card
    form = form_of(poll, YES, "", NO, von="uebersicht")
    del form["remark"]
    answer = client.post(poll_address(poll, "antworten/"), form, follow=True)
    assert answer.redirect_chain == [("/uebersicht/", 303)]
    assert "Ihre Antworten sind gespeichert" in answer.text
    assert answers_of(poll, cast.member_city) == [YES, NO]
    assert card_of(answer).count(" checked") == 2


def test_answered_there_remarks_stay(client_of, cast):
    poll = opened(cast)
    say(poll, cast.member_city, YES, YES, YES, remark="Gern vormittags.", remarks=["Erst ab drei."])
    form = form_of(poll, NO, YES, "", von="uebersicht", version=1)
    del form["remark"]
    client_of("member_city").post(poll_address(poll, "antworten/"), form)
    reply = poll.replies.get()
    assert reply.remark == "Gern vormittags."
    assert list(reply.answers.order_by("option__starts_at").values_list("choice", "remark")) == [
        (NO, "Erst ab drei."), (YES, ""),
    ]  # fmt: skip


def test_taken_back_answers_can_be_given_again_there(client_of, cast):
    """A reply that gives nothing goes on counting its versions."""
    poll = opened(cast)
    say(poll, cast.member_city, YES, YES, YES)
    say(poll, cast.member_city, "", "", "")
    client = client_of("member_city")
    version = re.search(r'name="version" value="(\d+)"', card_of(client.get("/uebersicht/")))[1]
    form = form_of(poll, NO, NO, NO, von="uebersicht", version=version)
    assert client.post(poll_address(poll, "antworten/"), form).status_code == 303


def test_a_date_that_holds_comes_first_and_the_poll_of_another_meeting_is_there_too(client_of, cast):
    MeetingFactory(title="Mit Termin")
    opened(cast)
    page = client_of("member_city").get("/uebersicht/")
    assert "Mit Termin" in page.text.partition("Nächstes Treffen")[2]
    assert "Nächstes Treffen" not in card_of(page)
    assert card_of(page).count('type="radio"') == 9


@pytest.mark.parametrize("persona", ["member_city", "organiser"])
@pytest.mark.slow
def test_a_poll_that_has_ended_leads_to_its_result(client_of, cast, persona):
    poll = opened(cast)
    poll_actions.close(poll=poll, by=cast.organiser)
    page = client_of(persona).get("/uebersicht/")
    assert card_of(page) == ""
    assert f'<a href="{poll.get_absolute_url()}">Terminabstimmung ansehen</a>' in page.text


def test_many_options_have_a_page_of_their_own(client_of, cast):
    poll = opened(cast, *range(1, 15))
    card = card_of(client_of("member_city").get("/uebersicht/"))
    assert "14 Vorschläge warten auf Antworten." in card
    assert poll_address(poll, "antworten/") in card


@pytest.mark.parametrize("days, people", [(2, 1), (6, 30)])
@pytest.mark.parametrize("persona, budget", [("member_city", 20), ("organiser", 25)])
def test_the_overview_with_a_poll_costs_the_same(client_of, cast, days, people, persona, budget):
    poll = opened(cast, *range(3, 3 + days))
    for number in range(people):
        say(poll, somebody(list(cast.organisations.values())[number % 4]), *[YES] * days)
    client = client_of(persona)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uebersicht/").status_code == 200
    assert len(queries) == budget
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uebersicht/").status_code == 200
    assert len(queries) == 3


def test_a_quarter_that_is_over_says_so(client_of, kickoff, clock):
    over = "3. Quartal 2025 – Dieses Quartal ist vorbei, der Termin steht noch nicht fest."
    organiser = client_of("organiser")
    assert over not in organiser.get("/uebersicht/").text
    clock.move_to("2025-10-01T10:00:00+02:00")
    organiser = client_of("organiser")
    page = organiser.get("/uebersicht/").text
    assert over in page
    assert "3. Quartal 2025, schon vorbei" in page
    assert over in organiser.get("/treffen/").text
    for address in ("/", "/treffen/", "/uebersicht/"):
        client = client_of("anonymous" if address == "/" else "member_city")
        assert "Dieses Quartal ist vorbei, der Termin steht noch nicht fest." in client.get(address).text


def test_what_lies_ahead_comes_before_a_quarter_that_is_over(client_of, cast):
    MeetingFactory(title="Alt", state="DRAFT", starts_at=None, target_year=2025, target_quarter=1)
    MeetingFactory(title="Bald", state="DRAFT", starts_at=None, target_year=2025, target_quarter=4)

    def shown():
        panel = client_of("organiser").get("/uebersicht/").text.partition("Nächstes Treffen")[2]
        return panel.partition("</section>")[0]

    assert "Bald" in shown()
    opened(cast)
    assert "Datenplattform" in shown()
