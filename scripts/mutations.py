"""Show that the suite bites: put each fault of tests/mutations.toml into a copy, and see a test fail.

`mutations.py` runs all and writes into docs/testing.md which test found which; `mutations.py Siegel` runs
those of one area. Called by `make mutations`.
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
GUIDE = ROOT / "docs" / "testing.md"
LIST = re.compile(r"\| Bereich \| Fehler \| gefunden von \|\n(?:\|.*\n)+")
FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")


def main() -> int:
    everything = tomllib.loads(FAULTS.read_text())["mutation"]
    faults = [fault for fault in everything if fault["area"] in sys.argv[1:] or len(sys.argv) == 1]
    if not faults:
        sys.exit("Bereiche: " + ", ".join(dict.fromkeys(fault["area"] for fault in everything)))
    finders = []
    with ThreadPoolExecutor(2) as pool:
        unfaulty = sorted({fault["tests"] for fault in faults})
        if failing := [failed for failed in pool.map(partial(run, None), unfaulty) if failed]:
            sys.exit("Auch ohne Fehler schlägt fehl: " + ", ".join(failing))
        for fault, finder in zip(faults, pool.map(found_by, faults), strict=True):
            finders.append(finder)
            print(f"{fault['area']}: {fault['what']}\n    {finder or 'NICHT GEFUNDEN'}", flush=True)
    missed = finders.count("")
    print(f"{len(faults) - missed} von {len(faults)} Fehlern gefunden")
    if len(faults) == len(everything) and not missed:
        write_down(faults, finders)
    return 1 if missed else 0


def write_down(faults, finders: list[str]) -> None:
    """Put the list into docs/testing.md, in place of the one that stands there."""
    rows = ["| Bereich | Fehler | gefunden von |", "| --- | --- | --- |"]
    for fault, finder in zip(faults, finders, strict=True):
        file, _, test = finder.partition("[")[0].partition("::")  # a case of it may be a whole page of text
        rows.append(f"| {fault['area']} | {fault['what']} | `{file}`, `{test}` |")
    text = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(LIST.sub("\n".join(rows) + "\n", text), encoding="utf-8")


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
