"""`make bench`: measures on SQLite and on PostgreSQL, prints the tables and writes docs/performance.md.

`make bench-quick` measures shortly, once and on SQLite, and only prints: to see what a change costs.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from .report import DATABASES, Result, document, verdicts

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3, help="of them the median counts")
    parser.add_argument("--db", choices=list(DATABASES), action="append", help="only this database")
    parser.add_argument("--no-document", action="store_true", help="do not write docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="one short round on SQLite, no document")
    options = parser.parse_args()
    if options.quick:
        options.db, options.seconds, options.rounds = options.db or ["sqlite"], 0.4, 1
    results = {name: measured(name, options.seconds, options.rounds) for name in options.db or DATABASES}
    text = document(results, f"{os.cpu_count()} Kernen, Python {platform.python_version()}")
    print(text)
    if not options.quick and not options.no_document:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    missed = [
        f"{DATABASES[name]}: {line.what}"
        for name, result in results.items()
        for line in verdicts(result)
        if not line.reached
    ]
    for line in missed:
        print(f"Nicht erreicht: {line}", file=sys.stderr)
    return 1 if missed and not options.quick else 0  # so short a look is no verdict


def measured(database: str, seconds: float, rounds: int) -> Result:
    """In a process and a data folder of its own: settings are read once per process."""
    print(f"{DATABASES[database]} wird gemessen …", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="fachgruppe-bench-") as folder:
        command = [sys.executable, "-m", "tests.bench.measure", "--db", database, "--folder", folder]
        command += ["--seconds", str(seconds), "--rounds", str(rounds)]
        result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"{DATABASES[database]} ließ sich nicht messen; der Grund steht in der Meldung darüber.")
    return Result(json.loads(result.stdout.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
