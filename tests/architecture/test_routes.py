"""`manage.py routes --json` tells the truth about every address."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import Resolver404, get_resolver, resolve

from fachgruppe.routes import ANY_METHOD, PUBLIC, all_routes

FOREIGN = ("allauth.", "django.")


def names_known_to_the_resolver(resolver, space=""):
    """Django's own book of names, which `reverse()` uses; it knows nothing of our walk."""
    yield from (space + key for key in resolver.reverse_dict if isinstance(key, str))
    for name, (_prefix, inner) in resolver.namespace_dict.items():
        yield from names_known_to_the_resolver(inner, f"{space}{name}:")


def as_json():
    out = StringIO()
    call_command("routes", "--json", stdout=out)
    return json.loads(out.getvalue())


def ours():
    """Below /betrieb/ the addresses are Django's, whoever answers them."""
    routes = [route for route in all_routes() if not route.name.startswith("admin:")]
    return [route for route in routes if not route.view.startswith(FOREIGN)]


def test_every_name_of_the_resolver_is_listed():
    assert set(names_known_to_the_resolver(get_resolver())) == {route["name"] for route in as_json()} - {
        "admin:"
    }


def test_each_line_is_complete():
    for route in as_json():
        assert route["pattern"].startswith("/")
        assert route["methods"]
        assert route["who"]
        assert route["view"]


@pytest.mark.parametrize(
    "route", [r for r in all_routes() if "<" not in r.pattern and "(" not in r.pattern], ids=str
)
def test_a_fixed_address_leads_to_the_view_of_its_line(route):
    try:
        match = resolve(route.pattern)
    except Resolver404:
        pytest.fail(f"{route.pattern} leads nowhere")
    assert match.view_name in (route.name, "admin:")


def test_our_views_have_names_and_say_which_methods_they_answer():
    careless = [route.view for route in ours() if not route.name or route.methods == ANY_METHOD]
    assert careless == []


def test_no_name_is_given_twice():
    names = [route.name for route in ours()]
    assert sorted(names) == sorted(set(names))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client, db):
    """What the list does not call public shows nothing to anonymous visitors."""
    for route in ours():
        if PUBLIC in route.who or "GET" not in route.methods or "<" in route.pattern:
            continue
        answer = client.get(route.pattern)
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/konto/login/"), route
