"""The person's own choice of mails."""

import pytest

from activity.models import Preference

URL = "/profil/benachrichtigungen/"


@pytest.mark.parametrize(
    ("persona", "status"), [("anonymous", 302), ("member_city", 200), ("former_member", 200), ("admin", 200)]
)
def test_who_reaches_the_page(client_of, kinds, persona, status):
    assert client_of(persona).get(URL).status_code == status


def test_the_page_offers_what_can_be_declined_and_nothing_else(client_of, kinds):
    text = client_of("member_city").get(URL).content.decode()
    assert "Neues zu Themen" in text
    assert "Einladung</legend>" not in text


def choices(**changes):
    return {"test.noted": "at_once", "test.once": "at_once", "test.daily": "daily"} | changes


def test_a_choice_is_kept_and_shown(client_of, cast, kinds):
    client = client_of("member_city")
    response = client.post(URL, choices(**{"test.noted": "never"}), follow=True)
    assert "Ihre Wahl ist gespeichert." in response.content.decode()
    assert response.context["form"]["test.noted"].value() == "never"
    assert Preference.objects.filter(user=cast.member_city).count() == 3
    assert not Preference.objects.exclude(user=cast.member_city).exists()


def test_a_choice_can_be_changed_again(client_of, cast, kinds):
    client = client_of("member_city")
    client.post(URL, choices(**{"test.noted": "never"}))
    client.post(URL, choices(**{"test.noted": "daily"}))
    assert Preference.objects.get(user=cast.member_city, kind="test.noted").frequency == "daily"


def test_a_wrong_choice_is_named(client_of, cast, kinds):
    response = client_of("member_city").post(URL, choices(**{"test.noted": "hourly"}))
    assert response.status_code == 422
    assert response.context["form"].errors["test.noted"]
    assert not Preference.objects.exists()


def test_the_choice_decides_about_the_next_mail(client_of, cast, kinds, topic, tell, mailbox, worker):
    client_of("member_city").post(URL, choices(**{"test.noted": "never"}))
    tell("noted", topic, [cast.member_city])
    worker.drain()
    assert mailbox == []


def test_the_page_s_cost_does_not_grow_with_the_kinds(client_of, kinds, django_assert_max_num_queries):
    client = client_of("member_city")
    with django_assert_max_num_queries(6):
        client.get(URL)
