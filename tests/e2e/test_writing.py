"""Writing minutes: preview, shortcuts, lines that become decisions and tasks, and two people at once."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from core.dates import today
from minutes.actions.circulation import circulate, recall
from minutes.actions.writing import save_section
from minutes.models import MinutesSection
from outcomes.models import ActionItem, Decision

from .keys import Keys
from .looks import DESK, PHONE

BEGIN = "Anfang.\n\nMitte.\n\nEnde."
WIDE = {"width": 1440, "height": 1000}


@pytest.fixture
def draft(kickoff, cast):
    """The kickoff's minutes, back in writing, with a short first section."""
    minutes = recall(minutes=kickoff.minutes, by=cast.organiser)
    first = minutes.sections.in_order().first()
    save_section(section=first, body=BEGIN, version=first.version, by=cast.organiser)
    return minutes


class Writer:
    """Somebody at the page to write on, and what is at the first two sections."""

    def __init__(self, page, draft):
        self.page = page
        page.goto(f"{draft.get_absolute_url()}schreiben/")
        self.first, self.second = (page.locator("[data-autosave]").nth(at) for at in (0, 1))
        self.text, self.other_text = (each.locator(".editor textarea") for each in (self.first, self.second))
        self.state = self.first.locator("[data-save-state]")
        self.writer = self.first.locator("[data-writer]")
        self.conflict = self.first.locator("[data-conflict]")

    def saved(self):
        expect(self.state).to_have_text(re.compile("^gespeichert"))

    def type_at_end(self, words):
        self.text.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def beats(self):
        """As after the next fifteen seconds."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.fixture
def writer(draft, window_of):
    return lambda persona, **context: Writer(window_of(persona, **context), draft)


def stored(draft, at=0):
    return list(MinutesSection.objects.filter(minutes=draft).in_order())[at].body


# --- alone ----------------------------------------------------------------------------------------------


def test_shortcuts_lists_and_saving_at_once(draft, writer):
    mine = writer("minute_taker")
    keys = mine.page.keyboard
    mine.text.click()
    keys.press("Control+a")
    keys.press("Control+b")
    expect(mine.text).to_have_value(re.compile(r"^\*\*"))
    mine.text.fill("")
    keys.type("- eins\nzwei\n\nEnde")
    expect(mine.text).to_have_value("- eins\n- zwei\nEnde")
    keys.type("\n9. neun\nzehn")
    expect(mine.text).to_have_value("- eins\n- zwei\nEnde\n9. neun\n10. zehn")
    mine.text.fill("")
    keys.type("4. Juni 2025\n04. Juli\n> 5 Leute\n* zzgl. MwSt.\nEnde")  # nothing that goes on
    expect(mine.text).to_have_value("4. Juni 2025\n04. Juli\n> 5 Leute\n* zzgl. MwSt.\nEnde")
    keys.press("Control+s")
    mine.saved()
    assert stored(draft).startswith("4. Juni 2025\n04. Juli")
    keys.press("Tab")
    expect(mine.text).not_to_be_focused()  # no trap
    bold = mine.first.get_by_role("button", name="Fett")
    assert bold.get_attribute("title") == "Fett (Strg+B)"


def test_the_preview_follows_beside_the_text_and_remembers_the_choice(draft, writer):
    mine = writer("minute_taker", viewport=WIDE)
    preview = mine.first.locator(".editor-preview")
    expect(preview).to_contain_text("Mitte.")
    assert preview.bounding_box()["x"] > mine.text.bounding_box()["x"] + mine.text.bounding_box()["width"]
    mine.type_at_end("\nI: Es wird **gebaut**.")
    expect(preview.locator("p.info strong").last).to_have_text("gebaut")
    expect(mine.text).to_be_focused()
    expect(preview).not_to_have_attribute("aria-live", "polite")
    mine.first.get_by_text("Vorschau beim Schreiben").click()
    expect(preview).to_be_hidden()
    mine.saved()
    mine.page.reload()
    expect(preview).to_be_hidden()
    mine.page.locator("[data-autosave]").nth(1).get_by_text("Vorschau beim Schreiben").click()
    expect(preview).to_be_visible()


def test_lines_become_a_decision_and_a_task_by_keyboard_alone(draft, writer):
    mine = writer("minute_taker")
    keys = Keys(mine.page)
    keys.skip_to_content()
    keys.go_to(mine.text)
    mine.page.keyboard.press("Control+End")
    mine.page.keyboard.type("\n\nB: Wir listen alles.\nA: Liste schicken")
    decision = mine.first.get_by_role("form", name="Beschluss aus dem Text zu TOP 1")
    task = mine.first.get_by_role("form", name="Aufgabe aus dem Text zu TOP 1")
    expect(decision.get_by_label("Wortlaut")).to_have_value("Wir listen alles.")
    expect(decision.get_by_label("Enthaltungen")).to_be_hidden()
    keys.choose(decision.get_by_label("Ergebnis"), "mehr")
    keys.write(decision.get_by_label(re.compile("^Ja")), "7")
    keys.press(decision.get_by_role("button", name="Als Beschluss festhalten"))
    expect(decision).to_have_count(0)
    expect(mine.text).to_be_focused()
    expect(mine.first.locator(".callout").filter(has_text="Wir listen alles.")).to_contain_text(
        "mehrheitlich"
    )
    expect(mine.text).to_have_value(f"{BEGIN}\n\nA: Liste schicken")
    keys.press(task.get_by_role("button", name="Als Aufgabe festhalten"))
    expect(task.get_by_text("Bitte füllen Sie dieses Feld aus.")).to_be_visible()
    keys.is_at(task.get_by_label("Wer?"))
    mine.page.keyboard.type("Mitglied Stadtwerke")
    keys.press(task.get_by_label("bis zum nächsten Treffen"), "Space")
    keys.press(task.get_by_role("button", name="Als Aufgabe festhalten"))
    expect(task).to_have_count(0)
    expect(mine.text).to_have_value(BEGIN)
    mine.saved()
    assert Decision.objects.filter(wording="Wir listen alles.", votes_yes=7).count() == 1
    assert ActionItem.objects.filter(wording="Liste schicken", due_next_meeting=True).count() == 1
    assert stored(draft) == BEGIN


def test_what_is_filled_in_stays_while_the_line_is_reworded(draft, writer):
    mine = writer("minute_taker")
    mine.type_at_end("\nA: Liste")
    task = mine.first.get_by_role("form", name="Aufgabe aus dem Text zu TOP 1")
    task.get_by_label("Wer?").fill("Mitglied Stadtwerke")
    mine.type_at_end(" der Quellen bis 15.01.2027")
    expect(task.get_by_label("Was ist zu tun?")).to_have_value("Liste der Quellen bis 15.01.2027")
    expect(task.get_by_label("Wer?")).to_have_value("Mitglied Stadtwerke")
    expect(task.get_by_label("Bis wann?")).to_have_value("2027-01-15")
    task.get_by_role("button", name="Als Text stehen lassen").click()
    expect(task).to_have_count(0)
    expect(mine.text).to_have_value(re.compile(r"A\\: Liste der Quellen bis 15.01.2027$"))


def test_a_line_is_not_recorded_without_connection_and_once_when_it_is_back(draft, writer):
    mine = writer("minute_taker")
    mine.type_at_end("\nB: Einmal")
    decision = mine.first.get_by_role("form", name="Beschluss aus dem Text zu TOP 1")
    expect(decision).to_be_visible()
    mine.page.context.set_offline(True)
    decision.get_by_role("button", name="Als Beschluss festhalten").click()
    expect(decision).to_contain_text("Keine Verbindung. Die Zeile bleibt im Text")
    mine.page.context.set_offline(False)
    decision.get_by_role("button", name="Als Beschluss festhalten").dblclick()
    expect(decision).to_have_count(0)
    mine.saved()
    assert Decision.objects.filter(wording="Einmal").count() == 1
    assert stored(draft) == BEGIN


def test_without_connection_and_without_memory_it_says_so(draft, writer):
    mine = writer("minute_taker")
    mine.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') } }"
    )
    mine.page.context.set_offline(True)
    mine.text.fill("Nur hier.")
    expect(mine.state).to_contain_text("wartet auf Verbindung – der Speicher dieses Browsers ist voll")
    expect(mine.page.locator("#ansage")).to_contain_text("TOP 1: wartet auf Verbindung")
    mine.page.context.set_offline(False)
    mine.page.evaluate("dispatchEvent(new Event('online'))")
    mine.saved()
    assert stored(draft) == "Nur hier."


def test_a_text_that_goes_round_meanwhile_waits_in_the_browser(draft, writer, cast):
    mine = writer("minute_taker")
    circulate(minutes=draft, until=today() + dt.timedelta(days=14), by=cast.organiser)
    mine.text.fill("Zu spät.")
    expect(mine.state).to_have_text(re.compile("^wartet – Der Text lässt sich nur im Entwurf ändern"))
    expect(mine.page.locator("#ansage")).to_contain_text("nur im Entwurf")
    assert stored(draft) == BEGIN


def test_leaving_at_once_sends_the_last_words(draft, writer):
    mine = writer("minute_taker")
    mine.text.fill("Letzte Worte.")
    mine.page.goto(draft.get_absolute_url())
    expect(mine.page.get_by_role("main")).to_contain_text("Protokoll:")
    mine.page.wait_for_timeout(500)
    assert stored(draft) == "Letzte Worte."


def test_the_page_is_accessible(draft, writer, axe):
    mine = writer("minute_taker")
    mine.type_at_end("\nB: Wir listen alles.\nA: Liste schicken\nI: Zur Kenntnis.")
    expect(mine.first.get_by_role("form")).to_have_count(2)
    mine.page.get_by_text("Hilfe zum Schreiben").click()
    for box in mine.page.locator("[data-live-preview] > summary").all()[:1]:
        box.click()
    mine.first.get_by_label("Ergebnis").select_option("MAJORITY")
    axe(mine.page)


# --- together -------------------------------------------------------------------------------------------


def test_two_in_different_sections_see_only_a_name(draft, writer, cast):
    mine, theirs = writer("minute_taker"), writer("organiser")
    mine.text.click()
    theirs.other_text.click()
    expect(theirs.writer).to_have_text(re.compile(f"{cast.minute_taker.person.name} schreibt hier"))
    mine.beats()
    expect(mine.second.locator("[data-writer]")).to_contain_text(
        f"{cast.organiser.person.name} schreibt hier"
    )
    theirs.other_text.fill("Dort geschrieben.")
    expect(theirs.second.locator("[data-save-state]")).to_have_text(re.compile("^gespeichert um"))
    mine.text.fill("Hier geschrieben.")
    mine.saved()
    mine.beats()
    expect(mine.other_text).to_have_value("Dort geschrieben.")
    expect(mine.conflict).to_be_empty()
    assert (stored(draft), stored(draft, 1)) == ("Hier geschrieben.", "Dort geschrieben.")


def test_the_second_in_a_section_sees_who_writes_and_takes_over(draft, writer, cast, axe):
    mine, theirs = writer("minute_taker"), writer("organiser")
    mine.text.click()
    mine.page.keyboard.press("Control+End")
    mine.page.keyboard.type(" Noch ein Satz.")
    expect(mine.state).to_contain_text("wartet")
    mine.saved()
    theirs.text.click()
    expect(theirs.writer).to_contain_text(f"{cast.minute_taker.person.name} schreibt hier gerade")
    axe(theirs.page)
    theirs.writer.get_by_role("button", name="Übernehmen").click()
    expect(theirs.writer).to_be_hidden()
    expect(theirs.text).to_be_focused()
    expect(theirs.text).to_have_value(f"{BEGIN} Noch ein Satz.")
    mine.beats()
    expect(mine.writer).to_contain_text(f"{cast.organiser.person.name} hat übernommen")
    expect(mine.page.locator("#ansage")).to_contain_text("hat übernommen")
    theirs.type_at_end(" Und meiner.")
    theirs.saved()
    mine.beats()
    expect(mine.text).to_have_value(f"{BEGIN} Noch ein Satz. Und meiner.")
    assert stored(draft) == f"{BEGIN} Noch ein Satz. Und meiner."


def test_changes_that_do_not_touch_are_offered_together(draft, writer, axe):
    mine, theirs = writer("minute_taker"), writer("organiser")
    theirs.text.fill(BEGIN.replace("Anfang.", "Ganz von vorn."))
    theirs.saved()
    mine.text.fill(BEGIN.replace("Ende.", "Schluss."))
    expect(mine.state).to_have_text(re.compile("^Konflikt"))
    expect(mine.conflict.locator("del").first).to_have_text(re.compile("Ganz"))
    expect(mine.conflict).to_contain_text("Die Änderungen berühren sich nicht.")
    axe(mine.page)
    both = "Ganz von vorn.\n\nMitte.\n\nSchluss."
    expect(mine.conflict.get_by_label("Beide zusammen")).to_have_value(both)
    mine.conflict.get_by_role("button", name="Beide zusammen speichern").click()
    mine.saved()
    expect(mine.conflict).to_be_empty()
    expect(mine.text).to_have_value(both)
    assert stored(draft) == both


def test_changes_of_the_same_words_are_joined_by_the_person(draft, writer):
    mine, theirs = writer("minute_taker"), writer("organiser")
    theirs.text.fill(BEGIN.replace("Mitte", "Deren Mitte"))
    theirs.saved()
    mine.text.fill(BEGIN.replace("Mitte", "Meine Mitte"))
    expect(mine.conflict).to_contain_text("An einer Stelle haben beide dasselbe geändert.")
    joined = mine.conflict.get_by_label("Beide zusammen")
    expect(joined).to_have_value("Anfang.\n\nDeren Mitte.\nMeine Mitte.\n\nEnde.")
    assert stored(draft) == BEGIN.replace("Mitte", "Deren Mitte")
    joined.fill("Anfang.\n\nUnsere Mitte.\n\nEnde.")
    mine.conflict.get_by_role("button", name="Beide zusammen speichern").click()
    mine.saved()
    assert stored(draft) == "Anfang.\n\nUnsere Mitte.\n\nEnde."


def test_a_conflict_after_writing_offline_and_a_reload(draft, writer):
    mine, theirs = writer("minute_taker"), writer("organiser")
    mine.page.context.set_offline(True)
    mine.text.fill(BEGIN.replace("Ende.", "Offline."))
    expect(mine.state).to_contain_text("wartet auf Verbindung")
    theirs.text.fill(BEGIN.replace("Anfang.", "Online."))
    theirs.saved()
    mine.page.context.set_offline(False)
    mine.page.goto("about:blank")
    mine = Writer(mine.page, draft)
    expect(mine.state).to_have_text(re.compile("^Konflikt"))
    expect(mine.text).to_have_value(BEGIN.replace("Ende.", "Offline."))
    both = "Online.\n\nMitte.\n\nOffline."
    expect(mine.conflict.get_by_label("Beide zusammen")).to_have_value(both)
    mine.conflict.get_by_role("button", name="Den gespeicherten Text übernehmen").click()
    mine.saved()
    expect(mine.text).to_have_value(BEGIN.replace("Anfang.", "Online."))


def test_on_a_phone_everything_has_its_place(draft, writer):
    mine = writer("minute_taker", viewport=PHONE)
    mine.type_at_end("\nA: Liste schicken")
    task = mine.first.get_by_role("form", name="Aufgabe aus dem Text zu TOP 1")
    expect(task).to_be_visible()
    assert mine.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(mine.first.locator(".editor-preview")).to_be_hidden()
    mine.page.set_viewport_size(DESK)
