"""What strangers read first: licence, works of others, changes, the version."""

import hashlib
import re
import runpy
import tomllib

import pytest

from .tree import ROOT

pytestmark = pytest.mark.once
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CHANGES = (ROOT / "CHANGELOG.md").read_text()
SECTION = re.compile(r"^## \[(.+?)\](?: – (\d{4}-\d\d-\d\d))?$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
GROUPS = {"Treffen", "Protokolle", "Einladungen", "Mitglieder und Zugang", "Betrieb"}
LONGEST_ENTRY = 132
# May be in one installation with the portal; for another one look first what it asks for (THIRD_PARTY.md).
COMPATIBLE = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Bitstream-Vera", "EUPL-1.2", "GPL-2.0-or-later",
    "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "OFL-1.1", "PSF-2.0",
}  # fmt: skip
# Of the text that is registered under the name EUPL-1.2: nobody may change a word of it.
OFFICIAL_TEXT = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"


def test_the_licence_is_named_as_its_text_is():
    text = (ROOT / "LICENSE").read_bytes()
    assert PROJECT["license"] == "EUPL-1.2"
    assert text.startswith(b"EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert hashlib.sha256(text).hexdigest() == OFFICIAL_TEXT


def test_the_works_of_others_are_named_with_version_and_licence():
    """After a change of libraries or vendored files: `make notices`."""
    wanted = runpy.run_path(str(ROOT / "scripts/third_party.py"))["text"]()
    assert (ROOT / "THIRD_PARTY.md").read_text() == wanted
    licences = re.findall(r"^\| [^|]+ \| \d[\w.]* \| ([^|]+) \|", wanted, re.MULTILINE)
    assert len(licences) > 40
    assert {name for line in licences for name in re.split(" OR | AND ", line)} <= COMPATIBLE


def test_the_newest_changes_are_those_of_this_version():
    sections = SECTION.findall(CHANGES)
    names = [name for name, _day, _text in sections]
    assert names[:2] == ["Unveröffentlicht", PROJECT["version"]]
    days = [day for _name, day, _text in sections[1:]]
    assert all(days)
    assert days == sorted(days, reverse=True)


def test_what_a_version_brought_is_told_in_groups_and_single_lines():
    for name, _day, text in SECTION.findall(CHANGES)[1:]:
        about, *groups = re.split(r"^### ", text, flags=re.MULTILINE)
        assert not re.search(r"^[-*] ", about, re.MULTILINE), f"{name}: an entry without a group"
        assert {group.splitlines()[0] for group in groups} <= GROUPS, name
        entries = [line for group in groups for line in group.splitlines()[1:] if line]
        assert [line for line in entries if not line.startswith("- ") or len(line) > LONGEST_ENTRY] == []
        assert entries


def test_the_first_change_that_newcomers_are_told_to_make_can_be_made():
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    name, function, sentence = re.search(r"In `(\S+)`,\s+Funktion `(\w+)`, aus »(.+?)«", guide).groups()
    assert f"def {function}(" in (ROOT / name).read_text()
    assert sentence in (ROOT / name).read_text()
    failing = (ROOT / re.search(r"pytest -q (\S+)", guide)[1]).read_text()
    assert sentence in failing
