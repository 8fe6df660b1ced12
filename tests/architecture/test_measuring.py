"""The bench runs rarely and late: what it takes from the portal must not have moved meanwhile."""

import ast
import importlib

import pytest

from .tree import ROOT

MODULES = sorted((ROOT / "tests" / "bench").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_the_bench_imports_is_there(path):
    """Also where it imports within a function, because settings are read first."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module != "fachgruppe.settings.demo":
            module = importlib.import_module(node.module)
            missing = [each.name for each in node.names if not hasattr(module, each.name)]
            assert not missing, f"{node.module} has no {missing}"
