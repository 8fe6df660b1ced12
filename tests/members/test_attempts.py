"""Who guesses is slowed down; whoever knows the password, or the browser, gets in all the same."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from activity.models import OutboxMail
from members import attempts
from members.models import User
from tests.factories.rows import PASSWORD
from tests.members.conftest import code_in

LOGIN, CODE, RESET = "/konto/login/", "/konto/login/code/", "/konto/password/reset/"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
WAIT = "Bitte warten Sie noch"


@pytest.fixture
def member(confirmed):
    return confirmed.member_city


def at(address, client=None):
    """A browser at an address of the network."""
    client = client or Client()
    client.defaults["REMOTE_ADDR"] = address
    return client


def try_password(client, user, password="falsch-falsch-falsch"):
    return client.post(LOGIN, {"login": user.email, "password": password})


@pytest.fixture
def few(monkeypatch):
    """Smaller numbers for all places together, so that a test of them is short."""
    for name, paces in attempts.PACES.items():
        small = paces._replace(account=paces.account._replace(free=8), address=paces.address._replace(free=7))
        monkeypatch.setitem(attempts.PACES, name, small)


def test_one_place_alone_never_uses_up_what_belongs_to_all():
    for paces in attempts.PACES.values():
        assert paces.account.free >= 3 * paces.here.free
        assert paces.here.seconds >= 2 * paces.account.seconds


def many_addresses(number):
    return [f"203.0.113.{each}" for each in range(1, number + 1)]


def signed_in_before(user):
    """The owner's browser: signed in some time ago, and out again."""
    client = at(HERE)
    assert try_password(client, user, PASSWORD).status_code == 302
    client.post("/konto/logout/")
    return client


# --- from one address -------------------------------------------------------------------------------------


def test_six_wrong_passwords_keep_the_owner_out_nowhere_else(member):
    for _attempt in range(6):
        answer = try_password(at(HERE), member)
    assert WAIT in answer.text
    assert WAIT in try_password(at(HERE), member, PASSWORD).text
    assert try_password(at(ELSEWHERE), member, PASSWORD).url == "/uebersicht/"


def test_even_there_it_is_a_wait_and_no_lock(member, clock):
    for _attempt in range(6):
        try_password(at(HERE), member)
    assert "noch 1 Minute" in try_password(at(HERE), member).text.replace("60 Sekunden", "1 Minute")
    clock.shift(dt.timedelta(seconds=45))
    assert "noch 15 Sekunden" in try_password(at(HERE), member).text
    clock.shift(dt.timedelta(seconds=16))
    assert try_password(at(HERE), member, PASSWORD).url == "/uebersicht/"


def test_who_must_wait_does_not_wait_longer_for_trying(member, clock):
    for _attempt in range(20):
        try_password(at(HERE), member)
    clock.shift(dt.timedelta(seconds=61))
    assert try_password(at(HERE), member, PASSWORD).url == "/uebersicht/"


def test_one_connection_of_ipv6_has_many_addresses_and_one_pace(member):
    answers = [try_password(at(f"2001:db8::{each:x}"), member).text for each in range(1, 7)]
    assert [WAIT in answer for answer in answers] == [False] * 5 + [True]
    assert try_password(at("2001:db8:0:1::1"), member, PASSWORD).status_code == 302


def test_success_forgets_the_failures_of_that_place_alone(member, cast):
    for _attempt in range(4):
        try_password(at(HERE), member)
    assert try_password(at(HERE), member, PASSWORD).status_code == 302
    answers = [WAIT in try_password(at(HERE), member).text for _attempt in range(6)]
    assert answers == [False] * 5 + [True]


def test_one_password_for_many_accounts_is_slowed_down_too(member, few):
    for each in range(7):
        at(HERE).post(LOGIN, {"login": f"nobody{each}@example.org", "password": "falsch-falsch-falsch"})
    assert WAIT in try_password(at(HERE), member, PASSWORD).text
    assert try_password(at(ELSEWHERE), member, PASSWORD).status_code == 302


def test_attempts_at_the_same_moment_are_counted_one_after_the_other(member):
    def is_let_in(_number):
        try:
            attempts.Attempt("password", RequestFactory().post(LOGIN), User(pk=member.pk)).begin()
        except ValidationError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(is_let_in, range(24))) == 5


