"""What each persona finds by following links: their own words and no others, on pages that are sound.

The strongest question about a leak: is any page different for those outside, once the Stadtwerke have
meetings, minutes, topics and tasks of their own, and other things stand behind »nichtöffentlich«?
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import unified_diff

import pytest

from members.models import Person
from tests.access.conftest import WroteOnGet
from tests.access.crawler import STARTS, Page, crawl
from tests.access.validity import problems_of
from tests.access_matrix import ROWS
from tests.personas import ALL
from tests.world import World
from tests.world_hosts import NOTED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
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


@pytest.mark.parametrize("persona", ALL)
def test_what_a_persona_finds_by_following_links(portal, is_first, persona):
    """The whole way through the portal, before and after the secrets come in."""
    before = crawl(portal, persona) if persona in OUTSIDERS else {}
    world = portal.world.copy()
    world.restrict()
    if persona != "minute_taker":  # they may read what is hidden in their own minutes
        world.fill_the_gaps()
    visit = Visit(persona, world, before, crawl(portal, persona))
    assert what_tells_that_there_are_secrets(visit) == []
    assert words_of_others(visit) == {}
    assert own_words_that_are_nowhere(visit) == set()
    assert links_to_what_is_refused(visit) == {}
    assert notes_outside_the_running_order(visit) == []
    assert what_is_wrong_with_the_html(visit, is_first) == {}
    assert titles_of_several_pages(visit) == {}
    assert states_in_several_colours(visit) == {}


def what_tells_that_there_are_secrets(visit):
    if visit.persona in INSIDERS:
        return []
    before, after = without_log(visit.before), without_log(visit.pages)
    changed = [
        difference(page, after[path]) for path, page in before.items() if is_other(page, after.get(path))
    ]
    return changed + sorted(set(after) - set(before))


def without_log(pages):
    return {path: page for path, page in pages.items() if not path.startswith(LOG)}


def is_other(old, new):
    return new is None or (old.status, old.target, old.steady) != (new.status, new.target, new.steady)


def difference(old, new):
    if new is None:
        return f"{old.path} is gone"
    lines = unified_diff(old.steady.splitlines(), new.steady.splitlines(), lineterm="", n=0)
    return "\n".join([new.path, f"{old.status} → {new.status}", *lines])


def words_of_others(visit):
    others = {word for word, readers in visit.world.words.items() if visit.persona not in readers}
    return {path: page.words & others for path, page in visit.pages.items() if page.words & others}


def own_words_that_are_nowhere(visit):
    """What could have leaked is really there for those who may read it."""
    mine = {word for word, readers in visit.world.words.items() if visit.persona in readers}
    return mine - set().union(*(page.words for page in visit.pages.values()))


def links_to_what_is_refused(visit):
    """No page offers what then is refused. (Where the crawl starts by itself, a refusal is right.)"""
    statuses = {path: page.status for path, page in visit.pages.items() if path not in STARTS}
    return {path: status for path, status in statuses.items() if status not in (200, 204, 302)}


def notes_outside_the_running_order(visit):
    """Also those who may read the notes of the hosts find them there and nowhere else: in no page, no file,
    no calendar."""
    return [
        path
        for path, page in visit.pages.items()
        if any(NOTED in word for word in page.words) and page.name != "meetings:running_order"
    ]


def what_is_wrong_with_the_html(visit, is_first):
    """Pages on which no two tags follow one another that did not elsewhere are not looked at again."""
    wrong = {}
    for path, page in visit.pages.items():
        if not page.is_html:
            continue
        if page.double_ids:
            wrong[path] = page.double_ids
        elif [pair for pair in page.neighbours if is_first("neighbours", pair)]:
            wrong[path] = problems_of(page.text)
    return {path: problems for path, problems in wrong.items() if problems}


TITLE = re.compile(r"<title>(.*?)</title>", re.S)
# The clock stands still here: of several comments of one person all are from the same minute.
ABOUT_A_COMMENT = ("answer", "edit_comment", "withdraw_comment", "settle", "reopen", "older_texts")
OF_ONE_MINUTE = {f"minutes:{name}" for name in ABOUT_A_COMMENT}
OF_ONE_PAGE = {"this_month"}  # the month that is now
# With the eyes that an organiser borrows: what those do not see, no title names.
UNSEEN = "gibt es dieses Treffen nicht."


def titles_of_several_pages(visit):
    """Among twenty tabs, and in the history, each page is told from the others by its title."""
    pages = defaultdict(set)
    for path, page in visit.pages.items():
        title = TITLE.search(page.text) if page.is_html and page.status == 200 else None
        if title and page.name not in OF_ONE_MINUTE | OF_ONE_PAGE and UNSEEN not in page.text:
            pages[title[1]].add(path.partition("?")[0])
    return {title: found for title, found in pages.items() if len(found) > 1}


CHIP = re.compile(r'<span class="tag ([a-z]*)"[^>]*>(?:<span[^>]*></span>)*([^<]+)')


def states_in_several_colours(visit):
    """A state in a word looks the same wherever it stands; its days and numbers do not matter."""
    colours = defaultdict(set)
    for page in visit.pages.values():
        for colour, words in CHIP.findall(page.text) if page.is_html else ():
            colours[re.sub(r"\d+", "N", words)].add(colour)
    return {words: found for words, found in colours.items() if len(found) > 1}


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
        assert there.steady.replace(number, "·") == nothing.steady.replace(str(NEVER), "·").replace(
            number, "·"
        )


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


LISTS = (
    "/",
    "/uebersicht/",
    "/treffen/",
    "/treffen/monat/2025-09/",
    "/protokolle/",
    "/themen/",
    "/beschluesse/",
    "/aufgaben/?wessen=alle",
)


@pytest.mark.parametrize("persona", ["member_city", "admin", "former_member"])
def test_fragments_tell_no_more_than_pages(portal, persona):
    def fragments():
        paths = (*LISTS, *(f"{p}{pk}/" for p, pk in (("/treffen/", held.pk), ("/protokolle/", minutes.pk))))
        return [Page(path, portal.get(persona, path, **{"HX-Request": "true"})).steady for path in paths]

    held, minutes = portal.world.members.held, portal.world.members.minutes
    before = fragments()
    world = portal.world.copy()
    world.restrict()
    world.fill_the_gaps()
    assert fragments() == before


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "admin", "former_member"])
def test_nobody_is_answered_from_the_copy_of_somebody_else(portal, restricted, persona):
    """The mark of an insider's copy, however it was come by, tells nothing."""
    there = restricted.restricted
    for path in (*LISTS, f"/treffen/{there.held.pk}/", f"/protokolle/{there.minutes.pk}/"):
        mark = portal.get("organiser", path).headers["ETag"]
        known = portal.get(persona, path, **{"If-None-Match": mark})
        assert known.status_code == portal.get(persona, path).status_code != 304


def test_the_log_names_to_an_admin_only_what_they_may_see(portal, restricted):
    log = Page(LOG, portal.get("admin", LOG))
    assert {"Mitglied-Treffen", "nichtöffentlich"} <= log.words
    assert not {"Geheim-Treffen", "Geheim-Thema", "Mitglied-Planung"} & log.words


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
    "/verwaltung/vorgaenge/?von=", "/einladung/", "/treffen/terminhinweis/?day=", "/treffen/monat/",
])  # fmt: skip
def test_nonsense_in_an_address_is_no_accident(portal, path):
    for persona in ("organiser", "admin"):
        for nonsense in NONSENSE:
            tail = "/" if path.endswith("/") else ""
            assert portal.get(persona, f"{path}{nonsense}{tail}").status_code < 500


def test_the_guard_against_writing_works(portal, monkeypatch):
    monkeypatch.setattr("fachgruppe.pages.views.front_page", lambda *_: Person.objects.update(name="x"))
    with pytest.raises(WroteOnGet):
        portal.get("anonymous", "/")
