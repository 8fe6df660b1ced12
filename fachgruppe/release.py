"""Which state of the program answers: part of every ETag, so that no copy of an older release is reused."""

import tomllib
from pathlib import Path


def version(root: Path) -> str:
    """Return the version that pyproject.toml names."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def release(root: Path) -> str:
    """The version and the time of the newest source file: equal in all processes of one installation."""
    folders = [folder for folder in root.iterdir() if (folder / "__init__.py").exists()]
    folders += [root / "templates", root / "locale"]
    sources = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html", ".mo", ".typ"}
    ]
    newest = max(path.stat().st_mtime_ns for path in sources)
    return f"{version(root)}-{newest // 1_000_000:x}"
