"""What the browser adds to forms: typed text stays, nothing is sent twice, menus and dialogs by keyboard."""

import json

import pytest
from playwright.sync_api import expect

from .looks import fits_the_phone

CATALOGUE = "/entwicklung/bausteine/"


@pytest.fixture
def member(window_of):
    return window_of("member_city")


def test_the_catalogue_is_accessible_and_fits_a_phone(member, axe):
    member.goto(CATALOGUE)
    axe(member)
    fits_the_phone(member)


def test_typed_text_survives_leaving_and_can_be_discarded(member):
    member.on("dialog", lambda dialog: dialog.accept())
    member.goto("/themen/neu/")
    member.get_by_label("Worum geht es?").fill("Ein Gedanke, der bleibt")
    member.reload()
    expect(member.get_by_label("Worum geht es?")).to_have_value("Ein Gedanke, der bleibt")
    member.get_by_text("Nicht gesendeter Text wurde wiederhergestellt").wait_for()
    member.get_by_role("button", name="Verwerfen").click()
    expect(member.get_by_label("Worum geht es?")).to_have_value("")


def test_text_that_came_back_with_errors_is_still_kept_and_a_saved_one_is_not(member):
    member.on("dialog", lambda dialog: dialog.accept())
    member.goto("/themen/neu/")
    member.get_by_label("Worum geht es?").fill("Noch ohne Titel")
    send(member)
    expect(member.get_by_role("alert")).to_be_focused()
    assert kept(member) == ["Noch ohne Titel"]
    member.get_by_label("Titel", exact=True).fill("Ein Titel")
    send(member)
    expect(member.locator("[data-saved]")).to_be_visible()
    assert kept(member) == []


def test_signing_out_leaves_no_text_behind(member):
    member.on("dialog", lambda dialog: dialog.accept())
    member.goto("/themen/neu/")
    member.get_by_label("Worum geht es?").fill("Vertraulich")
    member.locator("summary.me-button").click()
    member.get_by_role("button", name="Abmelden").click()
    member.wait_for_url(lambda url: "/themen/neu/" not in url)
    assert kept(member) == []


def test_a_second_click_sends_nothing(member):
    sent = []
    member.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    member.goto("/themen/neu/")
    member.get_by_label("Titel", exact=True).fill("Nur einmal")
    member.evaluate("const f = document.querySelector('main form'); f.requestSubmit(); f.requestSubmit()")
    expect(member.locator("[data-saved]")).to_be_visible()
    assert len(sent) == 1


def test_the_end_of_the_session_leaves_the_form_as_it_is(member):
    member.goto(CATALOGUE)
    text = member.locator("#id_leer-text")
    text.fill("Noch nicht gesendet")
    member.context.clear_cookies(name="sessionid")
    member.get_by_text("Vorschau").first.click()
    expect(member.locator("#hinweis")).to_contain_text("Sie sind nicht mehr angemeldet")
    expect(text).to_have_value("Noch nicht gesendet")


def test_a_form_sent_too_late_comes_back_and_can_be_sent_after_signing_in(member, window_of, axe):
    member.on("dialog", lambda dialog: dialog.accept())
    member.goto("/themen/neu/")
    member.get_by_label("Titel", exact=True).fill("Ein später Titel")
    member.get_by_label("Worum geht es?").fill("Ein später Gedanke")
    cookies = member.context.cookies()
    member.context.clear_cookies(name="sessionid")
    send(member)
    expect(member.get_by_role("heading", level=1)).to_contain_text("Ihr Text ist noch da")
    axe(member)
    fits_the_phone(member)
    member.context.add_cookies(cookies)
    member.get_by_role("button", name="Noch einmal senden").click()
    expect(member.locator("[data-saved]")).to_be_visible()
    expect(member.locator("main")).to_contain_text("Ein später Gedanke")


def test_preview_and_toolbar(member):
    member.goto(CATALOGUE)
    text = member.locator("#id_leer-text")
    text.fill("wichtig")
    text.press("Control+a")
    member.get_by_role("button", name="Fett").first.click()
    expect(text).to_have_value("**wichtig**")
    member.get_by_text("Vorschau").first.click()
    expect(member.locator(".editor-preview strong").first).to_have_text("wichtig")


def test_menu_and_dialog_by_keyboard(member):
    member.goto(CATALOGUE)
    member.locator("summary.me-button").focus()
    member.keyboard.press("Enter")
    expect(member.get_by_role("button", name="Dunkel")).to_be_visible()
    member.keyboard.press("Escape")
    expect(member.get_by_role("button", name="Dunkel")).to_be_hidden()
    expect(member.locator("summary.me-button")).to_be_focused()
    member.get_by_role("link", name="Fenster öffnen").focus()
    member.keyboard.press("Enter")
    expect(member.get_by_role("dialog", name="Beispiel")).to_be_visible()
    member.keyboard.press("Escape")
    expect(member.get_by_role("dialog")).to_have_count(0)


def test_the_skip_link_is_first_and_leads_to_the_content(member):
    member.goto("/themen/")
    member.keyboard.press("Tab")
    expect(member.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    member.keyboard.press("Enter")
    expect(member.locator("main")).to_be_focused()


def test_dark_by_choice_and_back_without_scripts(window_of):
    page = window_of("member_city", java_script_enabled=False)
    page.goto("/themen/")
    page.locator("summary.me-button").click()
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")


def send(page):
    page.locator("main form[method=post]").evaluate("form => form.requestSubmit()")


def kept(page):
    stored = page.evaluate("Object.entries(localStorage)")
    return [json.loads(value)["text"] for key, value in stored if key.startswith("text:")]
