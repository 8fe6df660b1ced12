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

from .walk import VISIBLE_KINDS

# Playwright keeps an event loop in this thread; the test itself is as synchronous as any other.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 10_000  # milliseconds: on a machine that does other things too
expect.set_options(timeout=PATIENCE)

PHONE = {"width": 320, "height": 720}
DESK = {"width": 1280, "height": 900}
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


# Everything on a desk in the light; in the dark only colours differ, on a phone only sizes and what is shown.
# Into a frame without scripts axe does not come; to ask it costs half a second and a line in the console.
QUICKLY = {"resultTypes": ["violations"], "iframes": False}
CONTRAST = {**QUICKLY, "runOnly": ["color-contrast"]}
STRUCTURE = {"color-contrast": {"enabled": False}}
LOOKS = [
    ("light", DESK, "light", {**QUICKLY, "rules": {**STRUCTURE, "target-size": {"enabled": True}}}),
    ("light", DESK, "light", CONTRAST),
    ("dark", DESK, "dark", CONTRAST),
    ("phone", PHONE, "light", {**QUICKLY, "rules": STRUCTURE}),
]
AXE_PATH = "/static/axe.min.js"
LOAD_AXE = """path => "axe" in window || new Promise((loaded, failed) => {
  const script = document.createElement("script");
  Object.assign(script, { src: path, onload: loaded, onerror: () => failed(new Error(path)) });
  document.head.append(script);
  script.remove();
})"""
# Colours of a kind are looked at once, where it first stands; how a page is built, on each page.
RUN_AXE = """([options, kinds]) => {
  const only = (kinds ?? []).flatMap((kind) => window.ofKind[kind]).filter((each) => each.isConnected);
  return axe.run(kinds ? { include: only } : document, options).then((results) => results.violations);
}"""
WIDTH = "document.documentElement.scrollWidth"
# Menus open anew, as they do for somebody whose letters are large from the start.
LARGER = """async size => {
  document.documentElement.style.fontSize = size;
  const menus = [...document.querySelectorAll("details.menu[open]")];
  for (const isOpen of [false, true]) {
    menus.forEach((menu) => { menu.open = isOpen; });
    if (menus.length) await new Promise(requestAnimationFrame);
  }
  if (menus.length) await new Promise(requestAnimationFrame);
}"""
# What a finger has to hit is 24 px high and wide, or its label is; what scrolls, the keyboard reaches.
OUT_OF_REACH = """() => {
  const seen = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
    && each.getClientRects().length && !each.closest(".sr-only, .kern-sr-only, .skip"));
  const small = seen.filter((each) => each.matches("a[href], button, summary, select, textarea, input"))
    .filter((each) => [each, each.closest("label"), ...(each.labels ?? [])].every((target) => {
      const { width, height } = target?.getBoundingClientRect() ?? { width: 0, height: 0 };
      return width < 24 || height < 24;
    }));
  const stuck = seen.filter((each) => each.scrollWidth > each.clientWidth + 1
    && /auto|scroll/.test(getComputedStyle(each).overflowX) && !each.matches("input, textarea, select")
    && !(each.tabIndex >= 0 && each.matches("[aria-label], [aria-labelledby]")));
  const words = (each) => `${each.tagName} ${each.className} »${each.textContent.trim().slice(0, 40)}«`;
  return [...small.map((each) => `small: ${words(each)}`), ...stuck.map((each) => `scrolls: ${words(each)}`)];
}"""
# How far the page jumps while it comes: what did so far, and what the change to its own font makes of it.
SHIFTS = """async (sinceLoading) => {
  const seen = [];
  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: sinceLoading });
  const frames = async () => { for (let at = 0; at < 2; at++) await new Promise(requestAnimationFrame); };
  const style = document.documentElement.style;
  await frames();
  const loading = seen.filter((shift) => !shift.hadRecentInput);
  style.setProperty("--kern-typography-font-family-fira-sans", "var(--while-coming)");
  await frames();
  observer.takeRecords();
  seen.length = 0;
  style.removeProperty("--kern-typography-font-family-fira-sans");
  await frames();
  seen.push(...observer.takeRecords());
  return [...loading, ...seen].reduce((sum, shift) => sum + shift.value, 0);
}"""
STEADY = 0.05  # the sum of all shifts of a page; »good« is 0.1 (web.dev/cls)


@pytest.fixture(scope="session")
def axe(is_first):
    """`axe(page)` fails with what axe finds on the page as it stands: light, dark, and on a phone.

    On the phone nothing may be wider than the window; 400 % zoom on a desk of 1280 px is the same 320 px.
    Where nothing is to be seen of a kind, or in a state, that was not looked at before, only the width is;
    `axe(page, wholly=True)` looks in any case.
    """

    def looked_over(page, wholly=False):
        page.wait_for_load_state()  # of a page that is just coming there is nothing to look at
        new = [kind for kind in page.evaluate(VISIBLE_KINDS) if is_first("kind", kind)]
        if not (new or wholly):
            fits_the_phone(page)
            return
        page.evaluate(LOAD_AXE, AXE_PATH)
        found = {}
        for look, size, scheme, options in LOOKS:
            if options is CONTRAST and not new:
                continue
            if page.viewport_size != size:
                page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate(RUN_AXE, [options, new if options is CONTRAST else None]):
                nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
                found[f"{look}: {violation['id']}"] = nodes
        width = page.evaluate(WIDTH)
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme=None)
        found["reach"] = page.evaluate(OUT_OF_REACH)
        page.evaluate(LARGER, "200%")
        wide = page.evaluate(WIDTH)
        page.evaluate(LARGER, "")
        assert {look: nodes for look, nodes in found.items() if nodes} == {}, page.url
        assert width <= PHONE["width"], f"{page.url} is {width} px wide on a phone"
        assert wide <= DESK["width"], f"{page.url} is {wide} px wide with letters of twice the size"

    return looked_over


def jumps(page):
    """The sum of the layout shifts of this page, on a desk and on a phone.

    It was loaded on the desk; what moved there, also by the change of fonts made here, is not the phone's.
    """
    on_desk = page.evaluate(SHIFTS, True)
    page.set_viewport_size(PHONE)
    on_phone = page.evaluate(SHIFTS, False)
    page.set_viewport_size(DESK)
    return max(on_desk, on_phone)


def fits_the_phone(page):
    """At 320 px nothing is wider than the window."""
    page.set_viewport_size(PHONE)
    width = page.evaluate(WIDTH)
    page.set_viewport_size(DESK)
    assert width <= PHONE["width"], f"{page.url} is {width} px wide on a phone"


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
