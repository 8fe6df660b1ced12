"""Whoever reports an error can say which version it was: at the foot of each page, and to a monitor."""

import re
import tomllib

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


@pytest.mark.parametrize("path", ["/", "/konto/login/", "/gibt-es-nicht/"])
def test_at_the_foot_of_each_page(client, db, version, path):
    foot = re.search(r"<footer.*?</footer>", client.get(path).content.decode(), re.DOTALL)[0]
    assert f"Version {version}" in foot


def test_for_those_who_watch(client, db, version):
    assert client.get("/bereit").json()["version"] == version
