"""The outbox of the demonstration: a newcomer follows an invitation from the mail as it would look."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from meetings.enums import State
from tests.e2e.looks import fits_the_phone
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.invitations.inviting import WAIT, invite
from tests.meetings.conftest import at, dated

LONG_WORD = "Straßenbeleuchtungserneuerungsmaßnahmenfinanzierungskonzept" * 2
LONG_LINK = "https://konferenz.example.org/" + "raum0123456789" * 12

NEW = "/verwaltung/einladungen/neu/"


@pytest.fixture
def kept_invitation(cast, client_of, worker, settings, base_url):
    settings.BASE_URL = base_url
    settings.EMAIL_BACKEND = "activity.backends.KeepingBackend"
    membership = {"organisation": cast.organisations["enterprise"].pk, "starts_on": "2025-07-01"}
    form = {"email": "neu@example.org", "name": "Neue Person", **membership}
    assert client_of("admin").post(NEW, form).status_code == 303
    worker.drain()


def test_the_designed_mail_is_read_and_followed(kept_invitation, window_of):
    page = window_of("anonymous")
    page.goto("/postausgang/")
    page.get_by_role("link", name="Einladung ins Portal").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Im Portal finden Sie Termine")).to_be_visible()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Einladung annehmen").first.click()
    expect(opened.value.get_by_role("heading", name="Willkommen in der Fachgruppe")).to_be_visible()


def test_long_words_and_links_of_a_mail_fit_a_phone_and_the_link_can_be_followed(
    client_of, cast, mailbox, worker, page, time_machine
):
    """Every mail that a meeting sends, as a phone shows it: nothing is wider than the window."""
    time_machine.move_to(at(2025, 7, 1, 10))
    draft = MeetingFactory(title=LONG_WORD, number=2, state=State.DRAFT, starts_at=None, ends_at=None)
    AgendaItemFactory(meeting=draft, position=1, number="1", title=LONG_WORD)
    words = {"place_name": LONG_WORD, "place_address": LONG_WORD, "online_url": LONG_LINK}
    assert client_of("organiser").post(f"/treffen/{draft.pk}/terminieren/", dated(**words)).status_code == 303
    invite(client_of, cast, draft, ["member_city"], message=LONG_WORD)
    time_machine.shift(WAIT + dt.timedelta(seconds=1))
    worker.drain()
    assert mailbox
    for mail in mailbox:
        (html,) = [part.content for part in mail.alternatives if part.mimetype == "text/html"]
        page.set_content(html)
        fits_the_phone(page)
        expect(page.get_by_role("link", name=LONG_LINK)).to_have_attribute("href", LONG_LINK)
