"""Minutes go round: read to the end on a phone, an objection by keyboard, its answer, who is missing."""

import pytest
from playwright.sync_api import expect

from minutes.enums import ObjectionState
from minutes.models import Objection, Reading

from .conftest import mails_to
from .keys import Keys

REASON = "In TOP 2 fehlt die Sicht der Stadtwerke."
ANSWER = "Die Sicht der Stadtwerke steht unter TOP 3."
HAND = {"width": 390, "height": 780}
NOT_READ = "Noch nicht als gelesen vermerkt"


@pytest.fixture
def bar():
    """`bar(page)` is what a member can say, below the text."""
    return lambda page: page.locator("#umlauf")


def test_read_to_the_end_on_a_phone_and_nothing_to_object(kickoff, window_of, bar, cast, axe):
    page = window_of("member_city", viewport=HAND, has_touch=True)
    page.clock.install()
    page.goto(kickoff.minutes.get_absolute_url())
    expect(page.get_by_text("Bitte bis")).to_be_visible()
    expect(bar(page)).to_contain_text(NOT_READ)
    page.clock.run_for(130_000)  # looked at for long, but the end was never in sight
    expect(bar(page)).to_contain_text(NOT_READ)
    assert not Reading.objects.exists()

    bar(page).scroll_into_view_if_needed()
    expect(bar(page)).to_contain_text("gelesen am")
    expect(bar(page)).not_to_contain_text(NOT_READ)
    expect(page.locator("#umlauf-stand")).to_contain_text("Sie haben das Protokoll gelesen.")
    expect(page.locator("#ansage")).to_have_text("Das Protokoll ist als gelesen vermerkt.")
    expect(bar(page)).not_to_be_focused()  # nobody asked for it
    assert Reading.objects.get().person == cast.member_city.person

    page.clock.resume()
    bar(page).get_by_role("button", name="Keine Einwendungen").tap()
    expect(bar(page)).to_contain_text("keine Einwendungen, gesagt am")
    expect(page.locator("#umlauf-stand")).to_contain_text("Sie haben keine Einwendungen.")
    axe(page)
    page.reload()
    expect(bar(page)).to_contain_text("keine Einwendungen, gesagt am")
    page.goto("/uebersicht/")
    expect(page.get_by_text("Protokoll lesen")).to_have_count(0)


def test_scrolling_past_is_not_reading(kickoff, window_of, bar):
    page = window_of("member_city")
    page.goto(f"{kickoff.minutes.get_absolute_url()}#umlauf")
    expect(bar(page)).to_be_in_viewport()
    page.wait_for_timeout(2500)
    expect(bar(page)).to_contain_text(NOT_READ)
    assert not Reading.objects.exists()


def test_an_objection_by_keyboard_and_its_answer(kickoff, window_of, bar, cast, mailbox, worker, axe):
    page = window_of("member_utility")
    keys = Keys(page)
    page.goto(kickoff.minutes.get_absolute_url())
    keys.skip_to_content()
    keys.press(bar(page).get_by_role("link", name="Einwendung erheben"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Einwendung erheben")
    axe(page)
    keys.skip_to_content()
    keys.go_to(page.get_by_label("Grund"))
    keys.press(page.get_by_role("button", name="Einwendung erheben"))
    expect(page.get_by_role("main").get_by_text("Bitte füllen Sie dieses Feld aus.").first).to_be_visible()
    keys.go_to(page.get_by_label("Grund"))
    page.keyboard.type(REASON)
    keys.press(page.get_by_role("button", name="Einwendung erheben"))
    expect(page.locator("#einwendungen")).to_contain_text(REASON)
    expect(bar(page)).to_contain_text("Ihre Einwendung wartet auf Antwort.")
    expect(bar(page).get_by_role("button", name="Keine Einwendungen")).to_have_count(0)
    axe(page)
    worker.drain()
    told = sorted(mail.to[0] for mail in mailbox)
    assert told == sorted([cast.minute_taker.email, cast.organiser.email])
    assert REASON in mailbox[0].body

    writer = window_of("minute_taker")
    writer.goto("/uebersicht/")
    writer.get_by_role("link", name="1 Einwendung beantworten").click()
    expect(writer.get_by_text("1 Einwendung wartet auf Antwort.")).to_be_visible()
    axe(writer)
    writer.get_by_role("link", name="Beantworten").click()
    writer.get_by_label("Ihr wird teilweise gefolgt").check()
    writer.get_by_role("button", name="Antworten").click()
    expect(writer.get_by_text("Bitte nennen Sie den Grund.").first).to_be_visible()
    axe(writer)
    writer.get_by_label("Text der Antwort").fill(ANSWER)
    writer.get_by_role("button", name="Antworten").click()
    expect(writer.get_by_text("Alle Einwendungen sind beantwortet.")).to_be_visible()
    assert Objection.objects.get().state == ObjectionState.PARTLY

    page.reload()
    expect(page.locator("#einwendungen")).to_contain_text(ANSWER)
    worker.drain()
    (answer,) = mails_to(mailbox, cast.member_utility.email)
    assert ANSWER in answer.body


def test_the_organiser_sees_who_is_missing_and_reminds(kickoff, window_of, mailbox, worker, axe):
    page = window_of("organiser")
    page.goto(kickoff.minutes.get_absolute_url())
    page.get_by_role("link", name="Wer hat gelesen?").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    axe(page)
    page.get_by_label("Mitglied Stadtwerke").check()
    page.get_by_role("button", name="Die Fehlenden erinnern").click()
    expect(page.get_by_text("1 Mitglied ist erinnert.")).to_be_visible()
    expect(page.get_by_label("Mitglied Stadtwerke")).to_have_count(0)
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.utility@example.org"]]
    page.get_by_role("link", name="Umlauf verlängern").click()
    axe(page)


def test_the_rules_are_plain_to_read_and_change(cast, window_of, axe):
    page = window_of("organiser")
    page.goto("/mitglieder/")
    page.get_by_role("link", name="Regeln der Fachgruppe").click()
    axe(page)
    page.get_by_role("link", name="Regeln ändern").click()
    axe(page)
    page.get_by_label("Dauer des Umlaufs in Tagen").fill("21")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Ein Protokoll ist 21 Tage im Umlauf.")).to_be_visible()
