"""Text of people is text: only core/safe_html.py may call a string HTML. See docs/architecture.md."""

import ast
import json
import re

import pytest

from .tree import ROOT, modules, parsed, short, templates

OWNER = ROOT / "core" / "safe_html.py"
TRUSTING = {
    "mark_safe",
    "SafeString",
    "SafeText",
    "SafeData",
    "html_safe",
    "__html__",
    "safestring",
    "safeseq",
}
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*filter[^%]*\bsafe|{%\s*autoescape\b")
BUILDERS = {"format_html", "format_html_join"}


def names_in(node):
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.alias):
        yield from node.name.split(".")
    elif isinstance(node, ast.ImportFrom):
        yield from (node.module or "").split(".")


def test_one_module_says_what_is_html():
    """Also by a way that the linter does not see, such as an attribute of another module."""
    trusting = [
        f"{short(path)}:{getattr(node, 'lineno', '')} {name}"
        for path in modules()
        if path != OWNER
        for node in ast.walk(parsed(path))
        for name in names_in(node)
        if name in TRUSTING
    ]
    assert trusting == []


def test_patterns_of_html_are_written_out():
    """`format_html(text)` with a text of people would be `mark_safe`: the pattern is a literal."""
    computed = [
        f"{short(path)}:{call.lineno}"
        for path in modules()
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in BUILDERS | {"filled"}
        if not is_literal(pattern_of(call), path)
    ]
    assert computed == []


def pattern_of(call):
    return call.args[1 if call.func.id == "format_html_join" else 0]


def is_literal(node, path):
    if isinstance(node, ast.Constant):
        return True
    values = [
        assignment.value
        for assignment in ast.walk(parsed(path))
        if isinstance(assignment, ast.Assign)
        if isinstance(node, ast.Name)
        and node.id in {name for each in assignment.targets for name in names_in(each)}
    ]
    return bool(values) and all(isinstance(value, ast.Constant) for value in values)


def test_templates_escape_everything():
    unescaped = [
        (short(path), found) for path in templates() for found in UNESCAPED.findall(path.read_text())
    ]
    assert unescaped == []


def test_plain_text_is_written_by_an_engine_that_finds_no_pages():
    from django.template import TemplateDoesNotExist, engines

    assert engines["text"].get_template("email/base.txt")
    with pytest.raises(TemplateDoesNotExist):
        engines["text"].get_template("base.html")
    assert [engine.name for engine in engines.all() if not engine.engine.autoescape] == ["text"]


# --- htmx -------------------------------------------------------------------------------------------------


def test_htmx_does_no_more_than_the_portal_needs():
    page = (ROOT / "templates" / "components" / "assets.html").read_text()
    config = json.loads(re.search(r"""name="htmx-config"\s+content='([^']+)'""", page)[1])
    assert {name: config[name] for name in config if config[name] in (True, False, 0)} == {
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "disableInheritance": True,
        "historyEnabled": False,
        "historyCacheSize": 0,
        "includeIndicatorStyles": False,
    }
    assert {"[hx-disable]", "[data-hx-disable]"} <= set(config["disableSelector"].split(", "))


def test_no_element_hands_the_token_to_what_stands_inside_it():
    """The token stands in forms; script gives it to links that ask for it (static/js/fragments.js)."""
    handing = [
        short(path) for path in templates() if re.search(r"hx-headers|hx-vals[^>]*csrf", path.read_text())
    ]
    assert handing == []
