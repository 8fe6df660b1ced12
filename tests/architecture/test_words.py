"""Words that were given up for those of the field: no name brings them back (docs/glossar.md)."""

import io
import re
import tokenize

import pytest

from .tree import modules, short

# What it was → what to say instead. Parts of names count as well: `houses_of` is a `houses`.
RETIRED = {
    "pulse": "change_token",
    "sow": "load",
    "sown": "loaded",
    "goes_round": "in_circulation",
    "going_round": "in_circulation",
    "ballot": "answer form, asked options",
    "ballots": "answer form, asked options",
    "guest_house": "guest_organisation",
    "untold": "not_notified",
    "unheard": "not_notified",
    "seat": "attendee",
    "perform": "errors_of, and the action called by its name",
}
PART = re.compile(rf"(?:^|_)({'|'.join(RETIRED)})(?:_|$)", re.IGNORECASE)


def names_in(path):
    """Identifiers, and the name of the module itself; words in texts and comments are free."""
    yield 0, path.stem
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string


@pytest.mark.once
def test_retired_words_stay_away():
    found = [
        f"{short(path)}:{line} {name}: say {RETIRED[part.group(1).lower()]}"
        for path in modules()
        for line, name in names_in(path)
        if (part := PART.search(name)) and name not in FROM_ELSEWHERE
    ]
    assert found == []


FROM_ELSEWHERE = {"perform_login", "perform_import"}  # names of libraries
