"""The link that stops mails of one kind, as mail programs and people use it."""

import re

import pytest
from django.test import Client

from activity.digest import DIGEST
from activity.models import Preference
from activity.unsubscribing import token_for


def address(user, kind):
    return f"/benachrichtigungen/abbestellen/{token_for(user, kind)}/"


def one_click(path):
    """As a mail provider sends it: no cookies, no page before it (RFC 8058, section 3.1)."""
    client = Client(enforce_csrf_checks=True)
    return client.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")


def test_the_address_in_the_mail_stops_its_kind(cast, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.drain()
    to_city = next(mail for mail in mailbox if mail.to == [cast.member_city.email])
    path = re.fullmatch("<http://testserver(.+)>", to_city.extra_headers["List-Unsubscribe"])[1]
    assert path in to_city.body
    assert one_click(path).status_code == 200
    kept = Preference.objects.values_list("user", "kind", "frequency")
    assert list(kept) == [(cast.member_city.pk, "test.noted", "never")]
    mailbox.clear()
    tell("noted", topic, [cast.member_city, cast.organiser])
    worker.drain()
    assert [mail.to for mail in mailbox] == [[cast.organiser.email]]


def test_looking_at_it_changes_nothing(client, cast, kinds):
    path = address(cast.member_city, "test.noted")
    page = client.get(path)
    assert "»Neues zu Themen«" in page.text
    assert "Abbestellen" in page.text
    assert client.head(path).status_code == 200
    assert not Preference.objects.exists()
    assert "Sie erhalten keine Mails »Neues zu Themen« mehr." in client.post(path).text
    client.post(path)
    assert Preference.objects.count() == 1


def test_the_daily_mail_stops_what_comes_once_a_day_and_nothing_else(client, cast, kinds):
    client.post(address(cast.member_city, DIGEST))
    kept = dict(Preference.objects.filter(user=cast.member_city).values_list("kind", "frequency"))
    assert kept == {"test.daily": "never"}


@pytest.mark.parametrize("kind", ["test.welcome", "test.code", "test.gone"])
def test_what_cannot_be_stopped_has_no_link(client, cast, kinds, kind):
    """Invitations to the portal and codes always come; a kind that is gone cannot."""
    path = address(cast.member_city, kind)
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert not Preference.objects.exists()


def test_a_mail_that_cannot_be_stopped_does_not_offer_it(cast, topic, tell, mailbox, worker):
    tell("welcome", topic, [cast.member_city])
    worker.drain()
    (mail,) = mailbox
    assert "List-Unsubscribe" not in mail.message()
    assert "abbestellen" not in mail.body


def test_a_false_link_tells_nothing(client, cast, kinds):
    good = address(cast.member_city, "test.noted")
    for path in (good.replace("noted", "daily"), good[:-2] + "x/", "/benachrichtigungen/abbestellen/1-a/"):
        answer = client.post(path)
        assert answer.status_code == 404
        assert "Dieser Link gilt nicht mehr" in answer.text
    assert not Preference.objects.exists()