# --- from many addresses ----------------------------------------------------------------------------------


@pytest.fixture
def guessed(few, member):
    """What the last of them read who guess this member's password from many places."""

    def guess_from_everywhere():
        return [try_password(at(address), member) for address in many_addresses(9)][-1].text

    return guess_from_everywhere


def test_guessing_from_many_addresses_is_slowed_down_as_a_whole(member, guessed, clock):
    assert WAIT in guessed()
    assert WAIT in try_password(at(ELSEWHERE), member, PASSWORD).text
    clock.shift(dt.timedelta(seconds=21))
    assert try_password(at(ELSEWHERE), member, PASSWORD).status_code == 302


def test_a_known_browser_gets_in_all_the_same(member, guessed):
    known = signed_in_before(member)
    guessed()
    for _attempt in range(6):
        try_password(at(HERE), member)
    assert try_password(at(HERE, known), member, PASSWORD).url == "/uebersicht/"


def test_a_known_browser_has_its_own_pace(member):
    known = signed_in_before(member)
    assert [WAIT in try_password(known, member).text for _attempt in range(6)] == [False] * 5 + [True]


def test_it_is_known_for_its_account_alone(member, guessed, confirmed):
    other = signed_in_before(confirmed.member_utility)
    guessed()
    assert WAIT in try_password(other, member, PASSWORD).text


@pytest.mark.parametrize("value", ["1-abc-def", "1-abc-def:1abc:sig"])
def test_a_cookie_that_is_not_ours_is_no_known_browser(member, guessed, value):
    guessed()
    client = at(ELSEWHERE)
    client.cookies["bekannt"] = value
    assert WAIT in try_password(client, member, PASSWORD).text


def test_nor_one_from_before_the_password_changed(member, guessed):
    known = signed_in_before(member)
    user = User.objects.get(pk=member.pk)
    user.set_password("Ein-ganz-neues-Kennwort-1")
    user.save()
    guessed()
    assert WAIT in try_password(known, user, "Ein-ganz-neues-Kennwort-1").text


# --- codes and resets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", [CODE, RESET])
def test_six_requests_keep_the_owner_from_no_mail(member, worker, mailbox, door):
    for _request in range(6):
        answer = at(HERE).post(door, {"email": member.email})
    assert WAIT in answer.text
    worker.drain()
    assert len(mailbox) == 3
    assert at(ELSEWHERE).post(door, {"email": member.email}).status_code == 302
    worker.drain()
    assert code_in(mailbox[-1])


@pytest.mark.parametrize("door", [CODE, RESET])
def test_nobody_is_flooded_with_codes_from_many_addresses(member, few, door):
    known = signed_in_before(member)
    for address in many_addresses(10):
        answer = at(address).post(door, {"email": member.email})
    assert WAIT in answer.text
    assert OutboxMail.objects.count() == 8
    assert known.post(door, {"email": member.email}).status_code == 302


@pytest.mark.slow
def test_an_unknown_address_is_slowed_down_like_a_known_one(member):
    """Or the wait would tell who has an account."""
    for door, field in ((LOGIN, "login"), (CODE, "email"), (RESET, "email")):
        seen = []
        for address in (member.email, "niemand@example.org"):
            words = {field: address, "password": "falsch-falsch-falsch"}
            seen.append([WAIT in at(HERE).post(door, words).text for _attempt in range(6)])
        assert seen[0] == seen[1]


# --- the second factor ------------------------------------------------------------------------------------


@pytest.fixture
def with_app(member):
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    return member, secret


def second_step(address, user, code="000000"):
    client = at(address)
    assert try_password(client, user, PASSWORD).url.startswith("/konto/2fa/")
    return client.post("/konto/2fa/authenticate/", {"code": code})


def test_who_knows_the_password_and_guesses_the_code_keeps_nobody_out(with_app):
    member, secret = with_app
    for _attempt in range(6):
        answer = second_step(HERE, member)
    assert WAIT in answer.text
    right = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert WAIT in second_step(HERE, member, right).text
    assert second_step(ELSEWHERE, member, right).url == "/konto/2fa/trust/"
