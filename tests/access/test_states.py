"""Whoever is refused is refused by every method, in every state, and with every body.

tests/access_matrix.py says who gets which answer in one state of each thing. Here the things go through all
their states (tests/access_states.py), and each address is sent the form of its own page, well filled in and
spoilt. A refusal changes no row; no answer holds a word or a number that its reader may not know.

A plain member asks in every state; the others take turns over the states. With ACCESS_MATRIX=whole everybody
asks everywhere by every method and with both bodies (some minutes).
"""

import os
from functools import cache as cache_of_calls

import pytest
from django.core.cache import cache
from django.db import connection

from fachgruppe.routes import ADMIN, ORGANISER, ROLES_OF, WRITER
from outcomes.models import DecisionCounter
from tests.access.conftest import WroteOnGet, refuse_writes, taken_back
from tests.access.crawler import TAG, Page
from tests.access.forms import filled_in, forms_of, spoilt
from tests.access_bodies import BODIES
from tests.access_matrix import ROWS
from tests.access_rights import REFUSED
from tests.access_states import STATES, subject_of
from tests.personas import ALL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHOLE = os.environ.get("ACCESS_MATRIX") == "whole"
PLAIN = "member_enterprise"
# Beside the eight, and whose rights they have: two more of the city see what its author sees.
OF_THE_CITY, OUTSIDE = (PLAIN, "member_city"), ("former_member",)
LIKE = {"contact": OF_THE_CITY, "operator": OF_THE_CITY, "future_member": OUTSIDE, "staff": OUTSIDE}
ROLES = {"organiser": ORGANISER, "minute_taker": WRITER, "admin": ADMIN}
TAKING_TURNS = ("former_member", "admin", "contact", "member_utility", "operator", "minute_taker",
                "future_member", "member_city", "staff", "anonymous", "organiser")  # fmt: skip
# In another state these words are for more readers: what was a draft there is none any more.
TOLD_THEN = {
    "meetings": {"Mitglied-Planung", "Mitglied-Vorbereitung", "Mitglied-Vorschlagsort"},
    "polls": {"Mitglied-Vorschlagsort"},
    "minutes": {"Mitglied-Entwurfstext", "Mitglied-Entwurfsbeschluss", "Mitglied-Entwurfsaufgabe"},
    "tasks": {"Mitglied-Entwurfsaufgabe"},
}
OURS = [row for row in ROWS if ":" in row.name and not row.name.startswith("admin:")]
SHOWN_FORMS = ("organiser", "minute_taker", "member_city", "admin")
# Whoever holds the link of somebody's mail reads what that person may.
BY_LINK = {
    "polls:by_link", "invitations:invitation", "invitations:file", "outcomes:done_from_mail",
}  # fmt: skip
# The role is not enough: the one who asked for the second look, or wrote, does not confirm.
TO_ONE_PERSON = {"minutes:second_look"}
HOSTS = {"organiser", "minute_taker", "member_city"}  # of the members' copy: its author writes there as well


@pytest.fixture(scope="module")
def forms(portal):
    """Path → the fields of the form that is sent there, from the pages of whoever gets to see them."""
    found = {}
    for row in OURS:
        answers = {**row.get.members, **row.also} if row.get else {}
        reader = next((who for who in SHOWN_FORMS if answers.get(who) == 200), None)
        if reader:
            path = row.path(portal.world.members if row.is_about_copies else portal.world)
            page = Page(path, portal.get(reader, path))
            for action, fields in forms_of(page) if page.is_html else ():
                found[action] = max(found.get(action, {}), fields, key=len)
    return found


@pytest.fixture(scope="module")
def world(portal, forms):
    """After the forms were read: they hold what the pages held before anything was restricted."""
    portal.world.restrict()
    portal.world.fill_the_gaps()
    DecisionCounter.objects.create(year=2025, last=900)
    return portal.world


@pytest.fixture(autouse=True)
def _no_rate_limits():
    cache.clear()


def path_of(row, world):
    return row.path(world.members if row.is_about_copies else world).partition("?")[0]


def whole(row, world, forms):
    fields = filled_in(forms.get(path_of(row, world), {}))
    more = BODIES.get(row.name)
    return fields | (more(world.members) if more else {})


def answers_of(row, method, persona):
    """What the matrix says of its own state; nothing when the address does not know the method."""
    right = {"get": row.get, "post": row.post}[method]
    if right is None:
        return []
    said = {**right.members, **row.also}
    return [said[who] for who in ((persona,) if persona in said else LIKE[persona])]


@cache_of_calls
def is_refused(name, method, persona):
    """In every row of that address: what is open to somebody in one state may be so in another one."""
    if ROLES.get(persona) in ROLES_OF.get(name, ()):
        return False
    rows = [row for row in OURS if row.name == name]
    return all(answer in REFUSED for row in rows for answer in answers_of(row, method, persona))


