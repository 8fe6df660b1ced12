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


def relations_from_above(app):
    """Names by which rows of apps above are reached from those of `app`, but what its own are called."""
    relations = [
        relation
        for model in models()
        if model._meta.app_label == app
        for relation in model._meta.related_objects
        if not relation.hidden
    ]
    known = {each.get_accessor_name() for each in relations if each.related_model._meta.app_label == app}
    found = {
        each.get_accessor_name() for each in relations if each.related_model._meta.app_label in above(app)
    }
    return found - known


def texts_of(path):
    """String constants but docstrings."""
    tree = parsed(path)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    return [(node.value, node.lineno) for node in nodes if isinstance(node.value, str)]


def app_of(path):
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("app", LAYERS[:-1])
def test_no_string_names_an_app_above(app):
    names = "|".join(above(app))
    relations = relations_from_above(app)
    named = re.compile(rf"({names})[.:/]\w.*")
    found = [
        f"{short(path)}:{line} {text!r}"
        for path in modules()
        if app_of(path) == app and path.name != "ports.py"
        for text, line in texts_of(path)
        if (named.fullmatch(text) or text.partition("__")[0] in relations)
        and (short(path), text) not in MEANT_OTHERWISE
    ]
    assert found == []


@pytest.mark.parametrize("ports", [ports_of_meetings, ports_of_polls, ports_of_outcomes])
def test_every_port_is_filled(ports):
    declared = {name for name, function in vars(ports).items() if inspect.isfunction(function)} - {"fill"}
    assert set(ports._filled) == declared
