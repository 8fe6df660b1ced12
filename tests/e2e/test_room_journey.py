"""The minute-taker in the meeting: by mouse, by keys alone, without scripts, and on a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.dates import today
from meetings.actions import running
from meetings.enums import Presence, State
from meetings.models import Attendance
from tests.factories.rows import AgendaItemFactory, MeetingFactory

from .keys import Keys

TITLES = ["Begrüßung", "Datenplattform", "Ausblick"]


@pytest.fixture
def meeting(cast, summer):
    made = MeetingFactory(
        title="Sommertreffen", number=2, starts_at=timezone.now(), minute_taker=cast.minute_taker.person
    )
    for at, title in enumerate(TITLES, start=1):
        AgendaItemFactory(meeting=made, position=at, number=str(at), title=title)
    assert made.starts_at.date() == today()
    return made


def seat(page, name):
    return page.locator(".seat").filter(has=page.get_by_text(name, exact=True))


def test_a_meeting_is_taken_from_begin_to_end(meeting, window_of, cast, axe):
    page = window_of("minute_taker")
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Sitzung").click()
    axe(page)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    page.wait_for_load_state()  # a click before the scripts are there sends the form as without them

    city = cast.member_city.person
    seat(page, city.name).get_by_role("button", name="anwesend").click()
    expect(seat(page, city.name).get_by_role("button", name="anwesend")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("#zaehlung")).to_contain_text("1 von 6 anwesend")
    expect(page.locator("#ansage")).to_contain_text(f"{city.name}: anwesend. 1 von 6 anwesend")

    utility = cast.member_utility.person
    seat(page, utility.name).get_by_role("link", name="Einzelheiten").click()
    form = seat(page, utility.name).locator("form")
    form.get_by_label("vertreten", exact=True).check()
    form.get_by_label("Vertreten durch, wenn kein Mitglied").fill("Vera Tretung")
    axe(page)
    form.get_by_role("button", name="Speichern").click()
    expect(seat(page, utility.name)).to_contain_text("vertreten durch Vera Tretung")

    page.wait_for_load_state()
    page.get_by_label("Text zu TOP 1").fill("Alle sind da.")
    page.get_by_role("button", name="Nächster TOP: 2").click()  # leaving saves
    expect(page.get_by_role("heading", name="TOP 2 läuft seit")).to_be_visible()
    expect(page.get_by_label("Text zu TOP 2")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("0:02", timeout=6000)  # the clock runs
    section = meeting.minutes.sections.get(agenda_item__number="1")
    section.refresh_from_db()
    assert section.body == "Alle sind da."

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Pause seit")).to_be_visible()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("link", name="Beenden").click()
    expect(page.get_by_role("heading", name="Was ein Protokoll zeigen muss")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="entfällt: TOP 3 Ausblick").click()
    expect(page.get_by_role("button", name="entfällt: TOP 3 Ausblick")).to_have_count(0)
    page.get_by_role("button", name="Jetzt beenden").click()
    expect(page.get_by_role("heading", name="Treffen beendet:")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.state == State.HELD


def test_by_keys_alone(meeting, window_of, cast):
    page = window_of("minute_taker")
    page.goto(f"/treffen/{meeting.pk}/sitzung/")
    keys = Keys(page)
    keys.skip_to_content()
    keys.press(page.get_by_role("button", name="Beginnen"))
    expect(page.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    keys.skip_to_content()
    rows = page.locator(".seat")
    keys.go_to(rows.nth(0).get_by_role("button", name="anwesend"))
    page.keyboard.press("a")
    keys.is_at(rows.nth(0).get_by_role("button", name="anwesend"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    keys.is_at(rows.nth(1).get_by_role("button", name="entschuldigt"))
    expect(rows.nth(1).get_by_role("button", name="entschuldigt")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowUp")
    keys.is_at(rows.nth(0).get_by_role("button", name="entschuldigt"))
    expect(rows.nth(0).get_by_role("button", name="anwesend")).to_have_attribute("aria-pressed", "true")
    assert sorted(Attendance.objects.values_list("presence", flat=True)) == [
        Presence.EXCUSED,
        Presence.PRESENT,
    ]

    # letters typed into a field stay letters
    keys.write(page.get_by_label("Name", exact=True), "aefv")
    assert Attendance.objects.count() == 2
    page.keyboard.press("Enter")
    expect(page.locator("#gaeste")).to_contain_text("aefv")
    page.goto(f"/treffen/{meeting.pk}/sitzung/")
    keys.press(page.get_by_role("button", name="Nächster TOP: 2"))
    expect(page.get_by_role("heading", name="TOP 2 läuft seit")).to_be_visible()


def test_without_scripts(meeting, window_of, cast):
    page = window_of("minute_taker", java_script_enabled=False)
    page.goto(f"/treffen/{meeting.pk}/sitzung/")
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    city = cast.member_city.person
    seat(page, city.name).get_by_role("button", name="anwesend").click()
    expect(page.locator("#zaehlung")).to_contain_text("1 von 6 anwesend")
    page.get_by_label("Text zu TOP 1").fill("Alle sind da.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Der Text ist gespeichert.")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Gerda Gast")
    page.get_by_role("button", name="Gast vermerken").click()
    expect(page.locator("#gaeste")).to_contain_text("Gerda Gast")
    page.get_by_label("Text zu TOP 1").fill("Alle sind da. Auch Gerda.")
    page.get_by_role("button", name="Nächster TOP: 2").click()
    expect(page.get_by_role("heading", name="TOP 2 läuft seit")).to_be_visible()
    assert meeting.minutes.sections.get(agenda_item__number="1").body == "Alle sind da. Auch Gerda."


def test_two_screens(meeting, window_of, cast):
    """The organiser looks at an old page and learns what runs now."""
    running.begin(meeting=meeting, by=cast.minute_taker)
    taker, organiser = window_of("minute_taker"), window_of("organiser")
    for page in (taker, organiser):
        page.goto(f"/treffen/{meeting.pk}/sitzung/")
    taker.get_by_role("button", name="Aufrufen TOP 3").click()
    expect(taker.get_by_role("heading", name="TOP 3 läuft seit")).to_be_visible()
    organiser.get_by_role("button", name="Pause").click()
    expect(organiser.get_by_role("alert")).to_contain_text("Jemand anderes hat inzwischen weitergeschaltet.")
    expect(organiser.get_by_role("heading", name="TOP 3 läuft seit")).to_be_visible()


def test_the_other_screen_hears_that_it_goes_on(meeting, window_of, cast, axe):
    """Nothing is swapped under the hands of whoever types there."""
    running.begin(meeting=meeting, by=cast.minute_taker)
    taker, organiser = window_of("minute_taker"), window_of("organiser")
    organiser.clock.install()
    for page in (taker, organiser):
        page.goto(f"/treffen/{meeting.pk}/sitzung/")
    organiser.clock.run_for(16_000)
    news = organiser.get_by_text("Auf einem anderen Bildschirm ging es weiter", exact=True)
    expect(organiser.locator("[hx-get*=stand]")).to_have_count(1)  # nothing new
    taker.get_by_role("button", name="Aufrufen TOP 3").click()
    expect(taker.get_by_role("heading", name="TOP 3 läuft seit")).to_be_visible()
    organiser.clock.run_for(16_000)
    expect(news).to_be_visible()
    organiser.clock.resume()
    expect(organiser.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    axe(organiser)
    organiser.get_by_role("link", name="Seite neu laden").click()
    expect(organiser.get_by_role("heading", name="TOP 3 läuft seit")).to_be_visible()
    expect(news).to_have_count(0)
