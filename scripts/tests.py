"""Everything: checks, tests on SQLite and on PostgreSQL, journeys in a browser. Called by `make test`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WHERE = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
)
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass
class Part:
    title: str
    command: tuple[str, ...]
    counts: bool = True  # whether its last line tells how many tests ran


# The parts of a step run side by side: what waits for processes leaves its core to what computes.
STEPS = [
    [
        Part("Prüfungen (make check)", (sys.executable, "scripts/check.py"), counts=False),
        Part("Betrieb mit echten Prozessen, auf beiden Datenbanken", (*PYTEST, "tests/operations")),
    ],
    [Part("Tests auf SQLite", (*PYTEST, "-n", "2", "--db", "sqlite", "tests"))],
    [Part("Tests auf PostgreSQL", (*PYTEST, "-n", "2", "--db", "pg", "tests"))],
    [Part("Wege im Browser", (*PYTEST, "-n", "2", "tests/e2e"))],
]


class Stopped(Exception):
    """Somebody pressed Ctrl-C or ended us."""


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    os.environ["CHROMIUM"] = browser()
    started = time.monotonic()
    for parts in STEPS:
        for outcome in outcomes_of(parts):
            for word, number in outcome.items():
                totals[word] += number
    print(f"\nAlles zusammen in {time.monotonic() - started:.0f} s:")
    skipped = f", {totals['skipped']} skipped" if totals["skipped"] else ""
    print(f"{totals['passed']} passed, {totals['failed']} failed{skipped}")
    return 1 if totals["failed"] else 0


def stop(number: int, frame: object) -> None:
    raise Stopped


def outcomes_of(parts: list[Part]) -> list[dict[str, int]]:
    """Start all, each in a session of its own, let them speak in order, leave nothing behind when stopped."""
    processes = [start(part.command) for part in parts]
    try:
        return [outcome_of(part, process) for part, process in zip(parts, processes, strict=True)]
    except (Stopped, KeyboardInterrupt):
        for process in processes:
            end(process)
        raise


def start(command: tuple[str, ...]) -> subprocess.Popen:
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, errors="replace"
    )


def outcome_of(part: Part, process: subprocess.Popen) -> dict[str, int]:
    print(f"\n=== {part.title} ===", flush=True)
    code, last_lines = follow(process)
    if not part.counts:
        return {"failed": 1 if code else 0}
    counted = {"passed": 0, "failed": 0, "skipped": 0}
    for number, word in COUNT.findall(last_lines):
        counted["failed" if word.startswith("error") else word] += int(number)
    if not counted["passed"] or (code and not counted["failed"]):
        print(f"»{part.title}« ist nicht zu Ende gelaufen (Code {code}).", flush=True)
        counted["failed"] += 1
    return counted


def follow(process: subprocess.Popen) -> tuple[int, str]:
    """Pass the output on to its end: the exit code, and the last line that counts tests."""
    last = ""
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        if COUNT.search(line):
            last = line
    return process.wait(), last


def end(process: subprocess.Popen) -> None:
    for number, patience in ((signal.SIGINT, 15), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def browser() -> str:
    """The path of a Chromium: the one that is there, else Debian's, else Playwright's own."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    found = found or installed_by_apt() or downloaded_by_playwright()
    if not found:
        sys.exit(
            "Für die Wege im Browser fehlt Chromium: Bitte das Paket »chromium« installieren "
            "oder mit CHROMIUM=/pfad/zum/browser eines nennen."
        )
    return found


def installed_by_apt() -> str | None:
    if not shutil.which("apt-get"):
        return None
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or quiet(["sudo", "-n", "true"])):
        return None
    print("Chromium wird installiert (apt-get install chromium) …", flush=True)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    quiet([*as_root, *environment, "apt-get", "update", "-qq"])
    quiet([*as_root, *environment, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return shutil.which("chromium")


def downloaded_by_playwright() -> str | None:
    print("Chromium wird geladen (playwright install chromium) …", flush=True)
    if quiet([sys.executable, "-m", "playwright", "install", "chromium"]):
        return None
    answer = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def quiet(command: list[str]) -> int:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Stopped, KeyboardInterrupt):
        print("\nAbgebrochen.", file=sys.stderr)
        sys.exit(130)
