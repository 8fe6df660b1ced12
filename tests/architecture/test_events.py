"""The audit log: every line reads as a German sentence, and people read it, never a rule."""

import ast
import re

import pytest

from activity.presenters import SENTENCES

from .tree import modules, parsed, short

VERB = re.compile(
    r"(members|activity|topics|meetings|polls|invitations|minutes|outcomes|decisions|tasks|portal)\.[a-z_]+"
)


def writes_lines(path):
    """It calls record(), or holds the table from which an action takes its verb."""
    calls = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return path.stem == "workflow" or any(getattr(call.func, "id", "") == "record" for call in calls)


def texts_of(path):
    nodes = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
    return [node.value for node in nodes if isinstance(node.value, str)]


def recorded_verbs():
    places = [path for path in modules() if writes_lines(path) and path.name != "events.py"]
    return {(text, short(path)) for path in places for text in texts_of(path) if VERB.fullmatch(text)}


@pytest.mark.slow
def test_every_recorded_verb_has_a_sentence():
    found = sorted(recorded_verbs())
    assert len(found) > 50  # the search itself works
    assert [(verb, place) for verb, place in found if verb not in SENTENCES] == []


def test_every_sentence_is_used():
    assert set(SENTENCES) - {verb for verb, _place in recorded_verbs()} == set()


def test_every_sentence_names_its_thing_and_goes_on_after_a_name():
    for verb, sentence in SENTENCES.items():
        assert str(sentence)[0].islower() or verb.startswith("portal."), verb
        assert "%(target)s" in str(sentence) or verb == "portal.filled", verb


# --- who reads it -----------------------------------------------------------------------------------------

READERS = {
    "activity/admin.py", "activity/events.py", "activity/selectors.py",
    "activity/changes.py",  # that something happened, not what: of which an ETag is made
    "fachgruppe/seeds/load.py",  # writes masses of lines for measuring
    "minutes/presenters/verification.py",  # the proof of the record looks for seals that are gone
}  # fmt: skip
# Pages of the log: what they are given is shown.
PAGES = {"activity/presenters.py", "activity/views.py", "members/selectors/administration.py"}


def imported(path):
    """(module, name) of everything that it imports; a module as a whole has no name."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def reads_lines(path):
    whole = {("activity.models", ""), ("activity", "models")}
    by_name = re.search(r"activity_event|activity\.Event|\"activity\", \"Event\"", path.read_text())
    return by_name or any(pair == ("activity.models", "Event") or pair in whole for pair in imported(path))


def asks_for_lines(path):
    return any(
        pair == ("activity", "selectors") or pair[0] == "activity.selectors" for pair in imported(path)
    )


def test_no_rule_reads_the_log():
    """State that a rule needs stands in a column."""
    assert {short(path) for path in modules() if reads_lines(path)} == READERS
    assert {short(path) for path in modules() if asks_for_lines(path)} == PAGES
