"""axe finds nothing on any page, in both themes and on the phone, whoever looks; nor in forms with errors."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.world import make_world

from .walk import ALSO, walk, worth_looking_at

PERSONAS = (
    "anonymous",
    "member_utility",
    "organiser",
    "admin",
    "member_city",
    "minute_taker",
    "former_member",
)
SHARES = 2  # of the work, so that two processes divide it

NEEDED = "main form[method=post] :is(input, textarea)[required]:not([type=radio], [type=checkbox])"
# Everything empty, and nothing that the browser itself would stop.
SEND_EMPTY = """field => {
  field.form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")
    .forEach((each) => { each.value = ""; });
  field.form.noValidate = true;
  field.form.requestSubmit(field.form.querySelector("button:not([type=button])"));
}"""


@pytest.fixture
def pages(summer, cast):
    """(persona, page): what there is to look at in a portal with one of everything."""
    world = make_world(cast)
    world.restrict()
    also = [*ALSO, f"/postausgang/{world.house.mail.pk}/"]

    def found():
        for persona in PERSONAS:
            client = Client()
            if persona != "anonymous":
                client.force_login(cast.users[persona], backend="django.contrib.auth.backends.ModelBackend")
            yield persona, list(walk(client, also))

    return list(worth_looking_at(dict(found())))


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_and_every_form_with_errors(pages, window_of, axe, share):
    windows = {}
    problems = []
    for persona, seen in pages[share::SHARES]:
        if persona not in windows:
            windows[persona] = window_of(persona)
            windows[persona].on("dialog", lambda dialog: dialog.accept())
        page = windows[persona]
        page.goto(seen.path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        problems += wrong(axe, page, persona)
        if page.locator(NEEDED).count() and not seen.path.startswith("/entwicklung/"):
            page.locator(NEEDED).first.evaluate(SEND_EMPTY)
            errors = page.locator(".kern-error, [role=alert]").first
            expect(errors, f"{persona} sends {seen.path} empty").to_be_visible()
            problems += wrong(axe, page, f"{persona}, empty form")
    assert problems == []


def wrong(axe, page, who):
    try:
        axe(page)
    except AssertionError as error:
        return [f"{who}: {error}"]
    return []
