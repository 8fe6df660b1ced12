"""From »3. Quartal 2025« to 10 September: days from the months, answers of all pillars, the decision."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from core.dates import local
from meetings.enums import State
from meetings.models import Meeting
from members import audience
from polls.actions import options as option_actions
from polls.models import PollAnswer
from tests.factories.rows import MeetingFactory
from tests.invitations.inviting import WAIT

from .conftest import deeds_of, mails_to
from .looks import fits_the_phone

PHONE = {"width": 390, "height": 844}
DAYS = ("Dienstag, 9. September", "Mittwoch, 10. September", "Donnerstag, 18. September")


@pytest.fixture
def quarter(kickoff):
    """The announced draft, and a Stammtisch on one of the days."""
    MeetingFactory(
        title="Stammtisch Offene Daten", audience=audience.PUBLIC, kind="STAMMTISCH",
        starts_at=local(dt.date(2025, 9, 18), dt.time(18)),
    )  # fmt: skip
    return Meeting.objects.get(target_year=2025, target_quarter=3)


def offer_days(page, axe):
    """Three days with the same times; then the times of one are carried to another day."""
    for day in DAYS:
        page.get_by_role("checkbox", name=day).check()
    expect(page.get_by_role("checkbox", name=DAYS[2])).to_have_accessible_name(
        re.compile("Stammtisch Offene Daten")
    )
    page.get_by_text("Andere Zeiten").click()
    page.get_by_label("Beginn 1").fill("14:30")
    page.get_by_label("Ende 1").fill("16:30")
    page.get_by_role("button", name="Spätere Monate").click()
    expect(page.locator(".sheet-elsewhere").get_by_role("checkbox")).to_have_count(3)
    axe(page)
    page.get_by_role("button", name="Frühere Monate").click()
    expect(page.get_by_role("checkbox", name=DAYS[2])).to_be_checked()
    axe(page)
    page.get_by_label("Ende 1").press("Enter")
    expect(page.locator(".messages")).to_contain_text("3 Vorschläge sind aufgenommen.")
    page.get_by_role("checkbox", name="Mittwoch, 24. September").check()
    page.get_by_role("checkbox", name="14:30–16:30 Uhr", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Nur vormerken").click()
    expect(page.locator("#vorschlaege")).to_contain_text("Mittwoch, 24. September 2025, 14:30–16:30 Uhr")
    page.get_by_role("button", name=re.compile(r"Entfernen ?: Mittwoch, 24\. September 2025")).click()
    page.get_by_role("dialog").locator("button[value=ja]").click()
    expect(page.locator("#vorschlaege")).to_contain_text("3 Vorschläge")


def choose(page, day, answer):
    """By the whole button around the radio, as a finger does."""
    group = page.get_by_role("group", name=day)
    group.locator(".ballot-choice").filter(has=page.get_by_text(answer, exact=True)).click()
    expect(group.get_by_role("radio", name=answer, exact=True)).to_be_checked()


def answer_all(page, *answers):
    for day, answer in zip(DAYS, answers, strict=True):
        choose(page, day, answer)
    page.get_by_role("button", name="Antworten speichern").click()


def test_a_date_is_found(summer, quarter, window_of, cast, mailbox, worker, axe):
    page = window_of("organiser")
    page.goto(quarter.get_absolute_url())
    deeds_of(page).get_by_role("link", name="Termin festlegen").click()
    offer_days(page, axe)
    page.get_by_role("link", name="Weiter: Abstimmung starten").click()
    page.get_by_label("Antworten bis").fill("2025-07-11")
    page.get_by_label("Nachricht").fill("Bitte möglichst aus jedem Haus.")
    axe(page)
    page.get_by_role("button", name="Abstimmung starten").click()
    expect(page.locator(".messages")).to_contain_text("Die Terminabstimmung läuft.")
    worker.drain()

    on_the_phone(window_of, quarter)
    by_the_link_in_the_mail(window_of, mailbox, cast, axe)
    in_the_portal(window_of, quarter, axe)

    page.reload()
    best = page.locator(".poll-ranking > li").first
    expect(best).to_contain_text("Mittwoch, 10. September")
    expect(best).to_contain_text("am besten: alle Säulen")
    expect(page.locator(".poll-ranking > li").last).to_contain_text("Von den Stadtwerken kann niemand.")
    axe(page)
    mailbox.clear()
    best.get_by_role("link", name="Diesen Termin wählen").click()
    axe(page)
    page.get_by_role("button", name="Termin festlegen").click()
    expect(page.locator(".hero")).to_contain_text("Mittwoch, 10. September 2025, 14:30–16:30 Uhr")
    summer.shift(WAIT)
    worker.drain()
    assert len(mails_to(mailbox, cast.member_city.email)) == 1
    page.get_by_role("link", name="Ergebnis ansehen").click()
    expect(page.get_by_text("Der Termin ist entschieden")).to_be_visible()
    quarter.refresh_from_db()
    assert quarter.state == State.SCHEDULED


def on_the_phone(window_of, quarter):
    """From the overview to »saved«, with the thumb."""
    page = window_of("member_city", viewport=PHONE, has_touch=True)
    page.goto("/uebersicht/")
    page.get_by_role("link", name="Wann können Sie?").tap()
    for radio in page.locator(".ballot-choice").all()[:3]:
        assert radio.bounding_box()["height"] >= 44
    answer_all(page, "Nein", "Ja", "Wenn nötig")
    expect(page.locator(".messages")).to_contain_text("Ihre Antworten sind gespeichert")
    expect(page.locator(".poll-matrix")).to_be_hidden()
    first = page.locator(".poll-ranking > li").first
    first.locator("summary").tap()
    expect(first).to_contain_text("Mitglied Stadtverwaltung (Stadt Jena)")
    fits_the_phone(page)


def by_the_link_in_the_mail(window_of, mailbox, cast, axe):
    """Without signing in."""
    mail = mails_to(mailbox, cast.member_enterprise.email)[0]
    link = re.search(r"/terminabstimmung/\S+/", mail.body)[0]
    page = window_of()
    page.goto(link)
    expect(page.get_by_text("Dies sind die Antworten von Mitglied Eigenbetrieb.")).to_be_visible()
    axe(page)
    answer_all(page, "Ja", "Ja", "Nein")
    expect(page.locator(".notice[role=status]")).to_contain_text("Ihre Antworten sind gespeichert.")
    expect(
        page.get_by_role("group", name=DAYS[0]).get_by_role("radio", name="Ja", exact=True)
    ).to_be_checked()


def in_the_portal(window_of, quarter, axe):
    """With the keyboard: arrows choose within a group."""
    page = window_of("member_utility")
    page.goto(quarter.get_absolute_url())
    page.get_by_role("link", name="Jetzt antworten").click()
    axe(page)
    first = page.get_by_role("group", name=DAYS[0]).get_by_role("radio", name="Ja", exact=True)
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("group", name=DAYS[0]).get_by_role("radio", name="Nein")).to_be_checked()
    choose(page, DAYS[1], "Ja")
    choose(page, DAYS[2], "Nein")
    second = page.get_by_role("group", name=DAYS[1])
    second.get_by_text("Bemerkung").first.click()
    second.get_by_label("Bemerkung zu Mittwoch").fill("Am 10. gern am Nachmittag.")
    page.get_by_role("button", name="Antworten speichern").click()
    expect(page.locator(".messages")).to_contain_text("Ihre Antworten sind gespeichert")
    page.locator(".poll").get_by_role("link", name="Bemerkung 1").click()
    expect(page.locator("li:target")).to_contain_text("Am 10. gern am Nachmittag.")


# --- how many clicks it takes -----------------------------------------------------------------------------


class Hand:
    """Counts what a finger does on the way."""

    def __init__(self):
        self.clicks = 0

    def click(self, target):
        target.click()
        self.clicks += 1


def test_an_organiser_asks_in_five_clicks_and_a_member_answers_six_options_in_three(
    summer, quarter, window_of, cast, axe
):
    hand, page = Hand(), window_of("organiser")
    page.goto("/uebersicht/")
    hand.click(page.get_by_role("link", name="Termin festlegen"))
    for day in DAYS[:2]:
        hand.click(page.get_by_role("checkbox", name=day))
    hand.click(page.get_by_text("14:00–16:00 Uhr", exact=True))
    hand.click(page.get_by_role("button", name="Abstimmung starten"))
    expect(page.locator(".messages")).to_contain_text("Die Terminabstimmung läuft.")
    assert hand.clicks <= 5

    further = [(dt.date(2025, 9, day), dt.time(9), None) for day in (16, 17, 18, 19)]
    option_actions.add(meeting=quarter, slots=further, by=cast.organiser)
    hand, page = Hand(), window_of("member_city", viewport=PHONE, has_touch=True)
    page.goto("/uebersicht/")
    axe(page)
    card = page.locator("#abstimmung")
    expect(card.get_by_role("radio")).to_have_count(18)
    hand.click(card.get_by_role("button", name="Alle Ja"))
    expect(card.get_by_role("status")).to_contain_text("Alle stehen auf Ja.")
    hand.click(card.get_by_role("button", name="Antwort speichern"))
    expect(page.locator(".messages")).to_contain_text("Ihre Antworten sind gespeichert")
    assert hand.clicks <= 3
    assert PollAnswer.objects.filter(choice="YES").count() == 6
    fits_the_phone(page)


def test_without_scripts_all_yes_takes_one_more_page(summer, quarter, window_of, cast):
    poll = option_actions.start(
        meeting=quarter, slots=[(dt.date(2025, 9, day), None, None) for day in (9, 10)], by=cast.organiser
    )
    page = window_of("member_city", java_script_enabled=False)
    page.goto("/uebersicht/")
    page.get_by_role("button", name="Alle Ja").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(2)
    assert not poll.replies.exists()
    page.get_by_role("button", name="Antworten speichern").click()
    expect(page.locator(".messages")).to_contain_text("Ihre Antworten sind gespeichert")
