import re

import pytest
from django.conf import settings

from members import audience
from tests.factories.rows import TopicFactory


@pytest.fixture
def answer(client, db):
    return client.get("/konto/login/")


def test_scripts_and_styles_come_from_here_only(answer):
    policy = answer["Content-Security-Policy"]
    rules = {rule.strip() for rule in policy.split(";")}
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= rules
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_header(answer, header, value):
    assert answer[header] == value


def test_devices_are_switched_off(answer):
    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in answer["Permissions-Policy"]


def test_error_pages_are_protected_too(client, db):
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_page_is_as_long_as_it_says(client, db):
    """To mark what is German makes it longer after its length was told, and its end would be cut off."""
    TopicFactory(title="Straßen", state="ACCEPTED", audience=audience.PUBLIC)
    client.cookies["django_language"] = "en"
    answer = client.get("/themen/")
    assert re.search('<a[^>]* lang="de"[^>]*>Straßen', answer.text)
    assert int(answer["Content-Length"]) == len(answer.content)


def test_pages_are_not_kept_by_anybody_in_between(client, db):
    answer = client.get("/gibt-es-nicht/")
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_cookies_are_out_of_reach_of_scripts(answer):
    assert settings.SESSION_COOKIE_HTTPONLY
    cookie = answer.cookies[settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_pages_are_compressed(client, db):
    answer = client.get("/konto/login/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
