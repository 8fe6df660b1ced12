"""No library without a reason, no reason without a library."""

import re
import tomllib

from tests.architecture.tree import ROOT


def test_every_library_has_one_sentence_of_reason():
    wanted = set()
    for name in ("tools", "base", "dev"):
        lines = (ROOT / f"requirements/{name}.in").read_text().splitlines()
        wanted |= {re.match(r"[A-Za-z0-9-]+", line)[0] for line in lines if re.match(r"[A-Za-z]", line)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    reasons = project["tool"]["portal"]["dependencies"]
    assert set(reasons) == wanted
    assert all(reason.endswith(".") for reason in reasons.values())


def test_no_lock_file_names_an_address():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(), path.name
