"""What anybody can fill in, read off the source: fields of forms, keys that views read, addresses."""

import ast
import re
from importlib import import_module
from pathlib import Path

from django.forms import BaseForm

from fachgruppe.routes import all_routes
from tests.architecture.tree import LAYERS

ROOT = Path(__file__).parents[2]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def modules():
    for app in LAYERS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text())


def form_fields() -> set[tuple]:
    """(form, field) of every form that is not only a base of others."""
    for module, _tree in modules():
        if "forms" in module.split("."):
            import_module(module.removesuffix(".__init__"))
    used = _names_used()
    return {
        (name_of(form), field)
        for form in _below(BaseForm)
        if form.__module__.split(".")[0] in LAYERS
        and form.__module__ != "fachgruppe.pages.catalogue"
        and form.__name__ in used
        for field in form.base_fields
    }


def name_of(form) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def _below(form):
    for below in form.__subclasses__():
        yield below
        yield from _below(below)


def _names_used() -> set[str]:
    """Names of classes that stand anywhere but among the bases of another, or in the settings."""
    found = set()
    for _name, tree in modules():
        bases = {id(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and id(node) not in bases:
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value.rpartition(".")[2])  # the forms of libraries are named in the settings
    return found


def keys_read() -> set[tuple]:
    """(module, function, key) of `request.POST.get("key")`, `"key" in request.GET` and their kin."""
    found = set()
    for module, tree in modules():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                found |= {
                    (module, function.name, key) for node in ast.walk(function) for key in _keys_in(node)
                }
    return found


def _keys_in(node):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_sent(node.func.value):
        yield from (each.value for each in node.args[:1] if isinstance(each, ast.Constant))
    elif isinstance(node, ast.Subscript) and _is_sent(node.value) and isinstance(node.slice, ast.Constant):
        yield node.slice.value
    elif (
        isinstance(node, ast.Compare)
        and _is_sent(node.comparators[0])
        and isinstance(node.left, ast.Constant)
    ):
        yield node.left.value


def _is_sent(node):
    return isinstance(node, ast.Attribute) and node.attr in ("POST", "GET")


def parameters() -> set[tuple]:
    return {
        (route.name, "".join(found)) for route in all_routes() for found in PARAMETER.findall(route.pattern)
    }
