"""An admin invites, the person accepts, sets up a passkey and comes back with it; and how the pages look."""

import datetime as dt
import re

import pytest

from tests.factories import MembershipFactory, OrganisationFactory
from tests.members.conftest import invitation_link

from .conftest import fits_the_phone

PASSWORD = "Ein-langes-Kennwort-77"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_virtual_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def type_into(page, label, text):
    """By keyboard, as people without a mouse do."""
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def test_from_invitation_to_passkey(cast, window_of, worker, mailbox, axe):
    admin = window_of("admin")
    admin.goto("/verwaltung/einladungen/neu/")
    type_into(admin, "E-Mail-Adresse", "neu@example.org")
    type_into(admin, re.compile("^Name"), "Neue Person")
    admin.get_by_label("Organisation", exact=True).select_option(label="Kommunalservice Jena")
    admin.get_by_role("button", name="Mail ansehen").press("Enter")
    admin.get_by_text("lädt Sie ein").wait_for()
    axe(admin)
    admin.get_by_role("button", name="Einladung senden").press("Enter")
    admin.get_by_text("ist unterwegs").wait_for()
    worker.drain()

    guest = with_virtual_authenticator(window_of("anonymous"))
    guest.goto(invitation_link(mailbox[-1]))
    axe(guest)
    fits_the_phone(guest)
    type_into(guest, "Passwort", PASSWORD)
    guest.keyboard.press("Enter")
    guest.get_by_role("heading", name="Willkommen, Neue Person").wait_for()
    axe(guest)
    guest.get_by_role("link", name="Mitglieder").first.press("Enter")
    guest.get_by_role("link", name="Mitglied Eigenbetrieb").wait_for()
    assert guest.goto("/verwaltung/").status == 403

    guest.goto("/konto/2fa/webauthn/add/")
    type_into(guest, "Passwort", PASSWORD)
    guest.keyboard.press("Enter")
    adding = guest.get_by_role("button", name="Hinzufügen")
    adding.wait_for()
    guest.wait_for_load_state()
    adding.press("Enter")
    guest.wait_for_url("**/recovery-codes/**")
    axe(guest)
    guest.goto("/konto/logout/")
    guest.get_by_role("main").get_by_role("button", name="Abmelden").press("Enter")
    guest.wait_for_url(re.compile(r"/$"))
    guest.goto("/konto/login/")
    guest.get_by_role("button", name="Mit Passkey anmelden").press("Enter")
    guest.wait_for_url("**/uebersicht/")


def test_a_passkey_that_is_not_there_is_said_in_the_page(cast, window_of, watch):
    guest = window_of("anonymous")
    session = guest.context.new_cdp_session(guest)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    guest.goto("/konto/login/")
    guest.get_by_role("button", name="Mit Passkey anmelden").click()
    guest.get_by_text("Das hat nicht geklappt").wait_for()


@pytest.fixture
def busy(cast):
    """Something of everything that the pages can show."""
    city = cast.organisations["city"]
    city.people_confirmed_on = dt.date.today()
    city.save()
    row = cast.member_city.person.memberships.get()
    row.is_contact = True
    row.ends_on = dt.date.today() + dt.timedelta(days=20)
    row.save()
    MembershipFactory(person=cast.member_city.person, organisation=OrganisationFactory(name="Jenarbeit"))
    return row


def test_pages_for_members(busy, window_of, axe):
    page = window_of("member_city")
    for path in (
        "/mitglieder/",
        "/mitglieder/organisation/stadt-jena/",
        busy.person.get_absolute_url(),
        "/profil/",
        "/profil/willkommen/",
        "/konto/email/",
        "/konto/password/change/",
        "/konto/sessions/",
        "/konto/2fa/",
    ):
        assert page.goto(path).status == 200
        axe(page)
        fits_the_phone(page)


def test_pages_for_admins(busy, window_of, axe):
    page = window_of("admin")
    for path in (
        "/verwaltung/",
        "/verwaltung/mitgliedschaften/?stand=alle",
        f"/verwaltung/mitgliedschaften/{busy.pk}/",
        f"/verwaltung/mitgliedschaften/{busy.pk}/beenden/",
        f"/verwaltung/personen/{busy.person.slug}/",
        "/verwaltung/einladungen/",
        "/verwaltung/organisationen/",
        f"/verwaltung/organisationen/{busy.organisation_id}/",
    ):
        assert page.goto(path).status == 200
        axe(page)
        fits_the_phone(page)
