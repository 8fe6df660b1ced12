import hashlib
import json
import re

import pytest

from .tree import ROOT, short, tracked_files

BINARY = {".png", ".jpg", ".woff2", ".ico", ".pdf", ".docx", ".otf", ".ttf", ".gz", ".br"}
# Put together from pieces, so that this file does not name what it looks for.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org"]
ADDRESS_OPTIONS = ["--" + "index-url", "--" + "extra-index-url", "--" + "find-links"]
HOMES = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w|[A-Z]:\\Users")


def texts():
    for path in tracked_files():
        if path.suffix not in BINARY and "vendor" not in path.parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_registry_and_no_machine_is_named():
    """The tree must install from wherever its reader gets packages, and tell nothing of whoever wrote it."""
    named = [
        f"{short(path)}: {word}"
        for path, text in texts()
        for word in [*REGISTRIES, *ADDRESS_OPTIONS]
        if word in text
    ]
    named += [short(path) for path, text in texts() if HOMES.search(text)]
    assert named == []


def test_every_requirement_is_pinned_and_hashed():
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=[a-zA-Z])", path.read_text())
        pinned = [block for block in blocks if re.match(r"[\w.-]+(\[.*\])?==", block)]
        assert pinned, path
        assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("manifest", ["static/vendor/vendor.json", "templates/pdf/fonts/fonts.json"])
def test_vendored_files_are_what_the_manifest_says(manifest):
    path = ROOT / manifest
    folder, manifest = path.parent, json.loads(path.read_text())
    told = {}
    for package in manifest["packages"] if isinstance(manifest, dict) else manifest:
        assert package["version"]
        assert package["licence"]
        told |= package["files"]
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("vendor.json", "fonts.json", "letters.json")
    }
    assert there == told


def test_links_between_documents_lead_somewhere():
    lost = [
        f"{short(path)} → {target}"
        for path in tracked_files()
        if path.suffix == ".md" and "vendor" not in path.parts
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert lost == []
