"""The builder by keys, with fixed numbers and attachments; uploading also in a browser without scripts."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from core.locking import lock
from meetings.actions import agenda
from meetings.enums import ItemKind
from meetings.models import Attachment
from tests.factories.rows import MeetingFactory
from tests.uploads import PDF

from .keys import Keys


@pytest.fixture
def meeting(cast, summer):
    meeting = MeetingFactory(title="Herbsttreffen", number=2)
    for title, kind in (("Eins", ItemKind.TALK), ("Zwei", ItemKind.TALK), ("Kaffee", ItemKind.BREAK),
                        ("Drei", ItemKind.DECISION)):  # fmt: skip
        agenda.add_item(meeting=meeting, title=title, kind=kind, duration=30, by=cast.organiser)
    return meeting


def titles(page):
    return page.locator("#tagesordnung .item-text b")


def row(page, title):
    return page.locator("#tagesordnung li[data-id]").filter(has_text=title)


def test_alt_and_arrows_move_the_top_and_say_where_it_is(meeting, window_of, axe):
    page = window_of("organiser")
    page.goto(f"/treffen/{meeting.pk}/tagesordnung/")
    keys = Keys(page)
    keys.go_to(row(page, "Drei").get_by_role("button", name="nach oben"))
    page.keyboard.press("Alt+ArrowUp")
    expect(titles(page)).to_have_text(["1 Eins", "2 Zwei", "3 Drei", "Kaffee"])
    expect(page.locator("#ansage")).to_have_text("»Drei« ist jetzt TOP 3.")
    keys.is_at(row(page, "Drei").get_by_role("button", name="nach oben"))
    for _press in range(2):  # faster than the answers come
        page.keyboard.press("Alt+ArrowUp")
    expect(titles(page)).to_have_text(["1 Drei", "2 Eins", "3 Zwei", "Kaffee"])
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#ansage")).to_have_text("»Drei« steht schon so weit wie möglich in dieser Richtung.")
    keys.go_to(row(page, "Kaffee").get_by_role("spinbutton"))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#ansage")).to_have_text("»Kaffee« steht jetzt an 3. Stelle.")
    axe(page)


def test_what_is_dropped_stays_in_sight_and_comes_back(meeting, cast, window_of, axe):
    with transaction.atomic():
        agenda.fix_numbers(lock(meeting))
    page = window_of("organiser")
    page.goto(f"/treffen/{meeting.pk}/tagesordnung/")
    row(page, "Zwei").get_by_role("button", name="Entfällt").click()
    page.locator("#rueckfrage").get_by_role("button", name="Entfällt").click()
    expect(row(page, "Zwei")).to_contain_text("entfällt")
    page.get_by_label("Titel").fill("Nachtrag")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(titles(page).last).to_have_text("3a Nachtrag")
    axe(page)
    row(page, "Zwei").get_by_role("button", name="Doch behandeln").click()
    expect(page.locator("#ansage")).to_have_text("TOP 2 steht wieder auf der Tagesordnung.")
    expect(titles(page)).to_have_text(["1 Eins", "2 Zwei", "Kaffee", "3 Drei", "3a Nachtrag"])


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_file_goes_up_and_comes_down(meeting, window_of, with_scripts, axe):
    page = window_of("organiser", java_script_enabled=with_scripts)
    page.goto(f"/treffen/{meeting.pk}/tagesordnung/")
    row(page, "Zwei").get_by_role("link", name="Anlagen").click()
    form = page.locator("#neue-datei")
    wrong = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>"}
    form.get_by_label("Datei").set_input_files(wrong)
    form.get_by_role("button", name="Hinzufügen").click()
    error = form.locator(".kern-error").last
    expect(error).to_contain_text("Diese Art von Datei nehmen wir nicht an.")
    if with_scripts:
        axe(page)
    good = {"name": "Netzplan Süd.pdf", "mimeType": "application/pdf", "buffer": PDF}
    form.get_by_label("Datei").set_input_files(good)
    form.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator(".messages")).to_contain_text("Die Datei ist hinzugefügt.")
    assert Attachment.objects.get().agenda_item.title == "Zwei"
    reader = window_of("member_city")
    reader.goto(f"/treffen/{meeting.pk}/")
    with reader.expect_download() as coming:
        reader.get_by_role("link", name="Netzplan Süd").click()
    assert coming.value.suggested_filename == "Netzplan Süd.pdf"
