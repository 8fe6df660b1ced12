"""The outbox of the demonstration: a newcomer follows an invitation from the mail as it would look."""

import pytest
from playwright.sync_api import expect

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
