"""One's own account in a real browser: passkey, app for codes, theme and language."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.factories.rows import PASSWORD

from .conftest import CODE, session_cookie


@pytest.fixture
def page(window_of, cast):
    user = cast.member_city
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return window_of("member_city")


@pytest.fixture
def device(page):
    """A device with fingerprint or PIN, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def confirm_it_is_me(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Sind Sie es?")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Weiter").click()


def sign_out(page):
    page.locator("summary.me-button").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url(lambda url: "/konto/logout" not in url)


def sign_in(page):
    page.goto("/konto/login/?next=/uebersicht/")
    page.get_by_label("E-Mail-Adresse").fill("member.city@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def test_a_passkey_is_added_and_opens_the_door(page, device, axe):
    page.goto("/konto/2fa/")
    page.get_by_role("link", name="Gerät hinzufügen").click()
    axe(page)
    confirm_it_is_me(page)
    axe(page)
    page.get_by_label("Name des Geräts").fill("Diensthandy")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Code"))  # recovery codes come with it
    axe(page)
    page.goto("/konto/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("Diensthandy")
    axe(page)
    look_at(page, axe, "Umbenennen", "Entfernen")
    for path in ("recovery-codes/", "recovery-codes/generate/", "webauthn/reauthenticate/"):
        page.goto(f"/konto/2fa/{path}")
        axe(page)
    sign_out(page)
    page.goto("/konto/login/?next=/uebersicht/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")


def test_an_unknown_passkey_is_explained_in_the_page(page, device):
    page.goto("/profil/")
    sign_out(page)
    page.goto("/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.locator("#passkey-error")).to_be_visible()


def test_an_app_for_codes_is_set_up_and_asked_for(page, axe):
    page.goto("/konto/2fa/")
    page.get_by_role("link", name="Einrichten").click()
    confirm_it_is_me(page)
    axe(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code aus der App").fill("000000")
    page.get_by_role("button", name="Einschalten").click()
    expect(page.locator(".kern-error")).to_be_visible()
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code aus der App").fill(code_now(secret))
    page.get_by_role("button", name="Einschalten").click()
    expect(page.get_by_role("main")).to_contain_text("Wiederherstellungscodes")
    axe(page)
    for path in ("totp/deactivate/", "reauthenticate/"):
        page.goto(f"/konto/2fa/{path}")
        axe(page)
    page.goto("/konto/2fa/recovery-codes/")
    recovery = re.search(r"\b[0-9a-f]{8}\b", page.get_by_role("main").inner_text()).group()
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    axe(page)
    page.get_by_label(re.compile("Code aus der App")).fill(recovery)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Diesem Gerät vertrauen?")
    axe(page)
    page.get_by_role("button", name="Jedes Mal fragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")


def test_a_forgotten_password_and_a_code_instead(page, mailbox, worker, axe):
    page.goto("/konto/logout/")
    axe(page)
    page.get_by_role("button", name="Abmelden").last.click()
    page.goto("/konto/login/")
    page.get_by_role("link", name="Passwort vergessen?").click()
    page.get_by_label("E-Mail-Adresse").fill("member.city@example.org")
    page.locator("main form button").first.click()
    axe(page)
    wrong_then_right(page, mailbox, worker, axe)
    page.get_by_label("Neues Passwort").fill("zu kurz")
    page.locator("main form button").first.click()
    expect(page.get_by_role("main")).to_contain_text("Passwort")
    axe(page)
    page.get_by_label("Neues Passwort").fill("Nebel-über-Lobeda-17")
    page.locator("main form button").first.click()
    expect(page.get_by_label("Neues Passwort")).to_have_count(0)
    axe(page)

    page.context.clear_cookies()
    mailbox.clear()
    page.goto("/konto/login/code/")
    axe(page)
    page.get_by_label("E-Mail-Adresse").fill("member.city@example.org")
    page.get_by_role("button", name="Code zusenden").click()
    axe(page)
    wrong_then_right(page, mailbox, worker, axe)
    page.goto("/uebersicht/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")


def wrong_then_right(page, mailbox, worker, axe):
    field = page.get_by_label("Code aus der Mail")
    field.fill("ABC-DEF")
    field.press("Enter")
    expect(page.locator(".kern-error")).to_be_visible()
    axe(page)
    worker.drain()
    (mail,) = (mail for mail in mailbox if "Code" in mail.subject)
    field.fill(CODE.search(mail.body).group(1))
    field.press("Enter")
    expect(field).to_have_count(0)


def test_whoever_has_no_password_sets_one(page, cast, base_url, axe):
    cast.member_city.set_unusable_password()
    cast.member_city.save(update_fields=["password"])
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(cast.member_city, base_url)])
    page.goto("/konto/password/set/")
    axe(page)


@pytest.mark.parametrize("path", ["/konto/inactive/", "/konto/confirm-email/"])
def test_pages_on_the_way(window_of, axe, path):
    page = window_of("anonymous")
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    axe(page)


def look_at(page, axe, *links):
    for name in links:
        page.get_by_role("link", name=name).click()
        axe(page)
        page.go_back()


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_theme_is_chosen_and_stays(page):
    page.goto("/uebersicht/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("summary.me-button").click()
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    assert page.evaluate(ground) != light
    page.goto("/themen/")
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    page.locator("summary.me-button").click()
    page.get_by_role("button", name="System").click()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("persona", ["anonymous", "member_city"])
def test_the_language_is_chosen_and_stays(window_of, axe, persona):
    page = window_of(persona)
    page.goto("/treffen/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.locator("details.menu > summary").first.click()
    axe(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/ueber-uns/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("details.menu > summary").first.click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
