"""What is built today is what was tested: one Python everywhere, and bases that nobody can exchange."""

import re
import tomllib

import pytest

from .tree import ROOT

pytestmark = pytest.mark.once
BY_DIGEST = re.compile(r"[a-z]+:([\d.]+)-[a-z-]+@sha256:[0-9a-f]{64}")


def test_image_lock_and_tools_are_for_one_python():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    makefile = (ROOT / "Makefile").read_text()
    image = re.search(r"^ARG PYTHON_IMAGE=(.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
    (version,) = re.fullmatch(r"(\d+\.\d+)\.\d+", BY_DIGEST.fullmatch(image)[1]).groups()
    assert {
        project["project"]["requires-python"].removeprefix(">="),
        project["tool"]["mypy"]["python_version"],
        project["tool"]["ruff"]["target-version"].replace("py3", "3."),
        *re.findall(r"--python-version ([\d.]+)", makefile),
        *re.findall(r"\$\(shell python([\d.]+) ", makefile),
    } == {version}


def test_no_base_is_named_by_a_tag_alone():
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert bases == ["${PYTHON_IMAGE}"] * 2
    (database,) = re.findall(
        r"^    image: \$\{POSTGRES_IMAGE:-(.+)\}$", (ROOT / "compose.yaml").read_text(), re.M
    )
    assert BY_DIGEST.fullmatch(database)


def test_every_service_of_ours_says_whether_it_is_at_work():
    text = (ROOT / "compose.yaml").read_text()
    services = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", text.split("\nservices:")[1], re.MULTILINE))
    assert set(services) >= {"web", "worker", "tick", "backup"}
    for name in ("worker", "tick", "backup"):
        assert f'"manage.py", "healthcheck", "{name}"' in services[name]
    assert "disable" not in text
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()  # that of `web`
