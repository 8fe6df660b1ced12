"""What documents name is there: files, modules, commands. Who moves something moves the words too."""

import re
import tomllib
from functools import cache

import pytest
from django.apps import apps
from django.core.management import get_commands

from activity.jobs import JOBS
from activity.presenters import SENTENCES

from .tree import LAYERS, ROOT, modules, short, tracked_files

pytestmark = pytest.mark.once
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
CODE = re.compile(r"`([^`\n]+)`|^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?<![\w/.-])([\w-]+/[\w./-]*\w/?)(?::([\w.]+))?(?![\w*{<…])")
DOTTED = re.compile(rf"(?<![\w/.-])((?:{'|'.join(LAYERS)})(?:\.\w+)+)")


def documents():
    return [path for path in tracked_files() if path.suffix == ".md" and "vendor" not in path.parts]


@cache
def code_in(path) -> str:
    """Whatever the document sets in fixed letters: between backticks, and in blocks."""
    return "\n".join("".join(parts) for parts in CODE.findall(path.read_text(encoding="utf-8")))


def has(module, name) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", module.read_text(encoding="utf-8")))


def is_file(name, inside) -> bool:
    path = ROOT / name
    if path.name.isdigit():  # a migration, named by its number
        return any(path.parent.glob(f"{path.name}_*.py"))
    return path.exists() and (not inside or has(path, inside.split(".")[0]))


def is_known_name(dotted) -> bool:
    """A module, something in a module, a model, an event or a job."""
    if dotted in SENTENCES or dotted in {job.name for job in JOBS}:
        return True
    app, *rest = dotted.split(".")
    if rest[0].lower() in apps.all_models.get(app, {}):
        return True
    place = ROOT / app
    while rest and ((place / rest[0]).is_dir() or (place / f"{rest[0]}.py").exists()):
        place /= rest.pop(0)
    if not rest:
        return True
    modules = place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]
    return place != ROOT / app and any(has(module, rest[0]) for module in modules)


@pytest.mark.parametrize("path", documents(), ids=short)
def test_files_and_modules_are_there(path):
    text = code_in(path)
    files = [found for found in FILE.findall(text) if found[0].split("/")[0] in FOLDERS]
    gone = ["".join(found) for found in files if not is_file(*found)]
    gone += [name for name in DOTTED.findall(text) if not (ROOT / name).exists() and not is_known_name(name)]
    assert gone == []


@pytest.mark.parametrize("path", documents(), ids=short)
def test_commands_are_there(path):
    text = code_in(path)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|[\s`&])make ([a-z][a-z-]*)", text)) - targets == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - {*get_commands(), "help"} == set()


def test_pictures_of_the_layers_show_what_the_contract_holds():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = contracts[0]["layers"]
    assert re.findall(r"\[(\w+)<br>", (ROOT / "CONTRIBUTING.md").read_text()) == layers
    assert f"    {' → '.join(layers)}\n" in (ROOT / "docs/architecture.md").read_text()


def test_words_of_the_glossary_are_those_of_the_code():
    rows = re.findall(r"^\| (`.+?`) \|", (ROOT / "docs/glossar.md").read_text(), re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`([\w.]+)`", row)]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    used = set(re.findall(r"\w+", code))
    assert len(words) > 60
    assert [word for word in words if word.split(".")[-1] not in used] == []
    classes = set(re.findall(r"^class (\w+)", code, re.MULTILINE))
    alone = [word for word in words if re.fullmatch(r"([A-Z][a-z]+)+", word)]
    assert [word for word in alone if word not in classes] == []


def test_the_search_itself_finds_something():
    text = "\n".join(map(code_in, documents()))
    files = {name for name, _inside in FILE.findall(text) if name.split("/")[0] in FOLDERS}
    assert len(files) > 60
    assert len(DOTTED.findall(text)) > 15
    assert not is_file("topics/absent.py", "")
    assert not is_known_name("topics.absent")
