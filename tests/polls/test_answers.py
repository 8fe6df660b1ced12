"""Answering in the portal: saved at once, confirmed, changeable until the deadline, never lost."""

import datetime as dt
import re

import pytest

from activity.models import Event
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.models import PollAnswer, PollReply
from tests.polls.polling import (
    MAYBE,
    NO,
    YES,
    address,
    again,
    answers_of,
    form_of,
    opened,
    say,
    september,
    somebody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(cast):
    return opened(cast)


def send(client, poll, *choices, **fields):
    return client.post(address(poll, "antworten/"), form_of(poll, *choices, **fields), follow=True)


def test_saved_and_told_so(cast, client_of, poll):
    answer = send(client_of("member_city"), poll, YES, MAYBE, NO, remark="Am 10. erst ab 15 Uhr.")
    assert "Ihre Antworten sind gespeichert (1. Juli 2025, 10:00 Uhr)." in answer.text
    assert answers_of(poll, cast.member_city) == [YES, MAYBE, NO]
    reply = PollReply.objects.get()
    assert (reply.remark, reply.organisation) == ("Am 10. erst ab 15 Uhr.", cast.organisations["city"])


def chosen_on(page, poll):
    """What stands on the page for each option: three radios and no fourth."""
    found = []
    for option in poll.options.in_order():
        radios = re.findall(rf'<input type="radio" name="option_{option.pk}"[^>]*>', page)
        assert [re.search(r'value="(\w*)"', radio)[1] for radio in radios] == [YES, MAYBE, NO]
        found.append(next((re.search(r'value="(\w*)"', r)[1] for r in radios if " checked" in r), ""))
    return found


def test_the_form_shows_what_is_saved(cast, client_of, poll):
    say(poll, cast.member_city, YES, "", NO, remark="Gern vormittags.")
    page = client_of("member_city").get(address(poll, "antworten/")).text
    assert chosen_on(page, poll) == [YES, "", NO]
    assert "Gern vormittags." in page
    assert "Gespeichert sind Ihre Antworten vom 1. Juli 2025" in page


def test_no_answer_leaves_no_row(cast, client_of, poll):
    send(client_of("member_city"), poll, YES, "", "")
    assert PollAnswer.objects.count() == 1


def test_what_is_not_chosen_any_more_is_taken_back(cast, client_of, poll):
    send(client_of("member_city"), poll, YES, NO, MAYBE)
    send(client_of("member_city"), poll, YES, "", MAYBE, version=1)
    assert answers_of(poll, cast.member_city) == [YES, MAYBE]


@pytest.mark.parametrize("value, chosen", [(YES, [YES, YES, YES]), ("", ["", "", ""])])
def test_one_answer_to_all_is_shown_and_not_saved(cast, client_of, poll, value, chosen):
    """The way without scripts: the page comes back as it was, with that answer everywhere."""
    client = client_of("member_city")
    first = poll.options.in_order().first()
    words = {f"remark_{first.pk}": "Gern früher.", "remark": "An allen."}
    answer = send(client, poll, NO, "", MAYBE, alle=value, **words)
    assert answer.status_code == 200
    assert chosen_on(answer.text, poll) == chosen
    assert "Gern früher." in answer.text
    assert "An allen." in answer.text
    assert "Gespeichert wird mit dem Knopf darunter." in answer.text
    assert not PollReply.objects.exists()


def test_changed_until_the_deadline(cast, client_of, poll, clock):
    client = client_of("member_city")
    send(client, poll, YES, YES, YES)
    clock.move_to("2025-07-11T23:59:00+02:00")
    client = client_of("member_city")
    send(client, poll, NO, YES, "", version=1)
    assert answers_of(poll, cast.member_city) == [NO, YES]


def test_all_taken_back_is_no_answer_again(cast, client_of, poll):
    client = client_of("member_city")
    send(client, poll, YES, YES, YES)
    send(client, poll, "", "", "", version=1)
    assert not PollAnswer.objects.exists()
    assert not PollReply.objects.given().exists()


def test_nothing_chosen_is_asked_again(cast, client_of, poll):
    answer = send(client_of("member_city"), poll, "", "", "", remark="Ich weiß es noch nicht.")
    assert answer.status_code == 422
    assert "Bitte antworten Sie zu mindestens einem Vorschlag." in answer.text
    assert "Ich weiß es noch nicht." in answer.text
    assert not PollReply.objects.exists()


def test_twice_is_once(cast, client_of, poll):
    client = client_of("member_city")
    for _click in range(2):
        assert send(client, poll, YES, YES, NO).status_code == 200
    assert PollReply.objects.get().version == 1
    assert Event.objects.filter(verb="polls.answered").count() == 1


def test_what_is_no_answer_is_refused_and_kept(cast, client_of, poll):
    answer = send(client_of("member_city"), poll, YES, "PERHAPS", NO, remark="Meine Worte.")
    assert answer.status_code == 422
    assert "Meine Worte." in answer.text
    too_long = send(client_of("member_city"), poll, YES, YES, NO, remark="x" * 301)
    assert too_long.status_code == 422
    assert not PollAnswer.objects.exists()


def test_two_windows_lose_nothing(cast, client_of, poll):
    """The second sees what the first has saved, keeps its own choices, and decides."""
    client = client_of("member_city")
    send(client, poll, YES, YES, YES)
    late = send(client, poll, NO, YES, YES, remark="Vom Telefon")
    assert late.status_code == 409
    assert "Sie haben inzwischen an anderer Stelle geantwortet" in late.text
    assert "Vom Telefon" in late.text
    assert answers_of(poll, cast.member_city) == [YES, YES, YES]
    send(client, poll, NO, YES, YES, remark="Vom Telefon", version=1)
    assert answers_of(poll, cast.member_city) == [NO, YES, YES]


def test_a_form_that_names_no_option_takes_nothing_back(cast, client_of, poll):
    """Nothing is lost, so there is nothing to decide between: no question, and no new version either."""
    say(poll, cast.member_city, YES, MAYBE, NO, remark="Gern vormittags.")
    answer = client_of("member_city").post(address(poll, "antworten/"), {})
    assert answer.status_code == 303
    assert answers_of(poll, cast.member_city) == [YES, MAYBE, NO]
    reply = PollReply.objects.get()
    assert (reply.remark, reply.version) == ("Gern vormittags.", 1)


def test_after_the_end_what_was_chosen_is_still_there(cast, client_of, poll):
    """The vote comes while the poll is being closed."""
    client = client_of("member_city")
    poll_actions.close(poll=poll, by=cast.organiser)
    late = send(client, poll, YES, MAYBE, NO, remark="Zu spät?")
    assert late.status_code == 409
    assert "Die Terminabstimmung ist geschlossen." in late.text
    assert "Zu spät?" in late.text
    assert late.text.count(" checked") == 3
    assert not PollAnswer.objects.exists()
    assert client.get(address(poll, "antworten/")).status_code == 403


def test_the_deadline_ends_it_to_the_second(cast, client_of, poll, clock):
    """Also before the job has closed it."""
    clock.move_to("2025-07-12T00:00:00+02:00")
    assert send(client_of("member_city"), poll, YES, YES, YES).status_code == 409
    assert not PollAnswer.objects.exists()


def test_an_option_added_meanwhile_is_not_taken_for_an_answer(cast, client_of, poll):
    form = form_of(poll, YES, YES, YES)
    option_actions.add(meeting=poll.meeting, slots=september(24), by=cast.organiser)
    client_of("member_city").post(address(poll, "antworten/"), form)
    assert answers_of(poll, cast.member_city) == [YES, YES, YES]
    assert "Neue Vorschläge" not in client_of("member_city").get("/uebersicht/").text


def test_an_option_added_later_is_asked_for(cast, client_of, poll, clock):
    say(poll, cast.member_city, YES, YES, YES)
    assert "Neue Vorschläge" not in client_of("member_city").get("/uebersicht/").text
    clock.shift(dt.timedelta(hours=1))
    option_actions.add(meeting=poll.meeting, slots=september(24), by=cast.organiser)
    page = client_of("member_city").get("/uebersicht/").text
    assert "Neue Vorschläge: Datenplattform" in page


def test_an_option_removed_meanwhile_disturbs_nobody(cast, client_of, poll):
    form = form_of(poll, YES, YES, NO)
    option_actions.remove(option=poll.options.in_order().last(), by=cast.organiser)
    client_of("member_city").post(address(poll, "antworten/"), form)
    assert answers_of(poll, cast.member_city) == [YES, YES]


@pytest.mark.parametrize("persona", ["member_city", "member_utility", "minute_taker", "organiser", "admin"])
def test_every_member_may(client_of, poll, persona):
    assert send(client_of(persona), poll, YES, "", "").status_code == 200


@pytest.mark.slow
def test_what_is_asked_of_the_reader(cast, client_of, poll):
    """On the overview and on the meeting's page, until it is answered."""
    client = client_of("member_city")
    page = client.get("/uebersicht/").text
    assert "Wann können Sie? Datenplattform" in page
    assert "Bitte antworten Sie bis 11. Juli." in page
    assert "Bitte antworten Sie bis 11. Juli 2025" in client.get(poll.meeting.get_absolute_url()).text
    say(poll, cast.member_city, YES, "", "")
    assert "Wann können Sie?" not in client.get("/uebersicht/").text
    page = client.get(poll.meeting.get_absolute_url()).text
    assert "Bitte antworten Sie" not in page
    assert "Ihre Antworten vom 1. Juli 2025" in page


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_outside_nobody_hears_of_it(cast, client_of, persona):
    poll = opened(cast, audience=31)
    say(poll, cast.member_city, YES, "", "", remark="Nur unter uns.")
    page = client_of(persona).get(poll.meeting.get_absolute_url())
    assert page.status_code == 200
    for word in ("Terminabstimmung", "antworten", "Nur unter uns."):
        assert word not in page.text
    assert client_of(persona).get(address(poll)).status_code in (302, 404)


# --- proposals --------------------------------------------------------------------------------------------

PROPOSAL = {"day": "2025-09-23", "begins": "10:00", "ends": "12:00", "mode": "ONLINE", "place": ""}


def test_members_propose_where_they_may(cast, client_of):
    poll = opened(cast, allows_proposals=True)
    answer = client_of("member_city").post(address(poll, "vorschlagen/"), PROPOSAL, follow=True)
    assert "Ihr Vorschlag ist aufgenommen." in answer.text
    option = poll.options.in_order().last()
    assert (option.proposed_by, option.when) == (
        cast.member_city.person, "Dienstag, 23. September 2025, 10:00–12:00 Uhr",
    )  # fmt: skip
    client_of("member_utility").post(address(poll, "vorschlagen/"), PROPOSAL)
    assert poll.options.count() == 4
    assert "vorgeschlagen von Mitglied Stadtverwaltung" in client_of("admin").get(address(poll)).text


def test_elsewhere_not(client_of, poll):
    answer = client_of("member_city").post(address(poll, "vorschlagen/"), PROPOSAL)
    assert answer.status_code == 409
    assert "schlägt nur die Organisation Termine vor" in answer.text


@pytest.mark.parametrize("wrong, sentence", [
    ({"day": "2025-06-30"}, "liegt in der Vergangenheit."),
    ({"ends": "09:00"}, "Das Ende muss nach dem Beginn liegen."),
    ({"ends": "12:00", "begins": ""}, "Bitte geben Sie auch den Beginn an."),
    ({"day": "9999-01-01"}, "Bitte prüfen Sie das Jahr."),
    ({"mode": "ON_SITE", "place": "andere", "place_name": ""}, "Bitte nennen Sie den Ort."),
])  # fmt: skip
def test_a_wrong_proposal_comes_back(cast, client_of, wrong, sentence):
    poll = opened(cast, allows_proposals=True)
    answer = client_of("member_city").post(address(poll, "vorschlagen/"), PROPOSAL | wrong)
    assert answer.status_code == 422
    beside = answer.text[answer.text.index(f'id="id_{list(wrong)[-1]}_error"') :]
    assert sentence in beside[: beside.index("</p>")]
    assert poll.options.count() == 3


# --- the house --------------------------------------------------------------------------------------------


def test_the_house_is_that_of_the_answer(cast, client_of, poll):
    mover = somebody(cast.organisations["city"])
    say(poll, mover, YES, YES, YES)
    mover.person.memberships.update(organisation=cast.organisations["utility"])
    result = client_of("organiser").get(address(poll)).context["result"]
    assert [row.organisation_name for row in result.people if row.person == mover.person_id] == ["Stadt Jena"]


def test_who_is_gone_does_not_count(cast, client_of, poll):
    leaver = somebody(cast.organisations["city"])
    say(poll, leaver, YES, YES, YES)
    leaver.person.memberships.update(ends_on="2025-06-30")
    answer = client_of("organiser").get(address(poll))
    assert answer.context["result"].answered == 0
    assert "Die Antwort einer Person, die nicht mehr dabei ist, zählt nicht mit." in answer.text
    assert again(poll).replies.count() == 1
