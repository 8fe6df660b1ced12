"""A real browser in front of the portal. In all journeys: no error in the console, no foreign request."""

import datetime as dt
import os
import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import FileResponse
from django.test import Client
from playwright.sync_api import expect

from core.dates import today
from fachgruppe.seeds.kickoff import load_kickoff
from meetings.models import Meeting
from minutes.actions.circulation import circulate
from scripts import browser as chromium
from tests.conftest import NOW

from .looks import AXE_PATH, DESK, Looks, resize

# Playwright keeps an event loop in this thread; the test itself is as synchronous as any other.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 10_000  # milliseconds: on a machine that does other things too
expect.set_options(timeout=PATIENCE)

DECADES = 10**9  # seconds: the clock of the server stands in 2025, that of the browser does not
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)  # in a mail


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": chromium.found(),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "de-DE", "timezone_id": "Europe/Berlin", "viewport": DESK, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def live_server_address():
    return "localhost"  # passkeys need a name, not a number


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept():
    """A browser asks once for each of them, as in operation, where their names tell what is in them.

    Among them is axe: from a file the browser has it on a page in a quarter of the time.
    """
    serve = StaticFilesHandler.serve

    def serve_for_long(handler, request):
        response = (
            FileResponse(AXE_FILE_PATH.open("rb")) if request.path == AXE_PATH else serve(handler, request)
        )
        response.headers["Cache-Control"] = f"max-age={DECADES}, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_long)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_a_first_click():
    """Here two clicks may come at the same moment."""


@pytest.fixture
def clock():
    """Here time runs as it does: a browser waits for it."""


@pytest.fixture
def base_url(live_server):
    return live_server.url.replace("127.0.0.1", "localhost")


class Watch:
    """What went wrong in the pages of one test without anybody looking."""

    def __init__(self, host):
        self.host = host
        self.problems = []
        self.meant = ()  # words in the console that a test provokes

    def over(self, page):
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        return page

    def _console(self, message):
        # The browser repeats in its console that a page answered with 4xx; tests provoke that on purpose.
        meant = ("Failed to load resource", *self.meant)
        if message.type in ("error", "warning") and not any(words in message.text for words in meant):
            self.problems.append(f"console: {message.text}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"leaves the host: {request.url}")

    def _response(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}")


@pytest.fixture
def watch(base_url):
    watching = Watch(urlsplit(base_url).netloc)
    yield watching
    assert watching.problems == []


@pytest.fixture(scope="session")
def kept():
    """Browsers, by what they are made with, for the next test.

    A new one reads, compiles and lays out anew what the last one had in its cache: a second for each window.
    """
    return defaultdict(list)


@pytest.fixture
def window_of(cast, browser, base_url, watch, browser_context_args, kept):
    """`window_of("organiser")` is a page of a browser in which that persona is signed in.

    With `is_new=True` its cache is empty: without connection no script comes that the page does not have yet.
    """
    taken = []

    def opened(persona="anonymous", *, is_new=False, **context):
        made_with = {"base_url": base_url, **browser_context_args, **context}
        shelf = kept[repr(sorted(made_with.items()))]
        page = shelf.pop() if shelf and not is_new else browser.new_context(**made_with).new_page()
        taken.append((page.context, shelf))
        if persona != "anonymous":
            page.context.add_cookies([session_cookie(cast.users[persona], base_url)])
        page.set_default_timeout(PATIENCE)
        return watch.over(page)

    yield opened
    for context, shelf in taken:
        if page := emptied(context, base_url):
            shelf.append(page)


# A clock that a test has set, and any other script put into all pages, stays with the browser.
UNTOUCHED = "[setTimeout, Date, fetch].every((each) => String(each).includes('[native code]'))"


def emptied(context, base_url):
    """A page of this browser, in which only static files are left; none if a test changed more than that."""
    for page in context.pages:
        page.close()
    context.set_offline(False)
    context.clear_cookies()
    context.clear_permissions()
    context.unroute_all()
    page = context.new_page()
    if not page.evaluate(UNTOUCHED):
        context.close()
        return None
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": base_url, "storageTypes": "all"})
    session.detach()
    return page


def session_cookie(user, base_url):
    client = Client()
    client.force_login(user, backend="members.backends.AccountBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": base_url, "httpOnly": True}


@pytest.fixture(scope="session")
def axe(is_first):
    """`axe(page)` fails with what is wrong with the page as it stands (looks.py)."""
    looks = Looks(is_first)

    def looked_over(page):
        page.wait_for_load_state()  # of a page that is just coming there is nothing to look at
        problems = looks.over(page)
        resize(page, DESK)
        assert problems == []

    return looked_over


@pytest.fixture
def summer():
    """The clock of the server begins at 1 July 2025, 10:00, and runs; `summer.shift(…)` moves it on."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


# --- what journeys begin with -----------------------------------------------------------------------------


@pytest.fixture
def kickoff(cast, mailbox, worker):
    """The first meeting as the kickoff data tell it, its minutes going round; those mails have been read."""
    load_kickoff()
    meeting = Meeting.objects.select_related("minutes").get(number=1)
    meeting.minute_taker = cast.minute_taker.person
    meeting.save(update_fields=["minute_taker"])
    circulate(minutes=meeting.minutes, until=today() + dt.timedelta(days=14), by=cast.organiser)
    worker.drain()
    mailbox.clear()
    return meeting


def mails_to(mailbox, address):
    return [mail for mail in mailbox if mail.to == [address]]


def deeds_of(page):
    """The buttons with which organisers take the meeting on its way."""
    return page.get_by_role("group", name="Treffen bearbeiten")
