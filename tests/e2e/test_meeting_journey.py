"""An organiser schedules the meeting of the 3rd quarter of 2025 and builds its agenda; the others see it."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from members import audience
from tests.factories.rows import TopicFactory
from tests.invitations.inviting import WAIT
from topics.enums import State as TopicState

from .conftest import deeds_of
from .keys import Keys

LINK = "https://konferenz.example.org/fachgruppe"
DATA, TEAMS, OWN = "Urbane Datenplattform", "Digitalteams", "Begrüßung"


@pytest.fixture
def quarter(kickoff):
    """The announced draft, and two topics that wait."""
    for title, mask in ((DATA, audience.PUBLIC), (TEAMS, audience.MEMBERS)):
        TopicFactory(title=title, audience=mask, state=TopicState.ACCEPTED)
    return Meeting.objects.get(target_year=2025, target_quarter=3)


def parts_of(page):
    """What one takes hold of on the page of the builder."""

    def top(title):
        return page.locator("#tagesordnung li[data-id]").filter(has_text=title)

    return SimpleNamespace(
        page=page,
        tops=page.locator("#tagesordnung .item-text b"),
        top=top,
        take=lambda title: page.locator("#themen li").filter(has_text=title).get_by_role("button"),
        minutes=lambda title: top(title).get_by_role("spinbutton"),
        upwards=lambda title: top(title).get_by_role("button", name="nach oben"),
        head=page.locator("#tagesordnung header"),
        voice=page.locator("#ansage"),
    )


def schedule(page):
    page.get_by_label("Tag").fill("2025-09-10")
    page.get_by_label("Beginn").fill("14:00")
    page.get_by_label("Ende").fill("16:00")
    page.get_by_label("Ort").fill("JEDI")
    page.get_by_label("Link zur Teilnahme").fill(LINK)
    page.get_by_role("button", name="Termin festlegen").click()


def build(page):
    """Two topics and an own item, with durations."""
    parts = parts_of(page)
    for title in (DATA, TEAMS):
        parts.take(title).click()
        expect(parts.top(title)).to_be_visible()
    page.get_by_label("Titel", exact=True).fill(OWN)
    page.get_by_role("button", name="Hinzufügen").click()
    expect(parts.tops).to_have_text([f"1 {DATA}", f"2 {TEAMS}", f"3 {OWN}"])
    expect(page.get_by_label("Titel", exact=True)).to_have_value("")
    return parts


def test_scheduled_built_and_seen(summer, quarter, window_of, cast, mailbox, worker, axe):
    page = window_of("organiser")
    page.goto("/treffen/")
    page.get_by_role("link", name="Treffen im 3. Quartal 2025").click()
    deeds_of(page).get_by_role("link", name="Termin festlegen").click()
    page.get_by_role("link", name="Der Termin steht schon fest").click()
    axe(page)
    schedule(page)
    expect(page.locator(".messages")).to_contain_text("Der Termin steht.")
    expect(page.locator(".hero")).to_contain_text("Mittwoch, 10. September 2025")
    expect(page.locator(".hero")).to_contain_text("14:00–16:00")
    expect(page.locator(".hero")).to_contain_text("JEDI")

    deeds_of(page).get_by_role("link", name="Tagesordnung").click()
    parts = build(page)
    for title, minutes in ((DATA, 60), (TEAMS, 45), (OWN, 30)):  # without waiting for any answer
        parts.minutes(title).fill(str(minutes))
        parts.minutes(title).press("Tab")
    expect(parts.head).to_contain_text("135 Minuten")
    expect(parts.head).to_contain_text("15 Minuten über dem Ende")
    expect(parts.top(TEAMS)).to_contain_text("15:00–15:45")
    assert [parts.minutes(title).input_value() for title in (DATA, TEAMS, OWN)] == ["60", "45", "30"]
    axe(page)

    drag(page, parts.top(OWN), parts.top(DATA))
    expect(parts.tops).to_have_text([f"1 {OWN}", f"2 {DATA}", f"3 {TEAMS}"])
    expect(page.locator(".messages")).to_contain_text("Die neue Reihenfolge ist gespeichert.")
    parts.minutes(OWN).fill("15")
    parts.minutes(OWN).press("Enter")
    expect(parts.head).not_to_contain_text("über dem Ende")
    expect(parts.top(DATA)).to_contain_text("14:15–15:15")

    summer.shift(WAIT)
    worker.drain()
    members = [user.email for name, user in cast.users.items() if name not in ("organiser", "former_member")]
    assert sorted(mail.to[0] for mail in mailbox) == sorted(members)

    member = window_of("member_city")
    member.goto(quarter.get_absolute_url())
    rows = member.locator("ol.agenda > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text(OWN)
    expect(rows.nth(2)).to_contain_text("15:15–16:00")
    expect(
        member.get_by_role("link", name=LINK).or_(member.locator(f"a[href='{LINK}']")).first
    ).to_be_visible()

    outside = window_of("anonymous")
    outside.goto(quarter.get_absolute_url())
    expect(outside.locator("ol.agenda > li")).to_have_count(3)
    assert LINK not in outside.content()


def drag(page, item, onto):
    """By the handle, in small steps, as a hand does it: let go once it is in place."""
    page.evaluate("scrollTo(0, 0)")
    handle, goal = item.locator("[data-handle]").bounding_box(), onto.bounding_box()
    x = handle["x"] + handle["width"] / 2
    page.mouse.move(x, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, goal["y"] + goal["height"] / 4, steps=30)
    page.mouse.move(x, goal["y"] + 4, steps=10)
    label = item.get_attribute("data-label")
    expect(page.locator("#tagesordnung li[data-id]").first).to_have_attribute("data-label", label)
    page.mouse.up()


def test_what_is_restricted_shows_as_a_gap_outside(summer, quarter, window_of):
    page = window_of("organiser")
    page.goto(f"{quarter.get_absolute_url()}terminieren/")
    schedule(page)
    page.goto(f"{quarter.get_absolute_url()}tagesordnung/")
    parts = build(page)
    parts.top(TEAMS).get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Sichtbarkeit").select_option(label="Alle Mitglieder der Fachgruppe")
    page.get_by_role("button", name="Speichern").click()
    expect(parts.top(TEAMS)).to_contain_text("nur")

    page.goto(quarter.get_absolute_url())
    page.get_by_text("Ansicht als …").click()
    page.get_by_role("link", name="Öffentlichkeit").click()
    seen_as_public = page.locator("ol.agenda > li").all_inner_texts()
    outside = window_of("anonymous")
    outside.goto(quarter.get_absolute_url())
    assert outside.locator("ol.agenda > li").all_inner_texts() == seen_as_public
    expect(outside.locator("ol.agenda > li").nth(1)).to_have_text(re.compile(r"2\s*nichtöffentlich"))
    assert TEAMS not in outside.content()


def test_without_a_mouse(summer, quarter, window_of):
    page = window_of("organiser")
    keys, parts = Keys(page), parts_of(page)
    page.goto("/treffen/")
    keys.skip_to_content()
    keys.press(page.get_by_role("link", name="Treffen im 3. Quartal 2025"))
    page.wait_for_url(f"**{quarter.get_absolute_url()}")
    keys.press(deeds_of(page).get_by_role("link", name="Termin festlegen"))
    keys.press(page.get_by_role("link", name="Der Termin steht schon fest"))
    page.wait_for_url("**/terminieren/")

    # Native controls take digits in the order of the browser's language.
    keys.go_to(page.get_by_label("Tag"))
    page.keyboard.type("09102025")
    expect(page.get_by_label("Tag")).to_have_value("2025-09-10")
    keys.go_to(page.get_by_label("Beginn"))
    page.keyboard.type("0200PM")
    keys.go_to(page.get_by_label("Ende"))
    page.keyboard.type("0400PM")
    keys.write(page.get_by_label("Ort"), "JEDI")
    page.keyboard.press("Enter")
    expect(page.locator(".hero")).to_contain_text("14:00–16:00")

    keys.press(deeds_of(page).get_by_role("link", name="Tagesordnung"))
    page.wait_for_url("**/tagesordnung/")
    keys.write(page.get_by_label("Titel", exact=True), OWN)
    page.keyboard.press("Enter")
    expect(parts.tops).to_have_text([f"1 {OWN}"])
    keys.is_at(page.get_by_label("Titel", exact=True))
    keys.press(parts.take(DATA))
    expect(parts.tops).to_have_text([f"1 {OWN}", f"2 {DATA}"])
    keys.is_at(page.locator("#themen"))

    page.reload()
    keys.write(parts.minutes(OWN), "100")
    page.keyboard.press("Enter")
    keys.is_at(parts.minutes(OWN))
    keys.write(parts.minutes(DATA), "30")
    page.keyboard.press("Enter")
    expect(parts.head).to_contain_text("10 Minuten über dem Ende")
    keys.is_at(parts.minutes(DATA))
    keys.press(parts.upwards(DATA))
    expect(parts.tops).to_have_text([f"1 {DATA}", f"2 {OWN}"])
    keys.is_at(parts.upwards(DATA))
    expect(parts.voice).to_have_text(f"»{DATA}« ist jetzt TOP 1.")
    page.keyboard.press("Enter")
    expect(parts.voice).to_contain_text("schon so weit wie möglich")
    keys.is_at(parts.upwards(DATA))

    keys.press(parts.top(OWN).get_by_role("button", name="Entfernen"))
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("entfernen?")
    page.keyboard.press("Escape")
    keys.is_at(parts.top(OWN).get_by_role("button", name="Entfernen"))
    page.keyboard.press("Enter")
    keys.is_at(question.get_by_role("button", name="Entfernen"))
    page.keyboard.press("Enter")
    expect(parts.tops).to_have_text([f"1 {DATA}"])
    keys.is_at(page.locator("#tagesordnung"))
    keys.press(page.get_by_role("button", name="Rückgängig"))
    expect(parts.tops).to_have_text([f"1 {DATA}", f"2 {OWN}"])


def test_a_day_in_the_past_is_recorded_and_nobody_is_told(quarter, window_of, mailbox, worker, axe):
    page = window_of("organiser")
    page.goto(f"{quarter.get_absolute_url()}terminieren/")
    page.get_by_label("Tag").fill("2025-09-10")
    page.get_by_label("Tag").press("Tab")
    expect(page.locator("#tag-hinweis")).to_contain_text("liegt in der Vergangenheit")
    axe(page)
    schedule(page)
    expect(page.locator(".messages")).to_contain_text("Es wurde niemand benachrichtigt.")
    deeds_of(page).get_by_role("link", name=re.compile("durchgeführt")).click()
    page.get_by_role("button", name="Als durchgeführt vermerken").click()
    expect(page.locator(".hero")).to_contain_text("durchgeführt")
    worker.drain()
    assert mailbox == []
