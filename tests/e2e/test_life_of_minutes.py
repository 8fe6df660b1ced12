"""A whole life of one set of minutes: four people in their own browsers, and at its end the public.

Written in the meeting, partly without connection; read, improved and objected to; approved in the next
meeting, sealed, corrected, published. What the public must never see is in it from the beginning: names,
and a TOP that only the Stadtwerke read. At its turns those outside ask at every door for that TOP.
"""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents import cache
from meetings.enums import State
from members import audience
from minutes.models import MinutesSection
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.files import read_pdf

from .hidden import Doors
from .marking import mark

SEALING = 60_000  # milliseconds: the PDF is set before the page answers
BEFORE = "Die Runde sprach lange über Daten."
OFFLINE = "Alle Häuser liefern bis zum Herbst."
BETTER = "beriet ausführlich"
REFUSED = "irgendwann"
WHY_NOT = "Der Herbst war ausgemacht."
DECISION = "Die Fachgruppe führt eine Liste ihrer Datenquellen."
TASK = "Eigene Quellen melden"
SECRET, SECRET_TITLE = "Trafostation", "Netzlast"
SECRET_TEXT = f"Die {SECRET} Nord ist überlastet."
SECRET_DECISION = f"Die {SECRET} Nord wird verstärkt."
SECRET_TASK = f"Lastgang der {SECRET} Nord senden"
OBJECTION = f"Bei der {SECRET} fehlt die Leistung."
ANSWER = f"Die Leistung der {SECRET} reichen wir nach."
NAMED = "Petra Protokoll dankt allen."
UNNAMED = "Die Fachgruppe dankt allen."
CORRECTION = "Namen gehören nicht in die Niederschrift"
NAMES = {
    "minute_taker": "Petra Protokoll", "organiser": "Otto Ordnung",
    "member_city": "Clara Rathaus", "member_utility": "Udo Umspann",
}  # fmt: skip
INSIDE, OUTSIDE = ("member_utility", "minute_taker", "organiser"), ("anonymous", "member_city", "admin")
SAVED = re.compile("^gespeichert um")
READERS = {"member_city", "member_enterprise", "member_utility", "minute_taker", "organiser", "admin"}


@pytest.fixture
def people(cast):
    """Four people whose names stand in no other word of a page."""
    for persona, name in NAMES.items():
        person = cast.users[persona].person
        person.name = name
        person.save(update_fields=["name"])
    return cast


@pytest.fixture
def summer_meeting(people, summer):
    made = MeetingFactory(
        title="Sommertreffen", number=1, state=State.INVITED, audience=audience.PUBLIC,
        starts_at=timezone.now(), minute_taker=people.minute_taker.person,
    )  # fmt: skip
    AgendaItemFactory(meeting=made, position=1, title="Datenplattform")
    AgendaItemFactory(meeting=made, position=2, title=SECRET_TITLE, audience=audience.UTILITY)
    AgendaItemFactory(meeting=made, position=3, title="Ausblick")
    return made


@pytest.fixture
def autumn_meeting(summer_meeting, people):
    made = MeetingFactory(
        title="Herbsttreffen", number=2, state=State.INVITED, audience=audience.PUBLIC,
        starts_at=timezone.now() + dt.timedelta(hours=3), minute_taker=people.minute_taker.person,
    )  # fmt: skip
    AgendaItemFactory(meeting=made, position=1, title="Rückblick")
    return made


@pytest.fixture
def told(people, mailbox, worker):
    """`told("words")`: who has just got a mail with these words in its subject. Then it is read."""
    names = {user.email: persona for persona, user in people.users.items()}

    def told(words):
        worker.drain()
        for mail in mailbox:
            text = f"{mail.subject} {mail.body} {mail.alternatives} {mail.attachments}"
            assert names[mail.to[0]] in INSIDE or (SECRET not in text and SECRET_TITLE not in text)
        found = [mail for mail in mailbox if words in mail.subject]
        mailbox[:] = [mail for mail in mailbox if mail not in found]
        got = [names[mail.to[0]] for mail in found]
        assert len(got) == len(set(got)), f"told twice: {got}"
        return set(got)

    return told


