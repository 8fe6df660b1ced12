"""allauth behind our pages: German, quiet about who has an account, and limited."""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from activity import jobs
from activity.models import Event, OutboxMail
from members.notifications import ACCOUNT_MAILS
from tests.factories.rows import PASSWORD
from tests.members.conftest import code_in

LOGIN = "/konto/login/"
CODE = "/konto/login/code/"
CONFIRM = "/konto/login/code/confirm/"
RESET = "/konto/password/reset/"
UNKNOWN = "niemand@example.org"


@pytest.fixture
def member(confirmed):
    return confirmed.member_city


def test_the_sign_in_page_offers_three_ways(db):
    page = Client().get(LOGIN).content.decode()
    for words in ("E-Mail-Adresse", "Passwort vergessen?", "Code zusenden", "Mit Passkey anmelden"):
        assert words in page


def test_the_language_of_the_profile_comes_along_to_another_browser(member, sign_in):
    member.language = "en"
    member.save(update_fields=["language"])
    client = Client()
    sign_in(client, member)
    assert '<html lang="en"' in client.get("/uebersicht/").content.decode()
    client.post("/sprache/", {"language": "de"})
    sign_in(client, member)
    assert '<html lang="de"' in client.get("/uebersicht/").content.decode()


def test_with_password_members_land_on_the_overview(member, sign_in):
    response = sign_in(Client(), member)
    assert (response.status_code, response.url) == (302, "/uebersicht/")


