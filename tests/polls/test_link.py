"""Answering by the link in the mail: for one person and one poll, without signing in."""

import datetime as dt
import re

import pytest
from django.test import Client

from activity.models import Event
from members import audience
from polls.actions import polls as poll_actions
from polls.models import PollAnswer, PollReply
from polls.selectors.links import token_for
from tests.polls.polling import MAYBE, NO, YES, address, again, answers_of, form_of, opened, say

pytestmark = pytest.mark.django_db
OVER = "Dieser Link gilt nicht mehr"
TELLING = ("Datenplattform", "Mitglied Stadtverwaltung", "10. September", "JEDI", "Bitte alle Häuser")


@pytest.fixture
def poll(cast):
    return opened(cast)


@pytest.fixture
def link(cast, poll):
    return link_for(poll, cast.member_city)


@pytest.fixture
def anybody(cast):
    return Client()


def link_for(poll, user):
    return f"/terminabstimmung/{token_for(poll, user)}/"


def is_over(answer, status=410):
    assert answer.status_code == status
    assert OVER in answer.text
    assert [word for word in TELLING if word in answer.text] == []
    return True


def test_the_mail_brings_it(cast, mailbox, worker, anybody):
    poll = opened(cast)
    worker.drain()
    mail = next(mail for mail in mailbox if mail.to == ["member.city@example.org"])
    found = re.search(r"http://testserver(/terminabstimmung/\S+/)", mail.body)
    assert found[1] in mail.alternatives[0].content
    answer = anybody.post(found[1], form_of(poll, YES, YES, NO))
    assert "Ihre Antworten sind gespeichert." in answer.text
    assert answers_of(poll, cast.member_city) == [YES, YES, NO]


def test_every_link_is_its_own(cast, poll, mailbox, worker):
    worker.drain()
    links = {re.search(r"/terminabstimmung/\S+/", mail.body)[0] for mail in mailbox}
    assert len(links) == len(mailbox) == 5


def test_looking_writes_nothing(poll, link, anybody):
    events = Event.objects.count()
    for _look in range(2):
        assert anybody.get(link).status_code == 200
        assert anybody.head(link).status_code == 200
    assert not PollReply.objects.exists()
    assert Event.objects.count() == events


def test_the_page_says_whose_answers_these_are_and_nothing_of_others(cast, poll, link, anybody):
    say(poll, cast.member_utility, YES, YES, YES, remark="Nur im Portal zu lesen")
    answer = anybody.get(link)
    assert "Dies sind die Antworten von <b>Mitglied Stadtverwaltung</b>." in answer.text
    assert "Nur im Portal zu lesen" not in answer.text
    assert "Mitglied Stadtwerke" not in answer.text


def test_nobody_keeps_it_and_no_other_host_hears_its_address(link, anybody):
    """»no-referrer« would make browsers send forms without an origin, and Django refuses those."""
    answer = anybody.get(link)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.text
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_meetings_of_the_circle_are_not_named_on_it(cast, poll, link, anybody):
    """A link that is forwarded must not tell of other meetings; who is signed in sees them."""
    from tests.factories.rows import MeetingFactory

    MeetingFactory(title="Vertrauliche Runde")
    assert "Vertrauliche Runde" not in anybody.get(link).text
    MeetingFactory(title="Offener Stammtisch", audience=audience.PUBLIC)
    assert "Offener Stammtisch" in anybody.get(link).text


def test_it_is_noted_how_the_answer_came(cast, client_of, poll, link, anybody):
    anybody.post(link, form_of(poll, YES, MAYBE, NO, remark="Vom Telefon"))
    reply = PollReply.objects.get()
    assert (reply.person, reply.by_link, reply.remark) == (cast.member_city.person, True, "Vom Telefon")
    event = Event.objects.get(verb="polls.answered")
    assert event.actor_id == cast.member_city.pk
    assert "Vom Telefon" in client_of("member_utility").get(address(poll)).text


def test_by_link_too_two_windows_lose_nothing(cast, poll, link, anybody):
    anybody.post(link, form_of(poll, YES, YES, YES))
    late = anybody.post(link, form_of(poll, NO, YES, YES, remark="Vom Telefon"))
    assert late.status_code == 409
    assert "Sie haben inzwischen an anderer Stelle geantwortet" in late.text
    assert "Vom Telefon" in late.text
    assert anybody.post(link, {}).status_code == 200  # names no option: it takes nothing back
    assert answers_of(poll, cast.member_city) == [YES, YES, YES]


def test_once_more_by_the_same_link(cast, poll, link, anybody):
    anybody.post(link, form_of(poll, YES, YES, YES))
    anybody.post(link, form_of(poll, NO, YES, YES, version=1))
    assert answers_of(poll, cast.member_city) == [NO, YES, YES]


