"""A member reads the minutes of the first meeting and comments, another answers, the thread is settled."""

import pytest
from playwright.sync_api import expect

from minutes.models import SectionComment

from .conftest import mails_to
from .keys import Keys

QUESTION = "Welche Daten hat welches Haus?"
ANSWER = "Wir stellen eine Liste zusammen."
TITLE = "Datenstrategie als Fundament"


LOW = {"width": 1280, "height": 480}
# What stands under the short message.
COVERED = """() => {
  const message = document.getElementById("kurzmeldung").getBoundingClientRect();
  return [...document.querySelectorAll("main *, footer *")].filter((each) => !each.children.length
    && each.textContent.trim() && each.checkVisibility() && [...each.getClientRects()].some((box) =>
      box.width > 1 && box.left < message.right && box.right > message.left
      && box.top < message.bottom && box.bottom > message.top)).map((each) => each.textContent);
}"""


@pytest.fixture
def beside(kickoff):
    """`beside(page)` is the margin of the first section."""
    return lambda page: page.get_by_role("complementary", name="Kommentare zu TOP 1")


def test_a_member_comments_another_answers_and_the_thread_is_settled(
    kickoff, beside, window_of, cast, mailbox, worker, axe
):
    city = window_of("member_city")
    city.goto("/uebersicht/")
    city.get_by_role("main").get_by_role("link", name="1. Treffen: Auftakt im JEDI").first.click()
    expect(city.get_by_role("heading", level=1)).to_have_text("Protokoll: Auftakt im JEDI")
    expect(city.locator("section.item > h2")).to_have_count(4)
    expect(city.locator(".prose").first).to_contain_text("Daten")
    city.get_by_role("navigation", name="Tagesordnung").get_by_role("link", name="4 Ausblick").click()
    expect(city.get_by_role("heading", name="4 Ausblick")).to_be_in_viewport()

    city.set_viewport_size(LOW)
    link = beside(city).get_by_role("link", name="TOP 1 kommentieren")
    link.evaluate("link => scrollBy(0, link.getBoundingClientRect().bottom - innerHeight + 20)")
    link.click()
    expect(city.get_by_label("Ihr Kommentar")).to_be_focused()
    expect(city.get_by_label("Ihr Kommentar")).to_be_in_viewport(ratio=1)
    expect(city.get_by_label("Textstelle")).to_be_hidden()  # rarely needed
    axe(city)
    city.get_by_label("Ihr Kommentar").fill(QUESTION)
    city.get_by_role("button", name="Kommentieren").click()
    thread = beside(city).locator(".thread")
    expect(thread).to_be_focused()
    expect(city.locator("#kurzmeldung")).to_have_text("Ihr Kommentar ist gespeichert.")
    assert city.evaluate(COVERED) == []
    expect(thread).to_contain_text(QUESTION)

    utility = window_of("member_utility")
    utility.goto(kickoff.minutes.get_absolute_url())
    beside(utility).get_by_role("link", name="Antworten").click()
    utility.get_by_label("Ihre Antwort").fill(ANSWER)
    utility.get_by_role("button", name="Antworten").click()
    expect(beside(utility).locator(".answer")).to_contain_text(ANSWER)
    expect(beside(utility).get_by_role("link", name="Erledigt")).to_have_count(0)

    worker.drain()
    (mail,) = mailbox
    assert mail.to == [cast.member_city.email]
    assert ANSWER in mail.body
    assert "Mitglied Stadtwerke" in mail.body

    city.reload()
    expect(beside(city).locator(".answer")).to_contain_text(ANSWER)
    axe(city)
    beside(city).get_by_role("link", name="Erledigt").click()
    expect(thread).to_contain_text("erledigt")
    expect(thread.get_by_role("link", name="Antworten")).to_have_count(0)
    utility.reload()
    beside(utility).get_by_role("link", name="Wieder öffnen").click()
    expect(beside(utility).locator(".thread")).to_contain_text("offen")
    assert mails_to(mailbox, cast.member_utility.email) == []


def test_the_same_without_a_mouse(kickoff, beside, window_of):
    page = window_of("member_enterprise")
    keys = Keys(page)
    page.goto("/protokolle/")
    keys.skip_to_content()
    keys.press(page.get_by_role("link", name="1. Treffen: Auftakt im JEDI"))
    page.wait_for_url(f"**{kickoff.minutes.get_absolute_url()}")

    keys.skip_to_content()
    keys.press(beside(page).get_by_role("link", name="TOP 1 kommentieren"))
    keys.is_at(page.get_by_label("Ihr Kommentar"))
    page.keyboard.press("Escape")
    keys.press(page.get_by_role("link", name="Abbrechen"))
    keys.is_at(beside(page).get_by_role("link", name="TOP 1 kommentieren"))

    page.keyboard.press("Enter")
    keys.is_at(page.get_by_label("Ihr Kommentar"))
    page.keyboard.type(QUESTION)
    keys.press(page.get_by_role("button", name="Kommentieren"))
    thread = beside(page).locator(".thread")
    keys.is_at(thread)
    expect(thread).to_contain_text(QUESTION)
    expect(page.locator("#ansage")).to_have_text("Ihr Kommentar ist gespeichert.")

    keys.press(thread.get_by_role("link", name="Antworten"))
    keys.is_at(page.get_by_label("Ihre Antwort"))
    page.keyboard.type(ANSWER)
    keys.press(page.get_by_role("button", name="Antworten"))
    keys.is_at(thread.locator(".answer"))

    keys.back_to(thread.get_by_role("link", name="Erledigt"))
    page.keyboard.press("Enter")
    keys.is_at(thread)
    expect(thread).to_contain_text("erledigt")
    assert SectionComment.objects.count() == 2


def test_an_empty_comment_is_refused_beside_the_field(kickoff, beside, window_of, axe):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    beside(page).get_by_role("link", name="TOP 1 kommentieren").click()
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_text("Bitte füllen Sie dieses Feld aus.")).to_be_visible()
    expect(page.get_by_label("Ihr Kommentar")).to_be_focused()
    axe(page)


def test_a_name_is_offered_after_the_at_sign(kickoff, beside, window_of, cast, mailbox, worker):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    beside(page).get_by_role("link", name="TOP 1 kommentieren").click()
    expect(page.get_by_label("Ihr Kommentar")).to_be_focused()
    page.evaluate("import(document.querySelector('[data-module*=mentions]').dataset.module)")
    page.keyboard.type("Fragen wir @stadtw")
    names = page.get_by_role("listbox")
    expect(names).to_contain_text("Mitglied Stadtwerke")
    page.keyboard.press("Enter")
    expect(names).to_have_count(0)
    page.keyboard.type("dazu.")
    page.get_by_role("button", name="Kommentieren").click()
    expect(beside(page).locator(".thread")).to_contain_text("Mitglied Stadtwerke dazu.")
    worker.drain()
    assert [mail.to for mail in mailbox] == [[cast.member_utility.email]]


def test_the_form_works_in_a_tab_of_its_own(kickoff, window_of):
    page = window_of("member_city")
    section = kickoff.minutes.sections.in_order().first()
    page.goto(f"/protokolle/abschnitte/{section.pk}/kommentieren/")
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_text("Bitte füllen Sie dieses Feld aus.")).to_be_visible()
    page.get_by_label("Ihr Kommentar").fill(QUESTION)
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Protokoll: Auftakt im JEDI")
    expect(page.locator(".thread")).to_contain_text(QUESTION)
