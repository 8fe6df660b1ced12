"""Every line of the audit log reads as a German sentence: no verb is recorded that nobody described."""

import ast
import re

from activity.events import SENTENCES

from .tree import modules, parsed, short

VERB = re.compile(r"(members|activity|topics|meetings|minutes|outcomes|decisions|tasks|portal)\.[a-z_]+")


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
