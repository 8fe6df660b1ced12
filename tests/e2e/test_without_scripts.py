"""Every deed works in a browser without scripts."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from minutes.actions.circulation import recall
from minutes.models import SectionComment
from tests.factories.rows import TopicFactory
from topics.enums import State as TopicState

from .conftest import deeds_of


@pytest.fixture
def plain(window_of):
    """`plain("organiser")` is a page of a browser that runs no script."""
    return lambda persona: window_of(persona, java_script_enabled=False)


def says(page, words):
    expect(page.locator(".messages")).to_contain_text(words)


def test_comment_answer_edit_and_settle(kickoff, plain):
    page = plain("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    page.get_by_role("link", name="TOP 1 kommentieren").click()
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_text("Bitte füllen Sie dieses Feld aus.")).to_be_visible()
    page.get_by_label("Ihr Kommentar").fill("Ohne Skripte geschrieben.")
    page.get_by_role("button", name="Kommentieren").click()
    says(page, "Ihr Kommentar ist gespeichert.")
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Ihr Kommentar").fill("Ohne Skripte geändert.")
    page.get_by_role("button", name="Speichern").click()
    says(page, "Ihr Kommentar ist geändert.")

    other = plain("member_utility")
    other.goto(kickoff.minutes.get_absolute_url())
    other.get_by_role("link", name="Antworten").click()
    other.get_by_label("Ihre Antwort").fill("Auch ohne.")
    other.get_by_role("button", name="Antworten").click()
    expect(other.locator(".answer")).to_contain_text("Auch ohne.")

    page.reload()
    page.get_by_role("link", name="Erledigt").click()
    page.get_by_role("button", name="Erledigt").click()
    says(page, "Das Gespräch ist erledigt.")
    assert SectionComment.objects.count() == 2


def test_propose_and_support_a_topic(kickoff, plain):
    page = plain("member_enterprise")
    page.goto("/themen/")
    page.get_by_role("link", name="Thema vorschlagen").first.click()
    page.get_by_label("Titel", exact=True).fill("Ein Thema ohne Skripte")
    page.get_by_label("Worum geht es?").fill("Es geht um alle.")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ein Thema ohne Skripte")
    vote = page.locator(".vote-box button")
    expect(vote).to_have_attribute("aria-pressed", "false")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")


def test_schedule_a_meeting_and_move_an_item(kickoff, plain):
    meeting = Meeting.objects.get(target_year=2025, target_quarter=3)
    for title in ("Erstens", "Zweitens"):
        TopicFactory(title=title, state=TopicState.ACCEPTED)
    page = plain("organiser")
    page.goto(meeting.get_absolute_url())
    deeds_of(page).get_by_role("link", name="Termin festlegen").click()
    page.get_by_role("link", name="Der Termin steht schon fest").click()
    page.get_by_label("Tag").fill("2025-09-10")
    page.get_by_label("Beginn").fill("14:00")
    page.get_by_label("Ende").fill("16:00")
    page.get_by_role("button", name="Termin festlegen").click()
    expect(page.locator(".hero")).to_contain_text("Mittwoch, 10. September 2025")

    deeds_of(page).get_by_role("link", name="Tagesordnung").click()
    for title in ("Erstens", "Zweitens"):
        page.locator("#themen li").filter(has_text=title).get_by_role("button").click()
        says(page, "Das Thema steht auf der Tagesordnung.")
    titles = page.locator("#tagesordnung .item-text b")
    row = page.locator("#tagesordnung li[data-id]").filter(has_text="Zweitens")
    row.get_by_role("button", name="nach oben").click()
    expect(titles).to_have_text(["1 Zweitens", "2 Erstens"])
    says(page, "»Zweitens« ist jetzt TOP 1.")
    row.get_by_role("spinbutton").fill("45")
    row.get_by_role("button", name="Setzen").click()
    expect(row).to_contain_text("14:00–14:45")
    row.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("»Zweitens« von der Tagesordnung entfernen?")
    page.get_by_role("button", name="Entfernen").click()
    expect(titles).to_have_text(["1 Erstens"])
    page.get_by_role("button", name="Rückgängig").click()
    expect(titles).to_have_text(["1 Zweitens", "2 Erstens"])


def test_write_minutes_also_when_somebody_was_faster(kickoff, plain, cast):
    minutes = recall(minutes=kickoff.minutes, by=cast.organiser)
    mine, theirs = plain("minute_taker"), plain("organiser")
    for page in (mine, theirs):
        page.goto(f"{minutes.get_absolute_url()}schreiben/")
        page.locator("[data-autosave] .editor textarea").first.fill(
            f"Von {'mir' if page is mine else 'anderen'}."
        )
    for page in (theirs, mine):
        page.get_by_role("button", name="Alles speichern").click()
    conflict = mine.locator("[data-conflict]").first
    expect(conflict).to_contain_text("Von anderen.")
    expect(conflict).to_contain_text("Von mir.")
    expect(mine.locator("[data-autosave] .editor textarea").first).to_have_value("Von mir.")
    mine.get_by_role("button", name="Alles speichern").click()
    says(mine, "Alles ist gespeichert.")


def test_filters_are_links(kickoff, plain):
    page = plain("anonymous")
    page.goto("/treffen/")
    page.get_by_role("group", name="Stand").get_by_role("link", name="durchgeführt").click()
    expect(page).to_have_url(re.compile("stand="))
    expect(page.get_by_role("main")).to_contain_text("Auftakt im JEDI")
