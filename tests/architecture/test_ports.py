"""A lower app knows no upper one, not even by its name in a string: it asks through a port."""

import ast
import inspect
import re

import pytest

from meetings import ports as ports_of_meetings
from outcomes import ports as ports_of_outcomes
from polls import ports as ports_of_polls

from .tree import LAYERS, ROOT, models, modules, parsed, short

# Words of a template that a relation from above is called by as well.
MEANT_OTHERWISE = {("members/views/directory.py", "topics")}


def above(app):
    return LAYERS[LAYERS.index(app) + 1 :]


def relations_from_above(app, models_of):
    """Names by which rows of apps above are reached from models of `models_of`, but what is theirs."""
    theirs, from_above = set(), set()
    for model in (each for each in models() if each._meta.app_label in models_of):
        theirs |= {field.name for field in model._meta.concrete_fields}
        for relation in (each for each in model._meta.related_objects if not each.hidden):
            is_above = relation.related_model._meta.app_label in above(app)
            (from_above if is_above else theirs).add(relation.get_accessor_name())
    return from_above - theirs


def texts_of(path):
    """String constants but docstrings, and names of keywords, which lead through relations in a filter."""
    tree = parsed(path)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value, node.lineno
        if isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            yield node.arg, node.value.lineno


def app_of(path):
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("app", LAYERS[:-1])
def test_no_string_names_an_app_above(app):
    names = "|".join(above(app))
    own = relations_from_above(app, [app])
    through = relations_from_above(app, LAYERS[: LAYERS.index(app) + 1])
    named = re.compile(rf"({names})[.:/]\w.*")
    found = [
        f"{short(path)}:{line} {text!r}"
        for path in modules()
        if app_of(path) == app and path.name != "ports.py"
        for text, line in texts_of(path)
        if (named.fullmatch(text) or text in own or ("__" in text and through & set(text.split("__"))))
        and (short(path), text) not in MEANT_OTHERWISE
    ]
    assert found == []


@pytest.mark.parametrize("ports", [ports_of_meetings, ports_of_polls, ports_of_outcomes])
def test_every_port_is_filled(ports):
    missing = [name for name in ports.__annotations__ if not callable(getattr(ports, name, None))]
    beside = {name for name in vars(ports) if not name.startswith("_")} - set(ports.__annotations__)
    assert missing == []
    # What an app fills in under a name that is not declared is called by nobody.
    assert {name for name in beside if inspect.isfunction(getattr(ports, name))} == {"fill"}