class Sweep:
    """All that is asked of one address, and what was wrong about the answers."""

    def __init__(self, portal, world, told_then=frozenset()):
        self.portal, self.world, self.told_then, self.wrong, self.asked = portal, world, told_then, [], 0

    def ask(self, row, method, persona, body=None, nobody_may=False):
        path = path_of(row, self.world) + (row.query if method == "get" else "")
        is_refused_here = nobody_may or is_refused(row.name, method, persona)
        self.asked += 1
        try:
            response = self._answer(persona, method, path, body, is_refused_here)
        except WroteOnGet as wrote:
            self.wrong.append(f"{method} {path} as {persona} wrote: {wrote}")
            return
        page = Page(path, response)
        if page.status >= 500 or (is_refused_here and page.status not in REFUSED):
            self.wrong.append(f"{method} {path} as {persona}: {page.status} ({body})")
        holds_the_role = ROLES.get(persona) in ROLES_OF.get(row.name, ()) and row.name not in TO_ONE_PERSON
        if page.status == 403 and method == "post" and holds_the_role:
            self.wrong.append(f"{method} {path} as {persona}: refused by the state is 409")
        if row.name in BY_LINK:
            return
        if leaked := page.words & self.words_of_others(persona):
            self.wrong.append(f"{method} {path} as {persona}: {sorted(leaked)}")

    def _answer(self, persona, method, path, body, is_refused_here):
        if method == "get":
            return self.portal.get(persona, path)
        if not is_refused_here:
            return self.portal.post(persona, path, body)
        with connection.execute_wrapper(refuse_writes):
            return self.portal.post(persona, path, body)

    def words_of_others(self, persona):
        known_as = {persona, "anonymous"} if persona in ("future_member", "staff") else {persona}
        words = self.world.words.items()
        return {word for word, readers in words if not known_as & readers} - self.told_then


@pytest.mark.parametrize("persona", [PLAIN, "admin", "former_member"])
def test_answers_to_what_is_sent_hold_the_same_numbers_as_before(portal, forms, persona):
    """No count tells that somebody else has more: what one reads is what it was without the others' things.

    Keys inside of the tags are left aside: a new row has the next one.
    """

    def answers():
        told = {}
        for row in OURS:
            if row.post and row.is_about_copies and not is_refused(row.name, "post", persona):
                path = path_of(row, portal.world)
                body = forms.get(path, {})
                for sent in (body, spoilt(body)):
                    page = Page(path, portal.post(persona, path, filled_in(sent), **{"HX-Request": "true"}))
                    told[path, str(sent)] = page.status, TAG.sub(" ", page.steady)
        return told

    before = answers()
    with taken_back():
        world = portal.world.copy()
        world.restrict()
        world.fill_the_gaps()
        after = answers()
    assert [key for key in before if before[key] != after[key]] == []
    assert before


@pytest.mark.parametrize(("subject", "state"), STATES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_whoever_is_refused_is_refused_in_every_state(portal, world, forms, subject, state):
    rows = [row for row in OURS if subject_of(row.name) is subject and row.is_about_copies]
    sweep = Sweep(portal, world, TOLD_THEN.get(subject.__name__, frozenset()))
    with taken_back():
        state.set_up(world.members)
        for at, row in enumerate(rows, start=STATES.index((subject, state))):
            body = whole(row, world, forms) if row.post else None
            for persona, method, sent in asked_of(row, body, at):
                sweep.ask(row, method, persona, sent, state.others_see_nothing and persona not in HOSTS)
    assert sweep.wrong == []
    assert sweep.asked > len(rows)


def asked_of(row, body, turn):
    """(persona, method, body): a plain member sends the form, whole or spoilt; another reads or sends."""
    other = TAKING_TURNS[turn % len(TAKING_TURNS)]
    bodies = [body, spoilt(body)] if row.post else []
    if WHOLE:
        who = (PLAIN, *TAKING_TURNS)
        yield from ((persona, "post", sent) for persona in who for sent in bodies)
        yield from ((persona, "get", None) for persona in who if row.get)
        return
    if row.post:
        yield PLAIN, "post", bodies[turn % 2]
    if row.post and (turn % 3 or not row.get):
        yield other, "post", bodies[(turn + 1) % 2]
    else:
        yield other, "get", None
    if not row.post:
        yield PLAIN, "get", None


# What these ask for is not in the world, or its state refuses it to everybody: nothing is left over to be
# carried on, everybody is invited, nothing was dropped or taken off, no line is marked, the minutes are not
# at that point.
NEEDS_ANOTHER_WORLD = """
    meetings:carry_over outcomes:carry_over invitations:invite_more meetings:reinstate_item meetings:put_back
    meetings:reorder polls:withdraw minutes:approve minutes:correct minutes:publish
    minutes:record_line minutes:room minutes:second_look
    """


def test_the_forms_are_filled_in_so_that_they_are_taken(portal, world, forms):
    """Else a refusal would prove nothing: each body is taken from somebody."""
    taken, tried = set(), set()
    for row in OURS:
        for persona in ALL if row.post else ():
            if not is_refused(row.name, "post", persona):
                tried.add(row.name)
                if row.name not in taken:
                    response = portal.post(persona, path_of(row, world), whole(row, world, forms))
                    taken |= {row.name} if response.status_code in (200, 204, 302, 303) else set()
    assert tried - taken == set(NEEDS_ANOTHER_WORLD.split())


@pytest.mark.parametrize("two", [("contact", "operator"), ("future_member", "staff")])
def test_those_beside_the_eight_find_what_their_like_finds(portal, world, two):
    """At every address one of two in turn: as refused as the others, and no word that is not theirs."""
    sweep = Sweep(portal, world)
    for at, row in enumerate(row for row in OURS if row.get):
        for persona in two if WHOLE or row.also else [two[at % 2]]:
            sweep.ask(row, "get", persona)
    assert sweep.wrong == []
