"""import-linter keeps the layers of the apps it is told of: it is told of all."""

import tomllib

from .tree import LAYERS, ROOT

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def test_every_package_has_its_layer():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(LAYERS) == packages
    assert LINTER["root_packages"] == LINTER["contracts"][0]["layers"] == LAYERS[::-1]


def test_every_package_is_watched_inside():
    """And wholly: a module that no layer names breaks the contract."""
    inside = LINTER["contracts"][1:]
    containers = {name.partition(".")[0] for contract in inside for name in contract["containers"]}
    assert containers == set(LAYERS)
    assert all(contract["exhaustive"] for contract in inside)