def test_a_form_from_elsewhere_does_nothing(cast, poll, link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, form_of(poll, YES, YES, YES)).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(link).text)[1]
    sent = strict.post(link, form_of(poll, YES, YES, YES, csrfmiddlewaretoken=token))
    assert "Ihre Antworten sind gespeichert." in sent.text


def test_errors_keep_what_was_typed(poll, link, anybody):
    answer = anybody.post(link, form_of(poll, "", "", "", remark="Noch offen"))
    assert answer.status_code == 422
    assert "Noch offen" in answer.text


def test_blocked_by_its_person(cast, client_of, poll, link, anybody):
    client_of("member_city").post(address(poll, "link-sperren/"))
    assert is_over(anybody.get(link))
    assert "geschlossen" not in anybody.get(link).text
    assert is_over(anybody.post(link, form_of(poll, YES, YES, YES)))
    assert anybody.get(link_for(poll, cast.member_utility)).status_code == 200
    assert client_of("member_city").get(address(poll, "antworten/")).status_code == 200
    say(poll, cast.member_city, YES, YES, YES)
    assert is_over(anybody.get(link))


def test_after_the_end_it_is_useless(cast, poll, link, anybody, clock):
    poll_actions.close(poll=poll, by=cast.organiser)
    assert is_over(anybody.get(link))
    clock.shift(dt.timedelta(hours=2))
    late = anybody.post(link, form_of(poll, YES, YES, YES))
    assert is_over(late)
    assert "Die Terminabstimmung ist geschlossen." in late.text
    assert not PollAnswer.objects.exists()


def test_after_the_decision_it_is_useless(cast, poll, link, anybody):
    poll_actions.decide(option=poll.options.in_order().first(), by=cast.organiser)
    assert is_over(anybody.get(link))


def test_sent_just_after_the_end_it_comes_back(cast, poll, link, anybody, clock):
    """Whoever was choosing while it ended reads why, with the choices still there."""
    clock.move_to("2025-07-12T00:00:05+02:00")
    late = anybody.post(link, form_of(poll, YES, MAYBE, NO, remark="Gerade noch?"))
    assert late.status_code == 409
    assert "Die Terminabstimmung ist geschlossen." in late.text
    assert "Gerade noch?" in late.text
    assert not PollAnswer.objects.exists()
    assert is_over(anybody.get(link))


def test_opened_again_it_is_good_again(cast, poll, link, anybody):
    poll_actions.close(poll=poll, by=cast.organiser)
    poll = again(poll)
    poll_actions.change(poll=poll, version=poll.version, until=dt.date(2025, 7, 14), by=cast.organiser)
    assert anybody.get(link).status_code == 200


def test_a_poll_that_was_taken_back_kills_it(cast, poll, link, anybody):
    poll_actions.withdraw(poll=poll, by=cast.organiser)
    assert is_over(anybody.get(link))
    poll = again(poll)
    poll_actions.open(poll=poll, version=poll.version, until=dt.date(2025, 7, 14), by=cast.organiser)
    assert is_over(anybody.get(link))
    assert anybody.get(link_for(again(poll), cast.member_city)).status_code == 200


def test_who_lost_the_right_lost_the_link(cast, poll, link, anybody):
    def allowed():
        return anybody.get(link).status_code == 200

    assert allowed()
    poll.meeting.audience = audience.UTILITY
    poll.meeting.save()
    assert is_over(anybody.get(link))
    poll.meeting.audience = audience.MEMBERS
    poll.meeting.save()
    cast.member_city.person.memberships.update(ends_on="2025-06-30")
    assert is_over(anybody.post(link, form_of(poll, YES, YES, YES)))
    cast.member_city.person.memberships.update(ends_on=None)
    assert allowed()
    cast.member_city.is_active = False
    cast.member_city.save()
    assert is_over(anybody.get(link))


@pytest.mark.parametrize("change", [
    lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    lambda token: "9" + token,
    lambda token: token.rpartition(".")[0],
    lambda _token: "irgendwas",
])  # fmt: skip
def test_a_forged_link_tells_nothing(cast, poll, anybody, change):
    forged = f"/terminabstimmung/{change(token_for(poll, cast.member_city))}/"
    assert is_over(anybody.get(forged), status=404)
    assert is_over(anybody.post(forged, form_of(poll, YES, YES, YES)), status=404)


def test_signed_in_as_somebody_else_it_is_still_that_persons_link(client_of, cast, poll, link):
    client_of("organiser").post(link, form_of(poll, YES, YES, YES))
    assert PollReply.objects.get().person == cast.member_city.person
