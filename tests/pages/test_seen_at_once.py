"""What a reader sees is true at once, whatever is kept: changes, rights, the clock, the language."""

import datetime as dt
import re
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.paginator import Paginator
from django.utils import timezone

from core.dates import today
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members import audience
from minutes.enums import State as MinutesState
from outcomes.models import ActionItem, Decision
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    TopicFactory,
)
from topics.models import Topic


@pytest.fixture
def meeting(cast):
    return MeetingFactory(title="Herbsttreffen")


def address(meeting):
    return f"/treffen/{meeting.pk}/"


def titles(client):
    return client.get("/treffen/").content.decode()


def test_a_change_is_seen_at_once_even_without_an_event(client_of, meeting):
    client = client_of("member_city")
    assert "Herbsttreffen" in titles(client)
    Meeting.objects.filter(pk=meeting.pk).update(title="Wintertreffen")
    assert "Wintertreffen" in titles(client)
    assert "Wintertreffen" in client.get(address(meeting)).content.decode()


def test_an_ended_membership_ends_the_rights_at_once(client_of, cast, meeting):
    client = client_of("member_city")
    assert client.get(address(meeting)).status_code == 200
    person = cast.member_city.person
    person.memberships.update(ends_on=today() - dt.timedelta(days=1))
    assert client.get(address(meeting)).status_code == 404
    assert "Herbsttreffen" not in titles(client)


def test_the_last_day_of_a_membership_is_followed_by_none(client_of, cast, meeting, clock):
    client = client_of("member_city")
    cast.member_city.person.memberships.update(ends_on=today())
    page = client.get(address(meeting))
    assert page.status_code == 200
    clock.shift(dt.timedelta(days=1))
    later = client.get(address(meeting), headers={"If-None-Match": page.headers["ETag"]})
    assert later.status_code == 404


def test_a_meeting_moves_to_the_past_by_the_clock_alone(client_of, meeting, clock):
    client = client_of("member_city")
    assert "Was kommt" in titles(client)
    clock.move_to(meeting.ends_at + dt.timedelta(seconds=1))
    assert "Was kommt" not in titles(client)


@pytest.mark.parametrize("order", [["member_city", "member_utility"], ["member_utility", "member_city"]])
def test_readers_do_not_inherit_from_each_other(client_of, cast, order):
    meeting = MeetingFactory(title="Nur für die Stadt", audience=audience.CITY)
    for _again in range(2):
        for persona in order:
            expected = 200 if persona == "member_city" else 404
            client = client_of(persona)
            assert client.get(address(meeting)).status_code == expected
            assert ("Nur für die Stadt" in titles(client)) == (expected == 200)


def test_each_language_has_its_own_words(client_of, meeting):
    client = client_of("member_city")
    german = client.get(address(meeting))
    client.cookies["django_language"] = "en"
    english = client.get(address(meeting), headers={"If-None-Match": german.headers["ETag"]})
    assert english.status_code == 200
    assert '<html lang="en"' in english.content.decode()


def test_an_account_that_is_switched_off_is_signed_out(client_of, cast, meeting):
    client = client_of("member_city")
    assert client.get(address(meeting)).status_code == 200
    user = cast.users["member_city"]
    user.is_active = False
    user.save()
    assert client.get(address(meeting)).status_code == 404


@pytest.mark.parametrize("change", ["gone", "old"])
def test_a_session_that_is_gone_or_old_is_none(client_of, meeting, change):
    client = client_of("member_city")
    assert client.get(address(meeting)).status_code == 200
    if change == "gone":
        Session.objects.all().delete()
    else:
        Session.objects.update(expire_date=timezone.now())
    assert client.get(address(meeting)).status_code == 404


@pytest.mark.parametrize("folder", ["treffen", "protokolle"])
def test_a_number_beyond_all_keys_is_no_page(client_of, cast, folder):
    assert client_of("member_city").get(f"/{folder}/{10**30}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/themen/?stand=unsinn", "/beschluesse/?thema=unsinn&seite=7", "/treffen/?seite=9"]
)
def test_addresses_that_anybody_can_think_up_push_nothing_out(client_of, meeting, address):
    client = client_of("member_city")
    client.get(address.partition("?")[0])  # what all come to is kept now
    with patch.object(caches["pages"], "set") as keep, patch.object(caches["parts"], "set") as keep_part:
        assert client.get(address).status_code == 200
    assert not keep.called
    assert not keep_part.called


def test_what_is_above_and_below_each_page_is_the_readers_own(client_of, cast, meeting):
    for persona in ("member_city", "admin", "member_utility", "anonymous", "member_city"):
        page = client_of(persona).get("/treffen/").content.decode()
        names = [cast.users[name].person.name for name in ("member_city", "admin", "member_utility")]
        own = cast.users[persona].person.name if persona != "anonymous" else None
        assert [name for name in names if f"<b>{name}</b>" in page] == [name for name in names if name == own]
        assert (">Verwaltung</a>" in page) == (persona == "admin")
        assert (">Regeln</a>" in page) == (own is not None)


def test_nobody_is_sent_the_token_of_somebody_else(client_of, meeting):
    tokens = []
    for persona in ("member_city", "member_utility"):
        client = client_of(persona)
        client.handler.enforce_csrf_checks = True
        page = client.get("/themen/").content.decode()
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
        sent = client.post(
            "/darstellung/", {"darstellung": "dark", "csrfmiddlewaretoken": token, "next": "/"}
        )
        assert sent.status_code == 303
        tokens.append(token)
    assert tokens[0] != tokens[1]


def test_whether_minutes_are_seen_is_asked_for_each_audience(client_of, cast):
    minutes = MinutesFactory(meeting=MeetingFactory(audience=audience.CITY), state=MinutesState.CIRCULATING)
    for _again in range(2):
        for persona, expected in [
            ("member_city", 200),
            ("member_utility", 404),
            ("organiser", 200),
            ("anonymous", 404),
        ]:
            assert client_of(persona).get(f"/protokolle/{minutes.pk}/").status_code == expected
    cast.member_city.person.memberships.update(ends_on=today() - dt.timedelta(days=1))
    assert client_of("member_city").get(f"/protokolle/{minutes.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("model", "address"),
    [
        (Meeting, "/protokolle/"),
        (Decision, "/beschluesse/"),
        (ActionItem, "/aufgaben/?wessen=alle"),
        (Topic, "/themen/"),
    ],
)
def test_what_is_narrowed_while_a_list_is_read_is_not_in_it(client_of, cast, model, address):
    """A list reads keys first and then their rows: somebody may narrow one in between."""
    words = "Nur noch für die Organisation"
    held = MeetingFactory(title=words, state=MeetingState.HELD, minute_taker=cast.minute_taker.person)
    MinutesFactory(meeting=held, state=MinutesState.CIRCULATING, circulated_at=timezone.now())
    item = AgendaItemFactory(meeting=held)
    DecisionFactory(agenda_item=item, wording=words, released_at=timezone.now())
    ActionItemFactory(agenda_item=item, wording=words, released_at=timezone.now())
    TopicFactory(title=words, audience=audience.MEMBERS)
    client = client_of("member_city")
    assert words in client.get(address).content.decode()
    caches["pages"].clear()
    get_page = Paginator.get_page

    def narrow(paginator, number):
        model.objects.update(audience=audience.UTILITY)
        return get_page(paginator, number)

    with patch.object(Paginator, "get_page", narrow):
        assert words not in client.get(address).content.decode()
