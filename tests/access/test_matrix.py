"""Every address, every persona, both copies: the answers stand in tests/access_matrix.py.

A page that opens is rendered for the first persona to whom it does, as is one that says why somebody is
refused; test_crawl renders the former for each of them, and a test here the pages of 403 and 404.
"""

import html
import json
from contextlib import contextmanager, nullcontext

import pytest
from django.core.cache import cache
from django.template import Template

from fachgruppe import routes
from fachgruppe.routes import PUBLIC, all_routes
from tests.access.accounts import Accounts
from tests.access_matrix import ROWS
from tests.access_rights import REFUSED
from tests.personas import ALL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOREIGN = ("allauth.", "django.")
MEMBERS = ("member_city", "member_enterprise", "member_utility")


@pytest.fixture(scope="module")
def world(portal):
    portal.world.restrict()
    with Accounts(portal.world).kept():
        yield portal.world


@pytest.fixture(autouse=True)
def _no_rate_limits():
    cache.clear()


def name_of(row):
    return f"{row.name}{row.query}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_answers(portal, world, row):
    wrong, rendered = [], set()
    for place, copy in places_of(world, row):
        for method, right in row.rights():
            answers = getattr(right, copy)
            if answers:
                wrong += differences(
                    portal, row, method, row.path(place), answers | also(row, method), rendered
                )
    assert wrong == []


def also(row, method):
    """Operators look; what they may do is tested with their own pages."""
    return row.also if method == "get" or "operator" not in row.also else {}


def places_of(world, row):
    """Rows name a part of each copy (`c.held`), or of the world (`w.public.held`) that exists once."""
    if row.is_about_copies:
        return [(world.members, "members"), (world.restricted, "restricted")]
    return [(world, "members")]


def differences(portal, row, method, path, answers, rendered):
    for persona, expected in answers.items():
        page = (path, expected) if expected == 200 else (method, path, expected)
        with words_alone(expected) if expected == 404 or page in rendered else nullcontext():
            response = ask(portal, row, persona, method, path)
        status = response.status_code
        if status == expected:
            rendered.add(page)
        if status != expected:
            yield f"{method} {path} as {persona}: {status}, not {expected}"
        elif status == 302 and persona == "anonymous" and row.who != PUBLIC:
            if not response["Location"].startswith(("/konto/login/", "/betrieb/login/")):
                yield f"{method} {path} as {persona}: sent to {response['Location']}"
        elif status == 403 and persona != "operator" and not says_why(response, row.sentences):
            yield f"{method} {path} as {persona}: the page does not say why"


@contextmanager
def words_alone(expected):
    """Who gets which page, and the reason on it, is decided before its template, which takes long.

    A refusal without a reason says what stands in its template.
    """
    whole = Template.render

    def render(template, context):
        reason = context.get("reason", "")
        return str(reason) if reason or expected != 403 else whole(template, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render)
        yield


@pytest.mark.parametrize("persona", ALL)
def test_the_pages_of_what_is_refused(portal, world, persona):
    for send in (portal.get, portal.post):
        response = send(persona, "/treffen/999999/notizen/")
        assert (response.status_code, "Diese Seite gibt es nicht" in response.content.decode()) == (404, True)
    for row, method, place in refusing(world, persona):
        response = ask(portal, row, persona, method, row.path(place))
        assert (response.status_code, says_why(response, row.sentences)) == (403, True)


def refusing(world, persona):
    """The first address that refuses this persona, looked at and sent to."""
    found = {}
    for row in ROWS:
        for method, right in row.rights():
            if right.members[persona] == 403 and row.sentences:
                found.setdefault(method, (row, method, places_of(world, row)[0][0]))
    return found.values()


def ask(portal, row, persona, method, path):
    if method == "get":
        return portal.get(persona, path)
    return portal.post(persona, path, {"csrfmiddlewaretoken": "as sent by every form"})


def says_why(response, sentences):
    text = response.content.decode()
    if response["Content-Type"].startswith("application/json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return any(sentence in html.unescape(text) for sentence in sentences)


# --- completeness -----------------------------------------------------------------------------------------


def test_no_address_is_missing_and_none_too_many():
    assert {row.name for row in ROWS} == {route.name for route in all_routes()}


def test_routes_name_nothing_that_is_gone():
    assert set(routes.ROLES_OF) <= {route.name for route in all_routes()}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_method_that_an_address_of_ours_answers_is_asked(method):
    answered = {r.name for r in all_routes() if method in r.methods and not r.view.startswith(FOREIGN)}
    asked = {row.name for row in ROWS for name, _right in row.rights() if name == method.lower()}
    assert answered - asked == set()


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.name or route.pattern)
def test_routes_say_who_may_call_an_address(route):
    """`manage.py routes --json` and the answers above agree."""
    assert route.who == least_roles([row for row in ROWS if row.name == route.name])


def least_roles(rows):
    """The narrowest circle that includes everybody who got through."""
    who = rows[0].who
    if who:
        return who if isinstance(who, tuple) else (who,)
    through = set().union(*(let_through(row) for row in rows))
    if "anonymous" in through:
        return (PUBLIC,)
    if "former_member" in through:
        return (routes.ACCOUNT,)
    if through & set(MEMBERS):
        return (routes.MEMBER,)
    named = [
        ("contact", routes.CONTACT),
        ("minute_taker", routes.WRITER),
        ("organiser", routes.ORGANISER),
        ("admin", routes.ADMIN),
    ]
    return tuple(role for persona, role in named if persona in through)


def let_through(row):
    answers = [right.members | row.also for _method, right in row.rights()]
    return {who for each in answers for who, status in each.items() if is_through(who, status)}


def is_through(persona, status):
    """302 sends anonymous visitors to the sign-in, and those signed in somewhere useful."""
    return status not in REFUSED or (status == 302 and persona != "anonymous")


def test_rows_cover_every_persona():
    for row in ROWS:
        for _method, right in row.rights():
            assert tuple(right.members) == ALL, row.name