def test_the_address_is_not_case_sensitive(member):
    response = Client().post(LOGIN, {"login": member.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


def test_a_former_member_lands_on_the_profile_and_is_told_why(confirmed, sign_in):
    client = Client()
    response = sign_in(client, confirmed.former_member)
    assert response.url == "/profil/"
    assert "zurzeit kein Mitglied" in client.get(response.url).content.decode()


def test_the_wanted_page_comes_after_the_sign_in(member, sign_in):
    assert Client().get("/mitglieder/").url == "/konto/login/?next=/mitglieder/"
    assert sign_in(Client(), member, next="/mitglieder/").url == "/mitglieder/"
    assert sign_in(Client(), member, next="https://boese.example/").url == "/uebersicht/"


def test_a_mailed_code_signs_in(member, worker, mailbox):
    client = Client()
    assert client.post(CODE, {"email": member.email}).url.startswith(CONFIRM)
    worker.drain()
    (mail,) = mailbox
    assert mail.to == [member.email]
    assert mail.subject == "Ihr Code für die Anmeldung"
    assert code_in(mail) in mail.alternatives[0].content
    assert client.post(CONFIRM, {"code": code_in(mail)}).url == "/uebersicht/"
    assert client.get("/profil/").status_code == 200


def test_the_code_button_beside_the_password_takes_the_address_along(member, worker, mailbox):
    client = Client()
    response = client.post(CODE, {"login": member.email, "password": "", "next": "/mitglieder/"})
    assert response.url.startswith(CONFIRM)
    worker.drain()
    assert client.post(CONFIRM, {"code": code_in(mailbox[0]), "next": "/mitglieder/"}).url == "/mitglieder/"


def test_a_wrong_code_does_not_sign_in(member, worker, mailbox):
    client = Client()
    client.post(CODE, {"email": member.email})
    assert "Dieser Code stimmt nicht." in client.post(CONFIRM, {"code": "FALSCH"}).content.decode()
    assert client.get("/profil/").status_code == 302


def test_a_code_is_forgotten_by_the_outbox_and_not_sent_when_it_is_old(member, worker, mailbox, clock):
    Client().post(CODE, {"email": member.email})
    clock.shift(dt.timedelta(minutes=11))
    worker.drain()
    assert mailbox == []
    Client().post(CODE, {"email": member.email})
    worker.drain()
    assert code_in(mailbox[0])
    assert all(code_in(mailbox[0]) not in str(mail.data) for mail in OutboxMail.objects.all())


# --- nobody learns who has an account ---------------------------------------------------------------------


@pytest.mark.parametrize("url, field", [(CODE, "email"), (RESET, "email")])
def test_known_and_unknown_addresses_get_the_same_answer(member, worker, mailbox, url, field):
    answers = {}
    for address in (member.email, UNKNOWN):
        client = Client()
        response = client.post(url, {field: address}, follow=True)
        page = response.content.decode().replace(address, "ADRESSE")
        answers[address] = (response.redirect_chain, re.sub(r'value="[^"]{64}"', "", page))
    assert answers[member.email][0] == answers[UNKNOWN][0]
    assert answers[member.email][1] == answers[UNKNOWN][1]
    worker.drain()
    assert {address for mail in mailbox for address in mail.to} == {member.email}


def test_wrong_password_and_unknown_address_read_the_same(member):
    pages = []
    for address in (member.email, UNKNOWN):
        page = Client().post(LOGIN, {"login": address, "password": "falsch-falsch-falsch"}).content.decode()
        pages.append(re.sub(r'value="[^"]{64}"', "", page.replace(address, "ADRESSE")))
    assert "passen nicht zusammen" in pages[0]
    assert pages[0] == pages[1]


def test_an_inactive_account_cannot_sign_in(member, sign_in):
    member.is_active = False
    member.save()
    response = sign_in(Client(), member)
    assert response.status_code == 200 or "inactive" in response.url
    assert "/profil/" not in getattr(response, "url", "")


def test_registration_is_closed_and_says_how_to_take_part(db):
    for response in (
        Client().get("/konto/signup/"),
        Client().post("/konto/signup/", {"email": UNKNOWN, "password1": PASSWORD}),
    ):
        assert "Es entsteht durch eine Einladung" in response.content.decode()
    assert not EmailAddress.objects.filter(email=UNKNOWN).exists()


# --- limits -----------------------------------------------------------------------------------------------


def test_too_many_wrong_passwords_are_stopped_with_a_way_out(member):
    client = Client()
    for _ in range(6):
        response = client.post(LOGIN, {"login": member.email, "password": "falsch-falsch-falsch"})
    assert "Zu viele Versuche" in response.content.decode()
    assert client.post(CODE, {"email": member.email}).status_code == 302


def test_too_many_pages_in_a_minute_are_429_in_our_look(member, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    client = Client()
    statuses = [client.post(LOGIN, {"login": UNKNOWN, "password": "x"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    page = client.post(LOGIN, {"login": UNKNOWN, "password": "x"}).content.decode()
    assert "Bitte warten Sie ein paar Minuten" in page


def test_too_many_codes_for_one_address_are_refused(member, worker, mailbox):
    for _ in range(5):
        response = Client().post(CODE, {"email": member.email})
    assert "Zu viele Versuche" in response.content.decode()
    worker.drain()
    assert len(mailbox) == 3


# --- passkeys ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    ["", "x", "[]", "7", "{}", '{"id": 7}', '{"rawId": "x", "response": []}', "[" * 100_000, "9" * 5000,
     '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "_w", "signature": "eA", '
     '"clientDataJSON": "eA", "authenticatorData": "eA"}}'],
    ids=lambda answer: answer[:12],
)  # fmt: skip
def test_a_device_that_answers_nonsense_signs_nobody_in(member, client_of, answer):
    client = Client()
    assert client.post("/konto/2fa/webauthn/login/", {"credential": answer}).url == LOGIN
    assert client.get("/profil/").status_code == 302
    client = client_of("member_city")
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    for page in ("add", "reauthenticate"):
        assert client.post(f"/konto/2fa/webauthn/{page}/", {"credential": answer}).status_code < 500


# --- passwords --------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_with_a_code(member, worker, mailbox, sign_in):
    client = Client()
    client.post(RESET, {"email": member.email})
    worker.drain()
    assert mailbox[0].subject == "Ihr Code für ein neues Passwort"
    response = client.post("/konto/password/reset/confirm/", {"code": code_in(mailbox[0])})
    assert "zu kurz" in client.post(response.url, {"password1": "kurz"}).content.decode()
    client.post(response.url, {"password1": "Ein-ganz-neues-Kennwort-1"})
    worker.drain()
    assert mailbox[-1].subject == "Ihr Passwort wurde neu gesetzt"
    assert sign_in(Client(), member, "Ein-ganz-neues-Kennwort-1").url == "/uebersicht/"


def test_changing_the_password_is_told_by_mail_with_where_from(member, client_of, worker, mailbox):
    client = client_of("member_city")
    data = {"oldpassword": PASSWORD, "password1": "Ein-ganz-neues-Kennwort-1"}
    response = client.post("/konto/password/change/", data, HTTP_USER_AGENT="Testbrowser")
    assert response.url == "/profil/"
    worker.drain()
    (mail,) = mailbox
    assert mail.subject == "Ihr Passwort wurde geändert"
    for words in (
        "Guten Tag Mitglied Stadtverwaltung",
        "Testbrowser",
        "1. Juli 2025, 10:00",
        "Waren Sie das",
    ):
        assert words in mail.body


# --- address ----------------------------------------------------------------------------------------------


def test_the_address_changes_when_the_new_one_is_confirmed(member, worker, mailbox, sign_in):
    client = Client()
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    response = client.post("/konto/email/", {"email": "neu@example.org", "action_add": "1"}, follow=True)
    assert "neu@example.org" in response.content.decode()
    worker.drain()
    assert mailbox[-1].to == ["neu@example.org"]
    member.refresh_from_db()
    assert member.email == "member.city@example.org"
    client.post("/konto/confirm-email/", {"code": code_in(mailbox[-1])})
    member.refresh_from_db()
    assert member.email == "neu@example.org"
    worker.drain()
    told = [mail for mail in mailbox if mail.subject == "Ihre E-Mail-Adresse wurde geändert"]
    assert [mail.to for mail in told] == [["member.city@example.org"]]
    line = Event.objects.get(verb="members.address_changed")
    assert (line.actor_id, line.target_id) == (member.pk, member.pk)
    assert line.data["changes"] == {"email": ["member.city@example.org", "neu@example.org"]}


def test_a_changed_address_that_cannot_be_recorded_is_not_changed(
    member, worker, mailbox, sign_in, monkeypatch
):
    def refuse(*args, **kwargs):
        raise RuntimeError

    client = Client(raise_request_exception=False)
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    client.post("/konto/email/", {"email": "neu@example.org", "action_add": "1"})
    worker.drain()
    monkeypatch.setattr("members.adapter.record", refuse)
    assert client.post("/konto/confirm-email/", {"code": code_in(mailbox[-1])}).status_code == 500
    member.refresh_from_db()
    assert member.email == "member.city@example.org"
    assert EmailAddress.objects.get(user=member).email == "member.city@example.org"


def test_an_address_of_somebody_else_is_neither_betrayed_nor_taken(
    member, confirmed, worker, mailbox, sign_in
):
    client = Client()
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    taken = confirmed.member_utility.email
    response = client.post("/konto/email/", {"email": taken, "action_add": "1"}, follow=True)
    assert f"Ein Code ist unterwegs an {taken}" in response.content.decode()
    worker.drain()
    client.post("/konto/confirm-email/", {"code": code_in(mailbox[-1])})
    member.refresh_from_db()
    assert member.email == "member.city@example.org"
    assert EmailAddress.objects.get(email=taken).user == confirmed.member_utility


# --- second factor and sessions ---------------------------------------------------------------------------


def test_an_app_as_second_factor_from_setting_up_to_signing_in(
    member, worker, mailbox, sign_in, clock, django_capture_on_commit_callbacks
):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code_for(secret):
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    client = Client()
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    page = client.get("/konto/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/konto/2fa/totp/activate/", {"code": code_for(secret)})
    assert response.status_code == 302
    codes = client.get("/konto/2fa/recovery-codes/")
    assert "Jeder gilt einmal" in codes.content.decode()
    worker.drain()
    assert "Anmeldung mit App eingeschaltet" in [mail.subject for mail in mailbox]
    assert Event.objects.get(verb="members.second_factor_added").actor_id == member.pk

    clock.shift(dt.timedelta(minutes=5))
    fresh = Client()
    assert sign_in(fresh, member).url == "/konto/2fa/authenticate/"
    assert fresh.get("/profil/").status_code == 302
    assert (
        "Dieser Code stimmt nicht."
        in fresh.post("/konto/2fa/authenticate/", {"code": "000000"}).content.decode()
    )
    fresh.post("/konto/2fa/authenticate/", {"code": code_for(secret)})
    fresh.post("/konto/2fa/trust/", {"action": "skip"})
    assert fresh.get("/profil/").status_code == 200


def test_all_other_devices_can_be_signed_out(member, sign_in):
    here, there = Client(), Client()
    sign_in(here, member)
    sign_in(there, member)
    assert "dieses Gerät" in here.get("/konto/sessions/").content.decode()
    here.post("/konto/sessions/")
    assert here.get("/profil/").status_code == 200
    assert there.get("/profil/").status_code == 302


def test_ended_sessions_leave_no_internet_address_behind(member, confirmed, sign_in, clock):
    old, fresh = Client(), Client()
    sign_in(old, member, remember="on")
    clock.shift(dt.timedelta(days=13))
    sign_in(fresh, confirmed.organiser, remember="on")
    assert UserSession.objects.count() == 2
    clock.shift(dt.timedelta(days=2))
    jobs.prune()
    assert [session.user for session in UserSession.objects.all()] == [confirmed.organiser]
    assert fresh.get("/profil/").status_code == 200
    assert old.get("/profil/").status_code == 302


def test_signing_out_needs_a_click_on_a_button(client_of):
    client = client_of("member_city")
    client.get("/konto/logout/")
    assert client.get("/profil/").status_code == 200
    client.post("/konto/logout/")
    assert client.get("/profil/").status_code == 302


# --- passkeys ---------------------------------------------------------------------------------------------

USE_OF_FIDO2 = """
import sys
import django
django.setup()
from django.urls import get_resolver
import allauth.mfa.stages
import allauth.mfa.webauthn.views as views
get_resolver().reverse_dict
assert not {"fido2", "cryptography"} & set(sys.modules), "loaded before anybody asked"
assert views.auth.get_server and "fido2" in sys.modules
"""


@pytest.mark.slow
def test_what_passkeys_need_is_loaded_with_the_first_of_them():
    result = subprocess.run(
        [sys.executable, "-c", USE_OF_FIDO2], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


def test_the_sign_in_by_passkey_offers_a_challenge(db):
    options = Client().get("/konto/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert options.json()["request_options"]["publicKey"]["challenge"]


# --- all pages and mails are ours -------------------------------------------------------------------------

OWN_PAGES = (
    "/konto/email/",
    "/konto/password/change/",
    "/konto/logout/",
    "/konto/reauthenticate/",
    "/konto/sessions/",
    "/konto/2fa/",
    "/konto/2fa/webauthn/",
    "/profil/",
)
GUEST_PAGES = (LOGIN, CODE, RESET, "/konto/signup/", "/konto/inactive/")
ENGLISH = re.compile(r"\b(?:Sign|Password|Email|Account|Please|your|the|Cancel|Confirm|Security)\b")
FAMILIAR = re.compile(r"\b(?:[Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b")


def visible_text(response):
    return re.sub(r"<head>.*?</head>|<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)


@pytest.mark.parametrize("url", OWN_PAGES)
def test_pages_of_the_account_are_german_and_polite(member, client_of, url):
    text = visible_text(client_of("member_city").get(url))
    assert ENGLISH.findall(text) == []
    assert FAMILIAR.findall(text) == []


@pytest.mark.parametrize("url", GUEST_PAGES)
def test_pages_before_the_sign_in_are_german_and_polite(db, url):
    response = Client().get(url)
    assert response.status_code == 200
    assert ENGLISH.findall(visible_text(response)) == []
    assert FAMILIAR.findall(visible_text(response)) == []


TEMPLATES = Path(allauth.__file__).parent / "templates"
OURS = Path(__file__).parents[2] / "templates"
BUILT_OF = re.compile(r"base_\w+\.html|base\.html|phone|signup_by_passkey|signup_form|onload")


@pytest.mark.parametrize("app", ["account", "mfa", "usersessions"])
def test_every_page_and_message_of_allauth_is_overridden(app):
    stock = {path.relative_to(TEMPLATES) for path in (TEMPLATES / app).rglob("*") if path.is_file()}
    needed = {path for path in stock if "email" not in path.parts and not BUILT_OF.search(str(path))}
    missing = {str(path) for path in needed if not (OURS / path).exists()}
    assert missing == {"mfa/recovery_codes/download.txt"} & missing


def test_every_mail_of_allauth_has_a_letter_of_ours():
    prefixes = {
        str(path.relative_to(TEMPLATES)).removesuffix("_message.txt")
        for app in ("account", "mfa")
        for path in (TEMPLATES / app / "email").glob("*_message.txt")
    }
    never_sent = {"account/email/base", "account/email/unknown_account", "account/email/password_reset_key"}
    assert prefixes - never_sent == set(ACCOUNT_MAILS)
