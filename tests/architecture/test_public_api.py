"""Only what Django and libraries offer: what is quick by their internals breaks with the next release."""

import ast

from .tree import modules, parsed, short

OFFERED = {
    "_meta", "_default_manager", "_base_manager",  # documented by Django
    "_make", "_replace", "_fields", "_asdict",  # of a namedtuple
    "_p", "_tr",  # the elements of python-docx: for what Word can and the library has no word for
}  # fmt: skip
SURGERY = {"get_compiler", "sql_with_params"}


def private_names(path):
    """(line, name) of attributes that only their owner may know."""
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Attribute) or node.attr.startswith("__"):
            continue
        is_private = node.attr.startswith("_") and node.attr not in OFFERED and not is_own(node.value)
        if is_private or node.attr in SURGERY:
            yield node.lineno, node.attr


def is_own(value):
    if isinstance(value, ast.Call):
        value = value.func
    return isinstance(value, ast.Name) and value.id in ("self", "cls", "super")


def test_nobody_reaches_into_what_belongs_to_others():
    assert [(short(path), *each) for path in modules() for each in private_names(path)] == []
