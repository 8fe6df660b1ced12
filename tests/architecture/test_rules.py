"""A rule is one function: docs/architecture.md names it, and nobody writes it a second time."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from .tree import ROOT, modules, parsed, short

pytestmark = pytest.mark.once
# How a second spelling of a rule would look, and the only modules where that is the rule itself.
SPELLINGS = {
    "who organises, of accounts and memberships": (
        r"\.filter\(.*is_organiser=True|Q\(is_organiser=True\)",
        {"members/querysets.py"},
    ),
    "who organises, as a verdict": (
        r"ALLOWED if .*is_organiser",
        {"members/access.py"},
    ),
    "who takes the minutes": (
        r"person_id == \S*minute_taker|minute_taker\S* == \S*person|Q\(person=\S*minute_taker(?!\"\)\))|"
        r"filter\(person=\S*minute_taker",
        {"meetings/access/people.py"},
    ),
    "who writes the minutes": (
        r"is_organiser or \S*(?:takes_minutes|minute_taker)|is_organiser\b.*\bnot takes_minutes",
        {"meetings/access/people.py"},
    ),
    "when people work": (
        r"while not \S*is_working_day|\.weekday\(\) (?:<|>=) 5",
        {"core/dates.py"},
    ),
    "where a meeting stands": (
        r"State\.DRAFT, \w*State\.POLLING|State\.SCHEDULED, \w*State\.INVITED|"
        r"State\.HELD, \w*State\.CANCELLED",
        {"meetings/enums.py", "meetings/models/meetings.py"},  # the constraint keeps what its migration says
    ),
    "whether a meeting is known": (
        r"State\.CANCELLED and not \w+\)|state == State\.DRAFT or "
        r"|starts_at is None and \w+\.polled_at is None",
        {"meetings/querysets.py"},
    ),
    "whether the period of a circulation is over": (
        r"objections_until (?:<|>)=? |objections_until__(?:gte|lt)=",
        {"minutes/querysets.py"},
    ),
    "what belongs to the round of a circulation": (
        r"consented_at__gte=",
        {"minutes/querysets.py"},
    ),
    "in which order organisations stand": (r"list\(Kind\)", {"members/enums.py"}),
    "which tasks are open": (r"TaskState\.OPEN, TaskState\.IN_PROGRESS", {"outcomes/enums.py"}),
}
RULES = ("access", "querysets", "selectors", "selectors", "models", "speaking", "audience", "viewers", "core")


def lines_with(pattern):
    return {short(path) for path in modules() if re.search(pattern, path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("rule", SPELLINGS)
def test_no_rule_is_spelled_a_second_time(rule):
    pattern, places = SPELLINGS[rule]
    assert lines_with(pattern) == places


def named_rules():
    """(module, name) of every rule in the table of docs/architecture.md."""
    words = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    return re.findall(r"`([a-z_/]+\.py):(\w+)`", words)


def defined_in(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_every_rule_stands_where_the_table_says():
    rules = named_rules()
    assert len(rules) > 50
    missing = [(module, name) for module, name in rules if name not in defined_in(ROOT / module)]
    assert missing == []


def holds_rules(path: Path) -> bool:
    return bool({path.stem, *path.relative_to(ROOT).parts} & set(RULES))


def bodies():
    """What a function does, without its name and docstring → where; not what is too short to be a rule."""
    found = defaultdict(list)
    for path in filter(holds_rules, modules()):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if sum(1 for statement in body for _part in ast.walk(statement)) > 20:
                    found["\n".join(map(ast.dump, body))].append(f"{short(path)}:{node.name}")
    return found


def test_no_two_functions_do_the_same():
    found = bodies()
    assert len(found) > 500  # the search itself works
    assert [places for places in found.values() if len(places) > 1] == []
