"""Show that the suite bites: put each fault of tests/mutations.toml into a copy, and see a test fail.

`mutations.py` runs all; `mutations.py Siegel` those of one area. Called by `make mutations`; some minutes.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tests" / "mutations.toml"
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def main() -> int:
    faults = [
        fault
        for fault in tomllib.loads(FAULTS.read_text())["mutation"]
        if fault["area"] in sys.argv[1:] or len(sys.argv) == 1
    ]
    missed = 0
    with ThreadPoolExecutor(2) as pool:
        for fault, finder in zip(faults, pool.map(found_by, faults), strict=True):
            missed += not finder
            print(f"{fault['area']}: {fault['what']}\n    {finder or 'NICHT GEFUNDEN'}", flush=True)
    print(f"{len(faults) - missed} von {len(faults)} Fehlern gefunden")
    return 1 if missed else 0


def found_by(fault) -> str:
    """Return the test that fails with this fault in the code, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portal"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")
        )
        path = copy / fault["file"]
        text = path.read_text()
        if text.count(fault["old"]) != 1:
            sys.exit(f"{fault['file']}: Die Stelle steht dort nicht (oder nicht nur einmal):\n{fault['old']}")
        path.write_text(text.replace(fault["old"], fault["new"]))
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            *fault["tests"].split(),
        ]
        said = subprocess.run(command, cwd=copy, capture_output=True, text=True).stdout
    failed = FAILED.search(said)
    return failed[1] if failed else ""


if __name__ == "__main__":
    sys.exit(main())
