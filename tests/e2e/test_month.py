"""The month with the keyboard alone, and on a phone."""

import datetime as dt

from playwright.sync_api import expect

from core.dates import local
from members import audience
from tests.factories.rows import MeetingFactory

from .keys import Keys
from .looks import PHONE


def meeting_on(month, day, title):
    starts_at = local(dt.date(2025, month, day), dt.time(14))
    return MeetingFactory(title=title, starts_at=starts_at, audience=audience.PUBLIC)


def test_from_the_list_to_a_meeting_two_months_on(summer, cast, window_of):
    """Whoever goes on to another month goes on from there, and not through the whole head of the page."""
    meeting_on(7, 16, "Sommertreffen")
    meeting_on(9, 10, "Herbsttreffen")
    page = window_of("member_city")
    page.goto("/treffen/")
    keys = Keys(page)
    keys.skip_to_content()
    keys.press(page.get_by_role("link", name="Monat", exact=True))
    expect(page.get_by_role("heading", name="Juli 2025")).to_be_visible()
    expect(page.get_by_role("cell", name="Dienstag, 1. Juli heute")).to_be_visible()
    forward = page.get_by_role("link", name="Nächster Monat:")
    keys.press(forward)
    expect(page.get_by_role("heading", name="August 2025")).to_be_visible()
    expect(page.locator("#monat")).to_be_focused()
    stops = [page.get_by_role("link", name="Voriger Monat: Juli 2025"),
             page.get_by_role("link", name="Dieser Monat"),
             page.get_by_role("link", name="Nächster Monat: September 2025")]  # fmt: skip
    for stop in stops:
        page.keyboard.press("Tab")
        keys.is_at(stop)
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Kalender für September 2025")
    expect(table.get_by_role("columnheader")).to_have_count(7)
    keys.press(table.get_by_role("link", name="Herbsttreffen"))
    expect(page.get_by_role("heading", name="Herbsttreffen")).to_be_visible()


def test_on_a_phone_only_days_with_something_are_left(summer, cast, window_of):
    meeting_on(10, 8, "Herbsttreffen")
    page = window_of("anonymous", viewport=PHONE)
    page.goto("/treffen/monat/2025-10/")
    expect(page.locator("time:visible")).to_have_text(
        ["3Freitag, 3. Oktober", "8Mittwoch, 8. Oktober", "31Freitag, 31. Oktober"]
    )
    expect(page.get_by_text("Freitag, 3. Oktober")).to_be_visible()
    expect(page.get_by_text("Donnerstag, 9. Oktober")).to_be_hidden()
    page.get_by_role("link", name="Herbsttreffen").click()
    expect(page.get_by_role("heading", name="Herbsttreffen")).to_be_visible()
