"""Members bring ideas; the organisers hear of them; nobody's words are lost."""

from uuid import uuid4

import pytest

from members import audience
from topics.enums import State
from topics.models import Topic

WORDS = {
    "title": "Digitale Bänke",
    "body": "Wozu **genau**?",
    "levels": ["1", "4"],
    "audience": str(audience.MEMBERS),
}


def test_a_member_proposes_and_the_organisers_hear(client_of, mailbox, worker):
    client_of("member_city").post("/themen/neu/", WORDS)
    topic = Topic.objects.get(title="Digitale Bänke")
    assert (topic.state, topic.levels, topic.proposed_by.name) == ("IDEA", 5, "Mitglied Stadtverwaltung")
    assert topic.organisation.name == "Stadt Jena"
    assert "<strong>genau</strong>" in topic.body_html
    worker.drain()
    assert [mail.to for mail in mailbox] == [["organiser@example.org"]]
    assert "Digitale Bänke" in mailbox[0].subject


def test_a_double_click_proposes_once(client_of):
    client, words = client_of("member_city"), WORDS | {"submission_key": str(uuid4())}
    answers = [client.post("/themen/neu/", words) for _click in range(2)]
    assert answers[0].url == answers[1].url
    assert Topic.objects.filter(title="Digitale Bänke").count() == 1


@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("former_member", 403), ("admin", 200)])
def test_who_reaches_the_form(client_of, persona, status):
    assert client_of(persona).get("/themen/neu/").status_code == status


def test_nobody_hides_a_topic_from_themselves(client_of):
    answer = client_of("member_city").post("/themen/neu/", WORDS | {"audience": str(audience.UTILITY)})
    assert "dass Sie das Thema selbst sehen" in answer.text
    assert not Topic.objects.exists()


def test_mistakes_keep_the_words(client_of):
    answer = client_of("member_city").post("/themen/neu/", WORDS | {"title": ""})
    assert answer.status_code == 422
    assert "Wozu **genau**?" in answer.text


def edit(client, topic, version, **words):
    return client.post(f"{topic.get_absolute_url()}bearbeiten/", WORDS | {"version": version} | words)


def test_the_proposer_edits_while_it_is_an_idea(client_of, idea):
    assert edit(client_of("member_city"), idea, 1).status_code == 303
    idea.refresh_from_db()
    assert (idea.title, idea.version) == ("Digitale Bänke", 2)


@pytest.mark.parametrize(
    "persona, state, status, sentence",
    [
        ("member_utility", State.IDEA, 403, "die das Thema vorgeschlagen hat"),
        ("member_city", State.ACCEPTED, 409, "ändert nur die Organisation"),
        ("admin", State.IDEA, 403, "die das Thema vorgeschlagen hat"),
    ],
)
def test_others_may_not_edit_and_read_why(client_of, idea, persona, state, status, sentence):
    idea.state = state
    idea.save()
    answer = edit(client_of(persona), idea, 1)
    assert answer.status_code == status
    assert sentence in answer.text


def test_two_at_once_lose_nothing(client_of, idea):
    edit(client_of("organiser"), idea, 1, body="Text der Organisation")
    answer = edit(client_of("member_city"), idea, 1, body="Text des Mitglieds")
    assert answer.status_code == 409
    assert "Text der Organisation" in answer.text
    assert "Text des Mitglieds" in answer.text
    assert 'name="version" value="2"' in answer.text
    idea.refresh_from_db()
    assert idea.body == "Text der Organisation"
    assert edit(client_of("member_city"), idea, 2, body="Text des Mitglieds").status_code == 303
