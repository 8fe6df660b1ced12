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
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tests" / "mutations.toml"
FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")


def main() -> int:
    everything = tomllib.loads(FAULTS.read_text())["mutation"]
    faults = [fault for fault in everything if fault["area"] in sys.argv[1:] or len(sys.argv) == 1]
    if not faults:
        sys.exit("Bereiche: " + ", ".join(dict.fromkeys(fault["area"] for fault in everything)))
    missed = 0
    with ThreadPoolExecutor(2) as pool:
        unfaulty = sorted({fault["tests"] for fault in faults})
        if failing := [failed for failed in pool.map(partial(run, None), unfaulty) if failed]:
            sys.exit("Auch ohne Fehler schlägt fehl: " + ", ".join(failing))
        for fault, finder in zip(faults, pool.map(found_by, faults), strict=True):
            missed += not finder
            print(f"{fault['area']}: {fault['what']}\n    {finder or 'NICHT GEFUNDEN'}", flush=True)
    print(f"{len(faults) - missed} von {len(faults)} Fehlern gefunden")
    return 1 if missed else 0


def found_by(fault) -> str:
    """Return the test that fails with this fault in the code, or nothing."""
    return run(fault, fault["tests"])


def run(fault, tests: str) -> str:
    """Run these tests in a copy of the code, with the fault in it; return the first that fails."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portal"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        if fault:
            put_in(fault, copy / fault["file"])
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()]
        result = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    failed = FAILED.search(result.stdout)
    if result.returncode and not failed:
        sys.exit(f"{tests} ist nicht gelaufen:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return failed[1] if failed else ""


def put_in(fault, path):
    text = path.read_text()
    if text.count(fault["old"]) != 1:
        sys.exit(f"{fault['file']}: Die Stelle steht dort nicht (oder nicht nur einmal):\n{fault['old']}")
    path.write_text(text.replace(fault["old"], fault["new"]))


if __name__ == "__main__":
    sys.exit(main())
