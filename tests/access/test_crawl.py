"""What each persona finds by following links: their own words and no others, on pages that are sound.

The strongest question about a leak: is any page different for those outside, once the Stadtwerke have
meetings, minutes, topics and tasks of their own, and other things stand behind »nichtöffentlich«?
"""

from dataclasses import dataclass
from difflib import unified_diff

import pytest

from members.models import Person
from tests.access.conftest import WroteOnGet, taken_back
from tests.access.crawler import STARTS, Page, crawl
from tests.access.validity import problems_of
from tests.access_matrix import ROWS
from tests.personas import ALL
from tests.world import World

pytestmark = pytest.mark.django_db
INSIDERS = ("member_utility", "organiser")
OUTSIDERS = tuple(persona for persona in ALL if persona not in INSIDERS)
# The log of an admin has a line for everything that happens; what it was called it tells to insiders only.
LOG = "/verwaltung/vorgaenge/"


@dataclass
class Visit:
    persona: str
    world: World
    before: dict
    pages: dict


@pytest.fixture(scope="module", params=ALL)
def visit(request, portal):
    """One persona's whole way through the portal, before and after the secrets come in."""
    persona = request.param
    with taken_back():
        before = crawl(portal, persona) if persona in OUTSIDERS else {}
        world = portal.world.copy()
        world.restrict()
        if persona != "minute_taker":  # they may read what is hidden in their own minutes
            world.fill_the_gaps()
        return Visit(persona, world, before, crawl(portal, persona))


def test_outsiders_cannot_tell_that_there_are_secrets(visit):
    if visit.persona in INSIDERS:
        assert not visit.before
        return
    before, after = without_log(visit.before), without_log(visit.pages)
    assert list(before) == list(after)
    assert [difference(page, after[path]) for path, page in before.items() if is_other(page, after[path])] == []


def without_log(pages):
    return {path: page for path, page in pages.items() if not path.startswith(LOG)}


def is_other(old, new):
    return (old.status, old.target, old.steady) != (new.status, new.target, new.steady)


def difference(old, new):
    lines = unified_diff(old.steady.splitlines(), new.steady.splitlines(), lineterm="", n=0)
    return "\n".join([new.path, f"{old.status} → {new.status}", *lines])


def test_everybody_finds_their_own_words_and_no_others(visit):
    """Both ways: nothing leaks, and nothing is missing that could have leaked."""
    words = set(visit.world.words)
    found = {path: page.words & words for path, page in visit.pages.items()}
    mine = {word for word, readers in visit.world.words.items() if visit.persona in readers}
    leaks = {path: shown - mine for path, shown in found.items() if shown - mine}
    assert leaks == {}
    assert mine - set().union(*found.values()) == set()


def test_every_link_leads_somewhere(visit):
    """No page offers what then is refused. (Where the crawl starts by itself, a refusal is right.)"""
    dead = {path: page.status for path, page in visit.pages.items() if page.status not in (200, 302)}
    assert {path for path in dead if path not in STARTS} == set()


def test_every_page_is_sound_html(visit):
    wrong = {path: problems_of(page.text) for path, page in visit.pages.items() if page.is_html}
    assert {path: problems for path, problems in wrong.items() if problems} == {}


# --- asked directly ---------------------------------------------------------------------------------------

NEVER = 987654321


@pytest.fixture
def restricted(portal):
    world = portal.world.copy()
    world.restrict()
    return world


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "former_member"])
def test_what_is_hidden_answers_like_what_never_was(portal, restricted, persona):
    rows = [row for row in ROWS if row.is_about_copies and row.get and row.get.restricted]
    hidden = [row for row in rows if row.get.restricted[persona] == 404]
    assert hidden
    for row in hidden:
        path = row.path(restricted.restricted)
        number = path.strip("/").split("/")[1]
        number = number if number.isdigit() else path.strip("/").split("/")[2]
        there = Page(path, portal.get(persona, path))
        nothing = Page(path, portal.get(persona, path.replace(f"/{number}/", f"/{NEVER}/", 1)))
        assert there.steady.replace(number, "·") == nothing.steady.replace(str(NEVER), "·").replace(number, "·")


@pytest.mark.parametrize("persona", OUTSIDERS)
@pytest.mark.parametrize("list_", ["/treffen/", "/protokolle/", "/beschluesse/"])
def test_filters_do_not_tell_which_hidden_topics_exist(portal, restricted, persona, list_):
    """Also where a visible TOP belongs to a topic that only others may see."""
    restricted.fill_the_gaps()
    hidden, nothing = (
        Page(list_, portal.get(persona, f"{list_}?thema={pk}")).steady.replace(f"thema={pk}", "thema=·")
        for pk in (restricted.restricted.topic.pk, NEVER)
    )
    assert hidden == nothing


NONSENSE = ("²", "-1", "9" * 40, "%00", "'", "1.5", "None", "x" * 3000, "<b>")


@pytest.mark.parametrize("path", [
    "/treffen/?jahr=", "/treffen/?art=", "/treffen/?thema=", "/treffen/?saeule=", "/treffen/?seite=",
    "/protokolle/?jahr=", "/protokolle/?thema=", "/protokolle/?saeule=", "/protokolle/?seite=",
    "/themen/?stand=", "/themen/?ebene=", "/themen/?seite=",
    "/beschluesse/?jahr=", "/beschluesse/?thema=", "/beschluesse/?ergebnis=", "/beschluesse/?seite=",
    "/aufgaben/?wessen=", "/aufgaben/?stand=", "/aufgaben/?seite=",
    "/mitglieder/?saeule=", "/mitglieder/?organisation=", "/mitglieder/?suche=", "/mitglieder/",
    "/verwaltung/mitgliedschaften/?rolle=", "/verwaltung/mitgliedschaften/?suche=",
    "/verwaltung/vorgaenge/?art=", "/verwaltung/vorgaenge/?art=x&nummer=", "/verwaltung/vorgaenge/?wer=",
    "/verwaltung/vorgaenge/?von=", "/einladung/", "/treffen/terminhinweis/?day=",
])  # fmt: skip
def test_nonsense_in_an_address_is_no_accident(portal, path):
    for persona in ("organiser", "admin"):
        for nonsense in NONSENSE:
            tail = "/" if path.endswith("/") else ""
            assert portal.get(persona, f"{path}{nonsense}{tail}").status_code < 500


def test_the_guard_against_writing_works(portal, monkeypatch):
    monkeypatch.setattr("fachgruppe.pages.queries.front_page", lambda user: Person.objects.update(name="x"))
    with pytest.raises(WroteOnGet):
        portal.get("anonymous", "/")
