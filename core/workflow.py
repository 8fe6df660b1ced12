"""Workflows are data: a table `(state, verb) -> state`. This module only reads such tables."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Overtaken, Verdict, overtaken

Transitions = Mapping[tuple[Any, Any], Any]  # keys and values are members of the app's own enums

WRONG_STATE = _("Das ist im jetzigen Stand nicht möglich.")


def may_step(transitions: Transitions, state, verb, sentence=WRONG_STATE) -> Verdict:
    """Whether the table knows `verb` in `state`; `sentence` says why not."""
    return ALLOWED if (state, verb) in transitions else overtaken(sentence, _label(transitions, state))


def step(transitions: Transitions, state, verb, sentence=WRONG_STATE):
    """The state after `verb`. Raises Overtaken where the table has no such step."""
    if (state, verb) not in transitions:
        raise Overtaken(sentence, _label(transitions, state))
    return transitions[(state, verb)]


def _label(transitions, state):
    """»abgelehnt«: the name of a state as people read it."""
    # The state may be plain text from the database: the table's own enum knows its name.
    states = type(next(iter(transitions))[0])
    return getattr(states(state), "label", "")


def diagram(transitions: Transitions, labels: Mapping[str, str] | None = None) -> str:
    """The table as a Mermaid state diagram, for docs/zustaende.md."""
    labels = labels or {}
    arrows = [f"    {state} --> {after}: {verb}" for (state, verb), after in transitions.items()]
    states = sorted({s for (s, _verb), after in transitions.items() for s in (s, after)})
    names = [f"    {state}: {labels[state]}" for state in states if state in labels]
    return "\n".join(["stateDiagram-v2", *names, *arrows])
