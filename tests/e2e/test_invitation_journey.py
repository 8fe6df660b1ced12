"""An admin invites a person of an Eigenbetrieb, who accepts, signs in and sees only what they may."""

import re

import pytest
from playwright.sync_api import expect

from members import audience
from members.models import User
from tests.factories.rows import AgendaItemFactory, MeetingFactory

from .conftest import CODE
from .keys import Keys

NAME, ADDRESS, PASSWORD = "Neues Mitglied", "neues.mitglied@example.org", "Regen-über-Jena-42"
SECRET = "Vertrag der Stadtwerke"
LINK = re.compile(r"https?://\S+/einladung/\S+")


@pytest.fixture
def secrets(kickoff):
    """An item and a meeting for the Stadtwerke alone."""
    AgendaItemFactory(meeting=kickoff, position=5, number="5", title=SECRET, audience=audience.UTILITY)
    AgendaItemFactory(meeting=kickoff, position=6, number="6", title="Verabschiedung")
    return MeetingFactory(title="Runde der Stadtwerke", audience=audience.UTILITY)


@pytest.fixture
def post(mailbox, worker, settings, base_url):
    """`post()` is the text of the one mail that came since it was last looked at."""
    settings.BASE_URL = base_url

    def fetched():
        worker.drain()
        (mail,) = mailbox
        assert mail.to == [ADDRESS]
        mailbox.clear()
        return mail.body

    return fetched


def test_invited_accepted_signed_in_without_a_mouse(kickoff, secrets, window_of, post):
    invite(window_of("admin"))
    page = window_of("anonymous")
    accept(page, LINK.search(post()).group())
    sees_only_what_is_for_an_eigenbetrieb(page, kickoff, secrets)
    sign_out(page)
    sign_in_with_password(page)
    sign_out(page)
    sign_in_with_code(page, post)
    assert User.objects.get(email=ADDRESS).person.name == NAME


def invite(page):
    keys = Keys(page)
    page.goto("/verwaltung/einladungen/")
    keys.skip_to_content()
    keys.press(page.get_by_role("link", name="Person einladen"))
    page.wait_for_url("**/einladungen/neu/")
    keys.skip_to_content()
    keys.press(page.get_by_role("button", name="Einladung senden"))
    keys.is_at(page.get_by_role("alert"))
    keys.press(page.get_by_role("alert").get_by_role("link", name=re.compile("E-Mail-Adresse")))
    keys.is_at(page.get_by_label("E-Mail-Adresse"))
    page.keyboard.type(ADDRESS)
    keys.write(page.get_by_label("Name", exact=True), NAME)
    keys.choose(page.get_by_label("Organisation", exact=True), "Kommunalservice")
    keys.press(page.get_by_role("button", name="Einladung senden"))
    expect(page.locator(".messages")).to_contain_text(f"Die Einladung an {NAME} ist unterwegs.")


def accept(page, link):
    keys = Keys(page)
    page.goto(link)
    expect(page.locator("dl.facts")).to_contain_text(["Kommunalservice Jena"])
    keys.skip_to_content()
    keys.go_to(page.get_by_label("Ihr Name"))
    expect(page.get_by_label("Ihr Name")).to_have_value(NAME)
    keys.write(page.get_by_label("Passwort"), "zu kurz")
    page.keyboard.press("Enter")
    keys.is_at(page.get_by_role("alert"))
    keys.write(page.get_by_label("Passwort"), PASSWORD)
    keys.press(page.get_by_role("button", name="Einladung annehmen"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Willkommen, {NAME}")


def sees_only_what_is_for_an_eigenbetrieb(page, kickoff, restricted):
    page.goto(kickoff.get_absolute_url())
    rows = page.locator("ol.agenda > li")
    expect(rows.nth(4)).to_have_text(re.compile(r"^\s*5\s*nichtöffentlich\s*$"))
    expect(rows.nth(5)).to_contain_text("Verabschiedung")
    assert SECRET not in page.content()
    page.goto("/treffen/")
    expect(page.get_by_role("main")).to_contain_text("Auftakt im JEDI")
    assert restricted.title not in page.content()
    assert page.goto(restricted.get_absolute_url()).status == 404
    assert page.goto("/verwaltung/").status == 403
    page.goto("/mitglieder/")
    expect(page.get_by_role("main")).to_contain_text("Mitglied Stadtwerke")


def sign_out(page):
    keys = Keys(page)
    keys.press(page.locator("summary.me-button"))
    keys.press(page.get_by_role("button", name="Abmelden"))
    expect(page.get_by_role("link", name="Anmelden")).not_to_have_count(0)


def sign_in_with_password(page):
    keys = Keys(page)
    page.goto("/uebersicht/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    keys.write(page.get_by_label("E-Mail-Adresse"), ADDRESS)
    keys.write(page.get_by_label("Passwort", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")


def sign_in_with_code(page, post):
    keys = Keys(page)
    page.goto("/mitglieder/")
    keys.write(page.get_by_label("E-Mail-Adresse"), ADDRESS)
    keys.press(page.get_by_role("button", name="Code zusenden"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    keys.write(page.get_by_label("Code aus der Mail"), CODE.search(post()).group(1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitglieder")
    page.goto("/protokolle/")
    expect(page.get_by_role("link", name="1. Treffen: Auftakt im JEDI")).to_be_visible()


def test_the_link_works_once_and_the_pages_are_accessible(kickoff, secrets, window_of, post, axe):
    admin = window_of("admin")
    admin.goto("/verwaltung/einladungen/neu/")
    admin.get_by_label("E-Mail-Adresse").fill(ADDRESS)
    admin.get_by_label("Name", exact=True).fill(NAME)
    admin.get_by_label("Organisation", exact=True).select_option(label="Kommunalservice Jena")
    admin.get_by_role("button", name="Mail ansehen").click()
    expect(admin.locator("#vorschau")).to_contain_text("lädt Sie ein")
    axe(admin)
    admin.get_by_role("button", name="Einladung senden").click()
    expect(admin.get_by_role("table")).to_contain_text(ADDRESS)
    axe(admin)

    link = LINK.search(post()).group()
    page = window_of("anonymous")
    page.goto(link)
    axe(page)
    page.get_by_role("button", name="Einladung annehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Willkommen, {NAME}")
    axe(page)
    late = window_of("anonymous")
    assert late.goto(link).status == 410
    expect(late.get_by_role("heading", level=1)).to_have_text("Dieser Link gilt nicht mehr")
    axe(late)
