"""Every page of the access matrix in a real browser.

Valid HTML, nothing for axe in the light at the desk and in the dark on the phone, nothing wider than the
phone, no foreign request, no error in the console.
"""

import html5lib
import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

from tests.access_matrix import ROWS
from tests.conftest import NOW
from tests.world import make_world

from .conftest import DESK, PHONE

LOOKERS = ("organiser", "admin", "minute_taker", "member_city", "operator", "anonymous", "former_member")
PARTS = ("minutes:names", "meetings:date_note", "activity:kept_mail_html")  # parts of pages, not pages
MACHINES = ("alive", "ready", "robots", "sitemap", "security")  # text, XML and JSON
WHOLE = [row for row in ROWS if row.get and row.get.done == 200 and row.name not in PARTS + MACHINES]
GROUPS = sorted({row.name.partition(":")[0] if ":" in row.name else "portal" for row in WHOLE})


@pytest.fixture
def clock():
    """July 2025, as everywhere in the tests; but here time goes on."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def world(cast):
    return make_world(cast)


def rows_of(group):
    return [
        row
        for row in WHOLE
        if row.name.startswith(f"{group}:") or (group == "portal" and ":" not in row.name)
    ]


def looker(row):
    answers = row.get.members
    return next((persona for persona in LOOKERS if answers.get(persona) == 200), None)


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_of(group, window_of, world):
    windows, problems, seen = {}, [], 0
    for row in rows_of(group):
        persona = looker(row)
        if persona is None:
            continue
        page = windows.get(persona) or windows.setdefault(persona, window_of(persona))
        path = row.path(world.members if row.is_about_copies else world)
        answer = page.goto(path)
        seen += 1
        problems += [f"{path} as {persona}: {problem}" for problem in problems_of(page, answer)]
    assert problems == []
    assert seen


def problems_of(page, answer):
    if answer.status != 200:
        yield f"status {answer.status}"
    yield from invalid_html(answer.text())
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} main headings"
    yield from axe_finds(page, "light")
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{width} px wide on a phone"
    yield from axe_finds(page, "dark")
    page.set_viewport_size(DESK)


def invalid_html(text):
    parser = html5lib.HTMLParser()
    parser.parse(text)
    for (line, column), error, details in parser.errors[:3]:
        yield f"HTML: {error} {details or ''} in line {line}, column {column}"


def axe_finds(page, scheme):
    page.emulate_media(color_scheme=scheme)
    for violation in Axe().run(page).response["violations"]:
        nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:4]]
        yield f"axe ({scheme}): {violation['id']}: {nodes}"