@pytest.fixture
def nobody_outside_sees_it(client_of, summer_meeting, autumn_meeting):
    """`nobody_outside_sees_it("als/pdf/")`: now, with this page of the minutes beside the usual ones."""
    outside = {persona: client_of(persona) for persona in OUTSIDE}
    doors = Doors((SECRET, SECRET_TITLE), outside=outside, inside=client_of("member_utility"))

    def asked(*more):
        hidden = MinutesSection.objects.get(agenda_item__title=SECRET_TITLE)
        doors.are_shut(hidden, (summer_meeting, autumn_meeting), *more)

    return asked


def test_the_whole_life_of_one_set_of_minutes(
    summer_meeting, autumn_meeting, window_of, told, nobody_outside_sees_it, tmp_path, monkeypatch
):
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "papers")
    taker, organiser = window_of("minute_taker"), window_of("organiser")
    city, utility = window_of("member_city"), window_of("member_utility")

    write_in_the_meeting(taker, summer_meeting)
    url = summer_meeting.minutes.get_absolute_url()
    assert city.goto(url).status == 404  # a draft is its writers' own
    circulate(taker, url)
    nobody_outside_sees_it()
    assert told("Protokoll") == READERS - {"minute_taker", "former_member"}

    read_and_consent(city, url)
    suggest(utility, url)
    object_to_it(utility)
    nobody_outside_sees_it()
    assert told("Einwendung") == {"minute_taker", "organiser"}
    decide_suggestions(taker, url)
    assert told("Vorschlag abgelehnt") == told("Vorschlag übernommen") == {"member_utility"}
    answer(organiser, url)
    assert told("Einwendung") == {"member_utility"}
    sees_what_became_of_it(utility, city, url)

    end_the_circulation(taker, url)
    assert told("Umlauf") == {"organiser"}
    approve(taker, organiser, autumn_meeting, url, told)
    nobody_outside_sees_it("als/pdf/")
    correct(taker, organiser, url, told)
    publish(taker, organiser, url, told)
    read_by_the_public(window_of("anonymous"), url)
    nobody_outside_sees_it("als/pdf/")


# --- in the meeting ---------------------------------------------------------------------------------------


