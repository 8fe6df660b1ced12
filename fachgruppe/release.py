"""Which state of the program answers: part of every ETag, so that no copy of an older release is reused."""

from pathlib import Path

from . import __version__


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
    return f"{__version__}-{newest // 1_000_000:x}"
