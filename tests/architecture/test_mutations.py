"""The faults of `make mutations` still fit the code that they are put into."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
FAULTS = tomllib.loads((ROOT / "tests" / "mutations.toml").read_text())["mutation"]


def test_there_are_enough_of_every_kind():
    assert len(FAULTS) >= 40
    assert len({fault["what"] for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["what"])
def test_its_place_is_there_once(fault):
    assert (ROOT / fault["file"]).read_text().count(fault["old"]) == 1
    assert fault["old"] != fault["new"]
    paths = [word for word in fault["tests"].split() if word.startswith("tests/")]
    assert paths
    assert all((ROOT / path).exists() for path in paths)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["what"])
def test_the_guide_says_what_finds_it(fault):
    (row,) = [
        line for line in GUIDE.splitlines() if line.startswith(f"| {fault['area']} | {fault['what']} |")
    ]
    file, test = re.fullmatch(r"`(.+)`, `(.+)`", row.strip("| ").rpartition(" | ")[2]).groups()
    assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")
