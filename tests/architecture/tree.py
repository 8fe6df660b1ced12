"""What the architecture tests look at: our own modules, templates and models."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# From the kernel upwards: an app knows only apps before it.
LAYERS = [
    "core",
    "documents",
    "activity",
    "members",
    "comments",
    "topics",
    "meetings",
    "polls",
    "invitations",
    "outcomes",
    "minutes",
    "fachgruppe",
]


def modules(*, tests: bool = False) -> list[Path]:
    """Our Python modules, without migrations."""
    folders = [*LAYERS, *(["tests"] if tests else [])]
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def html_templates() -> list[Path]:
    """Pages; mails need inline styles and are looked at by the mail tests."""
    return [path for path in templates() if path.suffix == ".html" and "email" not in path.parts]


def models() -> list:
    return [model for model in apps.get_models() if model._meta.app_label in LAYERS]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def names_of_actions(path: Path) -> set[str]:
    """Under which names this module knows modules of actions."""
    return {
        alias.asname or alias.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if f"{node.module}.{alias.name}".split(".")[1] == "actions"
    }


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]
