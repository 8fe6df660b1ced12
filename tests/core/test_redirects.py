"""Where a form says that it came from, and where it therefore leads: only ever to a page of ours."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, RequestFactory

from core.http import own_path
from tests.architecture.tree import ROOT, modules
from tests.factories.rows import PASSWORD, TopicFactory
from topics.enums import State

ELSEWHERE = [
    "x", "members:profile", "core.views.theme", "treffen/", "?jahr=2025", "#oben", "", " ", "/treffen/\n",
    "/tre\tffen/", "\x00/treffen/", "/treffen/\x7f", "/treffen/\x85", "/treffen/\u202e",
    "/treffen/%0d%0aSet-Cookie:%20a",
    "/treffen/?a=%00", "//example.org/", "///example.org/", "/\\example.org/",
    "\\\\example.org/", "http:///treffen/",
    "https://example.org/treffen/", "http://testserver@example.org/", "http://testserver:81/treffen/", "http://[",
    "ftp://testserver/treffen/", "javascript:alert(1)",
    "data:text/html,x", "/gibt/es/nicht/", f"/treffen/?a={'x' * 3000}",
]  # fmt: skip
OURS = {
    "/treffen/?jahr=2025#liste": "/treffen/?jahr=2025#liste",
    "http://testserver/treffen/": "/treffen/",
    "/mitglieder/jörg.müller/": "/mitglieder/j%C3%B6rg.m%C3%BCller/",
}
HEADER = [target for target in ELSEWHERE if target.isprintable()]


@pytest.mark.once
@pytest.mark.parametrize("target", [*ELSEWHERE, "/treffen/\ud800", None])
def test_what_is_no_page_of_ours_leads_nowhere(target):
    assert own_path(RequestFactory().get("/"), target) == ""


@pytest.mark.once
@pytest.mark.parametrize("target", OURS)
def test_a_page_of_ours_is_named_by_its_path_alone(target):
    assert own_path(RequestFactory().get("/"), target) == OURS[target]


@pytest.fixture
def doors(client_of, cast):
    """Every address that leads where a form tells it: (where it leads otherwise, what to send)."""
    topic = TopicFactory(state=State.ACCEPTED)
    member, user = client_of("member_city"), cast.member_city
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def sign_in(target):
        who = {"login": user.email, "password": PASSWORD}
        return Client().post("/konto/login/", {**who, "next": target})

    return {
        "/": lambda target: member.post("/darstellung/", {"next": target}),
        "": lambda target: member.post("/sprache/", {"language": "de", "next": target}),
        "/uebersicht/": sign_in,
        topic.get_absolute_url(): lambda target: member.post(
            f"{topic.get_absolute_url()}unterstuetzen/", {"dafuer": "1", "weiter": target}
        ),
    }


@pytest.mark.slow
def test_no_form_is_led_astray(doors):
    """Sign-in last: it counts attempts."""
    for usual, send in doors.items():
        for target in ELSEWHERE[:20] if usual == "/uebersicht/" else ELSEWHERE:
            answer = send(target)
            assert answer.status_code in (302, 303), (usual, target)
            assert answer.url == (usual or "/"), (usual, target)
        assert send("/treffen/?jahr=2025").url == "/treffen/?jahr=2025"


@pytest.mark.slow
def test_nor_by_what_the_browser_says_it_comes_from(client_of):
    client = client_of("member_city")
    for target in HEADER:
        for door, words in (("/darstellung/", {}), ("/sprache/", {"language": "en"})):
            assert client.post(door, words, headers={"Referer": target}).url == "/", target
    assert (
        client.post("/darstellung/", {}, headers={"Referer": "http://testserver/themen/"}).url == "/themen/"
    )


@pytest.mark.once
def test_one_function_knows_our_own_paths():
    """A second judge of targets, or a target taken as it comes, is a door of its own."""
    taken = re.compile(
        r"""url_has_allowed_host|(?:GET|POST)(?:\.get\(|\[)["'](?:next|weiter)|["']Referer["']"""
    )
    lines = [
        (str(path.relative_to(ROOT)), line.strip())
        for path in modules()
        for line in path.read_text().splitlines()
        if taken.search(line) and "own_path(" not in line
    ]
    assert lines == [
        ("core/views.py", 'target = request.POST.get("next") or request.headers.get("Referer", "")')
    ]
