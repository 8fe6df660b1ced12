"""Numbers from outside, and the one place that reads them."""

import ast
from pathlib import Path

import pytest

from core.numbers import LARGEST_KEY, number_in, numbers_in
from tests.architecture.tree import LAYERS

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "text, number",
    [("7", 7), ("007", 7), (7, 7), (str(LARGEST_KEY), LARGEST_KEY)]
    + [
        (text, None) for text in ("", None, "²", "١٢", "-1", "+1", " 1", "1_0", "1.0", str(2**63), "9" * 5000)
    ],
)
def test_plain_digits_and_nothing_else(text, number):
    assert number_in(text) == number


def test_of_several_the_numbers_stay():
    assert numbers_in(["3", "x", "²", "1"]) == [3, 1]


@pytest.mark.slow
def test_nobody_else_asks_whether_a_text_is_a_number():
    """»²«.isdigit() is true, and int("²") raises; int("9" * 5000) raises as well."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(path for app in LAYERS for path in (ROOT / app).rglob("*.py"))
        if path.name not in ("numbers.py", "env.py")  # the settings stop the start with a sentence
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("isdigit", "isdecimal", "isnumeric")
    ]
    assert found == []
