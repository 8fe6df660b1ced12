"""»dafür«: one voice a person."""

import pytest

from topics.enums import State
from topics.models import Support


def press(client, topic, wanted="1", **headers):
    return client.post(f"{topic.get_absolute_url()}unterstuetzen/", {"dafuer": wanted}, headers=headers)


def test_a_second_click_is_no_second_voice(client_of, accepted):
    client = client_of("member_city")
    for _click in range(2):
        assert press(client, accepted).status_code == 303
    assert Support.objects.filter(topic=accepted).count() == 1
    press(client, accepted, "0")
    assert not Support.objects.exists()


def test_htmx_gets_the_button_alone(client_of, accepted):
    answer = press(client_of("member_city"), accepted, **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<span")
    assert 'aria-pressed="true"' in answer.text
    assert "<html" not in answer.text


def test_the_way_back_stays_in_the_portal(client_of, accepted):
    client = client_of("member_city")
    url = f"{accepted.get_absolute_url()}unterstuetzen/"
    assert (
        client.post(url, {"dafuer": "1", "weiter": "/themen/?stand=ACCEPTED"}).url
        == "/themen/?stand=ACCEPTED"
    )
    assert (
        client.post(url, {"dafuer": "1", "weiter": "https://boese.example"}).url
        == accepted.get_absolute_url()
    )


@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("former_member", 403), ("admin", 303)])
def test_only_members_have_a_voice(client_of, accepted, persona, status):
    assert press(client_of(persona), accepted).status_code == status


def test_nobody_supports_what_they_do_not_see(client_of, utility_only):
    assert press(client_of("member_city"), utility_only).status_code == 404


def test_a_closed_topic_needs_no_more_voices(client_of, accepted):
    accepted.state = State.CLOSED
    accepted.save()
    answer = press(client_of("member_city"), accepted)
    assert answer.status_code == 409
    assert "nicht mehr offen" in answer.text


def test_reading_never_writes(client_of, accepted):
    assert client_of("member_city").get(f"{accepted.get_absolute_url()}unterstuetzen/").status_code == 405
