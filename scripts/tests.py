"""Everything: checks, tests on SQLite and on PostgreSQL, journeys in a browser. Called by `make test`.

`tests.py all` runs on PostgreSQL also what was not chosen for it (`make test-all`); `tests.py fast` runs on
SQLite what is told in a minute (`make test-fast`).
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import browser

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass
class Part:
    title: str
    command: tuple[str, ...]
    counts: bool = True  # whether its last line tells how many tests ran


CHECKS = Part("Prüfungen (make check)", (sys.executable, "scripts/check.py"), counts=False)
OPERATION = Part("Betrieb mit echten Prozessen, auf beiden Datenbanken", (*PYTEST, "tests/operations"))
SQLITE = (*PYTEST, "-n", "2", "--db", "sqlite", "tests")
POSTGRESQL = (*PYTEST, "-n", "2", "--db", "pg", "tests")
BROWSER = Part("Wege im Browser", (*PYTEST, "-n", "2", "tests/e2e"))
WITHOUT_BROWSER = [CHECKS, Part("Tests auf SQLite", SQLITE), OPERATION]
# The parts of a step run side by side and speak in this order: whoever waits for a browser or for a process
# that starts leaves its core to those that compute.
STEPS = {
    "test": [
        WITHOUT_BROWSER,
        [Part("Tests auf PostgreSQL: was eine Datenbank ändern kann", POSTGRESQL), BROWSER],
    ],
    "all": [
        WITHOUT_BROWSER,
        [Part("Tests auf PostgreSQL, alle", (*POSTGRESQL, "--whole"))],
        [BROWSER],
    ],
    "fast": [[Part("Tests auf SQLite, die schnellen", (*SQLITE, "--fast"))]],
}


class Stopped(Exception):
    """Somebody pressed Ctrl-C or ended us."""


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    steps = STEPS[sys.argv[1] if len(sys.argv) > 1 else "test"]
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    if any(BROWSER in parts for parts in steps):
        os.environ["CHROMIUM"] = browser.ready() or sys.exit(browser.MISSING)
    started = time.monotonic()
    for parts in steps:
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
    processes: list[subprocess.Popen] = []
    try:
        processes.extend(start(part.command) for part in parts)
        return [outcome_of(part, process) for part, process in zip(parts, processes, strict=True)]
    except (Stopped, KeyboardInterrupt):
        end(processes)
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
        print(f"»{part.title}« endet mit dem Code {code}; der Grund steht darüber.", flush=True)
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


def end(processes: list[subprocess.Popen]) -> None:
    """Ask all at once, then wait for each, and insist with those that do not listen."""
    for number, patience in ((signal.SIGINT, 15), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        deadline = time.monotonic() + patience
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Stopped, KeyboardInterrupt):
        print("\nAbgebrochen.", file=sys.stderr)
        sys.exit(130)
