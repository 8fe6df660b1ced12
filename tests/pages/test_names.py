"""Names and titles that nobody could read: refused beside the field, by the action as well; old ones stay."""

import html

import pytest
from django.core.exceptions import ValidationError

from core.names import NO_CONTROLS, NO_TURNING, NOTHING_TO_SEE
from members.actions.people import change_profile
from members.models import Person
from tests.older import stored_before
from topics import actions as topics
from topics.enums import Verb
from topics.models import Topic

BAD = [("Haus\u202ehalt", NO_TURNING), ("\u2068Haushalt", NO_TURNING), ("Haus\thalt", NO_CONTROLS),
       ("\u200b\u00ad", NOTHING_TO_SEE)]  # fmt: skip


def sent(client, path, field, name, **data):
    response = client.post(path, {field: name, **data})
    return response, html.unescape(response.content.decode())


@pytest.mark.parametrize("name, sentence", BAD, ids=ascii)
@pytest.mark.parametrize(
    "persona, path, field",
    [
        ("member_city", "/themen/neu/", "title"),
        ("organiser", "/treffen/neu/", "title"),
        ("member_city", "/profil/", "name"),
        ("admin", "/verwaltung/organisationen/neu/", "name"),
    ],
)
def test_a_form_says_what_is_wrong_beside_the_field(client_of, persona, path, field, name, sentence):
    response, page = sent(client_of(persona), path, field, name, body="Was ich dazu schrieb")
    assert response.status_code == 422
    assert str(sentence) in page.partition(f'id="id_{field}_error"')[2][:400]
    assert f'value="{name}"' in page


@pytest.mark.parametrize("name", [name for name, _sentence in BAD], ids=ascii)
def test_an_action_refuses_them_too(cast, name):
    with pytest.raises(ValidationError):
        topics.propose(title=name, by=cast.member_city)
    person = cast.member_city.person
    with pytest.raises(ValidationError):
        change_profile(person=person, version=person.version, wanted=Person(name=name), by=cast.member_city)
    assert not Topic.objects.exists()
    person.refresh_from_db()
    assert person.name == "Mitglied Stadtverwaltung"


def test_an_action_keeps_what_it_stores_in_one_spelling(cast):
    topic = topics.propose(title=" Mu\u0308ll ", by=cast.member_city)
    assert topic.title == Topic.objects.get().title == "Müll"


def test_what_was_stored_before_stays_readable_and_can_go_on(cast, client_of):
    topic = topics.propose(title="Alt", body="Text", by=cast.member_city)
    stored_before(topic, title="A\u202elt")
    page = client_of("member_city").get(topic.get_absolute_url())
    assert page.status_code == 200
    assert "A\u202elt" in page.content.decode()
    topics.support(topic=topic, by=cast.member_city)
    topics.move(topic=topic, verb=Verb.ACCEPT, by=cast.organiser)
    topic.refresh_from_db()
    assert topic.title == "A\u202elt"
