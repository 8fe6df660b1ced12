"""Selectors answer with objects, numbers and dates; the German words of a page are made by its presenters."""

import re

import pytest

from .tree import ROOT

# Apps that hold already; at the end all of them.
HOLD = (
    "activity", "comments", "fachgruppe/pages", "invitations", "meetings", "members", "minutes", "outcomes",
    "polls", "topics",
)  # fmt: skip
WORDS = re.compile(r"gettext|render_to_string")


@pytest.mark.parametrize("app", HOLD)
def test_selectors_know_no_words(app):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*(ROOT / app).glob("selectors.py"), *(ROOT / app).glob("selectors/*.py")]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WORDS.search(line)
    ]
    assert found == []
