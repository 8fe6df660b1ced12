#!/usr/bin/env python3
"""Write THIRD_PARTY.md: what of others is in an installation, with version and licence.

Versions come from the manifests and the lock file, licences of Python packages from their metadata.
Only compare:   python scripts/third_party.py --check
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "THIRD_PARTY.md"
MANIFESTS = ("static/vendor/vendor.json", "templates/pdf/fonts/fonts.json")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==([^\s;]+)", re.MULTILINE)

# Packages whose metadata name no licence by its SPDX identifier: read in the licence file that they ship.
READ = {
    "django-csp": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "imapclient": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
}
MIT = "License :: OSI Approved :: MIT License"

HEAD = """\
# Werke anderer

Erzeugt von `make notices` aus `static/vendor/vendor.json`, `templates/pdf/fonts/fonts.json` und
`requirements/base.txt`; bitte nicht von Hand ändern. Das Portal selbst steht unter der [EUPL 1.2](LICENSE).

## Im Quelltext enthalten

Was der Browser bekommt oder was in PDF-Dateien steht. Der Text jeder Lizenz liegt neben den Dateien.

| Werk | Version | Lizenz | Wortlaut |
| --- | --- | --- | --- |
"""
LIBRARIES = """
## Bei der Einrichtung installiert

Die Bibliotheken eines laufenden Portals. Den Text ihrer Lizenz bringen sie selbst mit (Ordner `*.dist-info`).
django-htmx enthält htmx (0BSD). Werkzeuge für Prüfungen und Tests gehören nicht zu einer Installation; sie
stehen mit einem Satz in `pyproject.toml`.

merge3 steht unter der GPL, mit der die EUPL verträglich ist (Artikel 5 und Anhang): Der Quelltext des Portals
bleibt unter der EUPL; wer beides zusammen weitergibt, etwa als Abbild, tut das unter der GPL 3 oder später.

| Bibliothek | Version | Lizenz |
| --- | --- | --- |
"""


def main() -> int:
    if "--check" in sys.argv:
        return NOTICE.read_text(encoding="utf-8") != text()
    NOTICE.write_text(text(), encoding="utf-8")
    return 0


def text() -> str:
    """Return the whole file as the manifests and the lock file ask for it today."""
    return HEAD + "".join(vendored()) + LIBRARIES + "".join(installed())


def vendored() -> Iterator[str]:
    for name in MANIFESTS:
        folder = Path(name).parent
        for package in json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]:
            (licence,) = (folder / file for file in package["files"] if "LICENSE" in file)
            row = (package["name"], package["version"], package["licence"], f"[{licence.name}]({licence})")
            yield f"| {' | '.join(row)} |\n"


def installed() -> Iterator[str]:
    lock = (ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    for name, version in PINNED.findall(lock):
        yield f"| {name} | {version} | {licence_of(name)} |\n"


def licence_of(name: str) -> str:
    """Return an SPDX expression. Raises SystemExit when neither the package nor READ tells one."""
    said = metadata.metadata(name)
    told = said.get("License-Expression") or said.get("License", "")
    if MIT in said.get_all("Classifier", []):
        told = "MIT"
    found = READ.get(name, told)
    if not re.fullmatch(r"[A-Za-z0-9.+-]+-[A-Za-z0-9.+ -]+|MIT", found):
        sys.exit(f"{name}: Bitte die Lizenz nachlesen und in scripts/third_party.py eintragen.")
    return found


if __name__ == "__main__":
    sys.exit(main())
