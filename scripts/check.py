"""Everything that can be said about the code without running the portal: `make check`."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")

# What `check --deploy` looks at is real operation, so it gets a complete and invented environment of it.
OPERATION = {
    "DJANGO_SETTINGS_MODULE": "fachgruppe.settings.production",
    "SECRET_KEY": "".join(chr(33 + (index * 37) % 90) for index in range(64)),
    "BASE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "MAIL_FROM": "portal@example.org",
    "DATA_DIR": tempfile.gettempdir(),
    "DATABASE_URL": "postgres://portal:secret@db.example.org/portal",
    "OPERATOR_NAME": "Stadt",
    "OPERATOR_ADDRESS": "Am Markt 1; 07743 Jena",
    "OPERATOR_EMAIL": "portal@example.org",
    "OPERATOR_PHONE": "03641 0",
    "OPERATOR_REPRESENTATIVE": "Leitung",
    "PRIVACY_OFFICER": "Beauftragte",
    "ENFORCEMENT_BODY": "Durchsetzungsstelle",
}
TESTING = {"DJANGO_SETTINGS_MODULE": "fachgruppe.settings.test"}


@dataclass
class Check:
    name: str
    command: tuple[object, ...]
    environment: dict[str, str] = field(default_factory=dict)


CHECKS = [
    Check("Stil", (BIN / "ruff", "check", "--quiet", ".")),
    Check("Form", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    Check("Schichten", (BIN / "lint-imports", "--no-cache")),
    Check("Form der Vorlagen", (BIN / "djangofmt", "--quiet", "--check", "templates")),
    Check("Vorlagen", (BIN / "djlint", "--quiet", "--lint", "templates")),
    Check("Typen", (BIN / "mypy", "."), TESTING),
    Check("Migrationen", (*MANAGE, "makemigrations", "--check", "--dry-run", "--skip-checks"), TESTING),
    Check("Einstellungen", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), OPERATION),
    Check("Übersetzung", (*MANAGE, "messages", "--check"), TESTING),
    Check("Vendor", (sys.executable, "scripts/vendor.py", "--check")),
]


def run(check: Check) -> tuple[int, str, float]:
    started = time.monotonic()
    result = subprocess.run(
        [str(word) for word in check.command],
        cwd=ROOT,
        env=os.environ | check.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return result.returncode, result.stdout, time.monotonic() - started


def main() -> int:
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for check, (code, output, seconds) in zip(CHECKS, pool.map(run, CHECKS), strict=True):
            print(f"{'ok    ' if code == 0 else 'FEHLER'} {check.name} ({seconds:.1f} s)", flush=True)
            if code:
                failed += 1
                print(output.rstrip(), flush=True)
    print(f"{len(CHECKS) - failed} Prüfungen bestanden, {failed} nicht.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
