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


def test_the_list_of_what_is_written_by_hand_is_whole():
    """Whatever the kernel does itself has a line that says why no library does it."""
    listed = (ROOT / "docs/architecture.md").read_text().partition("## Von Hand geschrieben")[2]
    of_django = {"__init__", "admin", "apps", "urls", "views"}
    modules = [
        path for path in (ROOT / "core").iterdir() if path.suffix == ".py" and path.stem not in of_django
    ]
    folders = [path.parent for path in (ROOT / "core").glob("*/__init__.py")]
    named = [f"core/{path.name}" + ("/" if path in folders else "") for path in (*modules, *folders)]
    assert modules
    assert [name for name in named if f"`{name}" not in listed] == []