def write_in_the_meeting(taker, meeting):
    taker.goto(meeting.get_absolute_url())
    taker.get_by_role("link", name="Sitzung").click()
    taker.get_by_role("button", name="Beginnen").click()
    expect(taker.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    for persona in ("member_city", "member_utility"):
        seat = taker.locator(".seat").filter(has=taker.get_by_text(NAMES[persona], exact=True))
        seat.get_by_role("button", name="anwesend").click()
        expect(seat.get_by_role("button", name="anwesend")).to_have_attribute("aria-pressed", "true")
    expect(taker.locator("#zaehlung")).to_contain_text("2 von 6 anwesend")

    write_without_connection(taker)
    lines_become_outcomes(taker, 1, DECISION, TASK, NAMES["member_city"])
    expect(text_of(taker, 1)).to_have_value(f"{BEFORE} {OFFLINE}")
    taker.get_by_role("button", name="Nächster TOP: 2").click()
    text_of(taker, 2).fill(f"{SECRET_TEXT}\n\nB: {SECRET_DECISION}\nA: {SECRET_TASK}")
    taker.keyboard.press("Control+s")
    lines_become_outcomes(taker, 2, SECRET_DECISION, SECRET_TASK, NAMES["member_utility"])
    taker.get_by_role("button", name="Nächster TOP: 3").click()
    text_of(taker, 3).fill(NAMED)

    taker.get_by_role("link", name="Beenden").click()  # leaving saves
    expect(taker.get_by_role("heading", name="Was ein Protokoll zeigen muss")).to_be_visible()
    taker.get_by_role("button", name="Jetzt beenden").click()
    expect(taker.get_by_role("heading", name="Treffen beendet:")).to_be_visible()


def text_of(taker, number):
    return taker.get_by_role("textbox", name=f"Text zu TOP {number}")


def write_without_connection(taker):
    text, state = text_of(taker, 1), taker.locator("[data-save-state]")
    text.click()
    taker.keyboard.type(BEFORE)
    expect(state).to_have_text(SAVED)
    taker.context.set_offline(True)
    taker.keyboard.type(f" {OFFLINE}\n\nB: {DECISION}\nA: {TASK}")
    expect(state).to_contain_text("wartet auf Verbindung")
    taker.context.set_offline(False)
    expect(state).to_have_text(SAVED)
    taker.reload()
    expect(text).to_have_value(f"{BEFORE} {OFFLINE}\n\nB: {DECISION}\nA: {TASK}")


def lines_become_outcomes(taker, number, wording, deed, who):
    decision = taker.get_by_role("form", name=f"Beschluss aus dem Text zu TOP {number}")
    decision.get_by_label("Ergebnis").select_option(label="einstimmig")
    decision.get_by_role("button", name="Als Beschluss festhalten").click()
    expect(decision).to_have_count(0)
    task = taker.get_by_role("form", name=f"Aufgabe aus dem Text zu TOP {number}")
    task.get_by_label("Wer?").fill(who)
    task.get_by_label("bis zum nächsten Treffen").check()
    task.get_by_role("button", name="Als Aufgabe festhalten").click()
    expect(task).to_have_count(0)
    expect(taker.locator(".callout", has_text=wording)).to_contain_text("einstimmig")
    expect(taker.locator(".callout", has_text=deed)).to_contain_text(who)


# --- going round ------------------------------------------------------------------------------------------


def circulate(taker, url):
    """What was written is there, to the last word."""
    taker.goto(url)
    for words in (f"{BEFORE} {OFFLINE}", DECISION, TASK, SECRET_TEXT, SECRET_DECISION, SECRET_TASK, NAMED):
        expect(taker.get_by_role("main")).to_contain_text(words)
    taker.get_by_role("link", name="In den Umlauf geben").first.click()
    taker.get_by_role("button", name="In den Umlauf geben").click()
    expect(taker.get_by_role("heading", name="Im Umlauf bis")).to_be_visible()


def read_and_consent(city, url):
    """Whoever has had the end in sight for long enough has read; the restricted TOP is only a gap."""
    city.clock.install()
    city.goto(url)
    expect(city.get_by_role("main")).to_contain_text(OFFLINE)
    expect(city.get_by_role("main")).to_contain_text("nichtöffentlich")
    expect(city.get_by_role("main")).not_to_contain_text(SECRET)
    city.clock.run_for(130_000)
    city.locator("#umlauf").scroll_into_view_if_needed()
    expect(city.locator("#umlauf-stand")).to_contain_text("Sie haben das Protokoll gelesen.")
    city.clock.resume()
    city.locator("#umlauf").get_by_role("button", name="Keine Einwendungen").click()
    expect(city.locator("#umlauf-stand")).to_contain_text("Sie haben keine Einwendungen.")


def margin(page):
    return page.get_by_role("complementary", name="Kommentare zu TOP 1")


def suggest(utility, url):
    utility.goto(url)
    expect(utility.get_by_role("main")).to_contain_text(SECRET_TEXT)
    for words, better in (("sprach lange", BETTER), ("bis zum Herbst", REFUSED)):
        mark(utility, words).get_by_role("button", name="Änderung vorschlagen").click()
        expect(utility.get_by_label("Ihr Vorschlag")).to_have_value(words)
        utility.get_by_label("Ihr Vorschlag").fill(better)
        utility.get_by_role("button", name="Vorschlagen").click()
        expect(margin(utility).locator(".thread").last.locator("ins")).to_contain_text(better)


def object_to_it(utility):
    utility.locator("#umlauf").get_by_role("link", name="Einwendung erheben").click()
    utility.get_by_label("Wogegen?").select_option(label="TOP 2 Netzlast")
    utility.get_by_label("Grund").fill(OBJECTION)
    utility.get_by_role("button", name="Einwendung erheben").click()
    expect(utility.locator("#umlauf")).to_contain_text("Ihre Einwendung wartet auf Antwort.")


def decide_suggestions(taker, url):
    """One beside its section, one on the page of all suggestions."""
    taker.goto(url)
    refused = margin(taker).locator(".thread", has_text=REFUSED)
    refused.get_by_role("link", name="Ablehnen").click()
    refused.get_by_label("Grund").fill(WHY_NOT)
    refused.get_by_role("button", name="Ablehnen").click()
    expect(refused).to_contain_text(f"Grund: {WHY_NOT}")
    taker.goto(url)
    taker.get_by_role("link", name="1 offener Änderungsvorschlag").click()
    taker.get_by_role("checkbox", name=NAMES["member_utility"]).check()
    taker.get_by_role("button", name="Ausgewählte übernehmen").click()
    taker.goto(url)
    expect(taker.locator(".item > .prose").first).to_have_text(f"Die Runde {BETTER} über Daten. {OFFLINE}")


def answer(organiser, url):
    organiser.goto("/uebersicht/")
    organiser.get_by_role("link", name="1 Einwendung beantworten").click()
    organiser.get_by_role("link", name="Beantworten").click()
    organiser.get_by_label("Ihr wird teilweise gefolgt").check()
    organiser.get_by_label("Text der Antwort").fill(ANSWER)
    organiser.get_by_role("button", name="Antworten").click()
    expect(organiser.get_by_text("Alle Einwendungen sind beantwortet.")).to_be_visible()


def sees_what_became_of_it(utility, city, url):
    utility.goto(url)
    expect(utility.locator("#einwendungen")).to_contain_text(ANSWER)
    expect(margin(utility)).to_contain_text(f"Grund: {WHY_NOT}")
    expect(margin(utility)).to_contain_text(f"in Fassung 2 · {NAMES['minute_taker']}")
    city.goto(url)
    expect(city.locator("#umlauf")).to_contain_text("Bitte lesen Sie ihn noch einmal.")
    expect(city.get_by_role("main")).not_to_contain_text(SECRET)


def end_the_circulation(taker, url):
    taker.goto(url)
    taker.locator("summary", has_text="Umlauf").click()
    taker.get_by_role("link", name="Umlauf beenden").click()
    taker.get_by_role("button", name="Umlauf beenden").click()
    expect(taker.get_by_text("hat noch nicht begonnen")).to_be_visible()


# --- approved, sealed, corrected, published ---------------------------------------------------------------


def confirm(taker, page, url, done):
    """Whoever asked and wrote cannot; the second person looks at it and says yes."""
    taker.goto(url)
    taker.get_by_role("link", name="Ansehen").click()
    expect(taker.get_by_role("button", name="Bestätigen")).to_be_disabled()
    page.goto(url)
    page.get_by_role("link", name="Ansehen").click()
    page.get_by_role("button", name="Bestätigen").click()
    expect(done).to_be_visible(timeout=SEALING)


def approve(taker, organiser, meeting, url, told):
    taker.goto(meeting.get_absolute_url())
    expect(taker.get_by_role("heading", name="Genehmigung des Protokolls vom 1. Juli 2025")).to_be_visible()
    taker.get_by_role("link", name="Sitzung").click()
    taker.get_by_role("button", name="Beginnen").click()
    expect(taker.locator(".room-top")).to_contain_text("Genehmigung des Protokolls")
    taker.goto(url)
    taker.get_by_role("link", name="Genehmigen").click()
    taker.get_by_label("Ergebnis").select_option(label="einstimmig")
    taker.get_by_role("button", name="Beschluss festhalten").click()
    waits = f"fehlt noch die Bestätigung durch eine zweite Person: {NAMES['organiser']}"
    expect(taker.get_by_text(waits)).to_be_visible()
    assert told("bestätigen") == {"organiser"}
    confirm(taker, organiser, url, organiser.locator(".seal", has_text="Siegel 1"))
    assert told("Genehmigt") == READERS - {"organiser"}
    organiser.locator(".seal").get_by_role("link", name="prüfen").click()
    expect(organiser.get_by_text("Alles stimmt")).to_be_visible()
    expect(organiser.get_by_text("Ein Siegel geprüft, keine Abweichung.")).to_be_visible()


def correct(taker, organiser, url, told):
    """The preview finds a name; nobody who wrote the minutes takes it out alone."""
    taker.goto(url)
    taker.get_by_role("link", name="Veröffentlichen", exact=True).click()
    expect(taker.get_by_text("Im öffentlichen Text stehen Namen")).to_be_visible()
    expect(taker.locator("li", has_text=NAMED)).to_contain_text(NAMES["minute_taker"])
    taker.goto(url)
    taker.get_by_role("link", name="Berichtigen").click()
    taker.get_by_label("Grund der Berichtigung").fill(CORRECTION)
    taker.locator("textarea").filter(has_text=NAMED).fill(UNNAMED)
    taker.get_by_role("button", name="Änderungen ansehen").click()
    expect(taker.locator("ins").first).to_have_text("Die")
    taker.get_by_role("button", name="Berichtigen").click()
    expect(taker.get_by_role("main")).to_contain_text(f"zweite Person: {NAMES['organiser']}")
    assert told("bestätigen") == {"organiser"}
    confirm(taker, organiser, url, organiser.locator(".seal", has_text="Berichtigt am"))
    assert told("Berichtigt") == READERS - {"organiser"}
    organiser.get_by_role("link", name="Fassungen").click()  # the old one stays readable
    organiser.get_by_role("main").get_by_role("link", name="Fassung 2", exact=True).click()
    expect(organiser.get_by_role("main")).to_contain_text(NAMED)


def publish(taker, organiser, url, told):
    taker.goto(url)
    taker.get_by_role("link", name="Veröffentlichen", exact=True).click()
    expect(taker.get_by_text("wurden keine Namen von Personen gefunden")).to_be_visible()
    preview = taker.get_by_role("region", name="Vorschau der öffentlichen Seite")
    expect(preview).to_contain_text(UNNAMED)
    expect(preview).not_to_contain_text(SECRET)
    taker.get_by_role("button", name="So veröffentlichen").click()
    expect(taker.get_by_role("main")).to_contain_text(f"zweite Person: {NAMES['organiser']}")
    assert told("bestätigen") == {"organiser"}
    confirm(taker, organiser, url, organiser.get_by_text("Bestätigt."))


def is_fit_for_the_public(text):
    assert BETTER in text
    assert UNNAMED in text
    assert DECISION in text
    for word in (*NAMES.values(), "example.org", SECRET, SECRET_TITLE, REFUSED, WHY_NOT, "Einwendung"):
        assert word not in text, word


def read_by_the_public(page, url):
    page.goto("/protokolle/")
    page.get_by_role("main").get_by_role("link", name="Sommertreffen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Protokoll: Sommertreffen")
    expect(page.locator(".seal")).to_contain_text("Berichtigt am")
    is_fit_for_the_public(page.content())
    page.locator("summary", has_text="Herunterladen").click()
    with page.expect_download(timeout=SEALING) as given:
        page.get_by_role("link", name="PDF", exact=True).click()
    is_fit_for_the_public(" ".join(read_pdf(Path(given.value.path()).read_bytes()).split()))
    page.goto(url)
    page.locator(".seal").get_by_role("link", name="prüfen").click()
    expect(page.get_by_text("2 Siegel geprüft, keine Abweichung.")).to_be_visible()
    for word in (*NAMES.values(), SECRET, SECRET_TITLE):
        assert word not in page.content()
