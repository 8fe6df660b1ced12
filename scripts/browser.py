"""The browser of the tests: find a Chromium, or install one. Called by `make browser` and `make test`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WHERE = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
)
MISSING = (
    "Für die Wege im Browser fehlt Chromium: Bitte das Paket »chromium« installieren "
    "oder mit CHROMIUM=/pfad/zum/browser eines nennen."
)


def found() -> str | None:
    """Return the path of a Chromium that is there, by CHROMIUM or by one of its usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> str | None:
    """Install Debian's Chromium, else Playwright's own, and say which; return its path."""
    return installed_by_apt() or downloaded_by_playwright()


def installed_by_apt() -> str | None:
    if not shutil.which("apt-get"):
        return None
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not may_become_root():
        return None
    print("Chromium wird installiert (apt-get install chromium) …", flush=True)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    quiet([*as_root, *environment, "apt-get", "update", "-qq"])
    quiet([*as_root, *environment, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return shutil.which("chromium")


def may_become_root() -> bool:
    """Ask whoever sits there; where nobody does, only what needs no password is done as root."""
    if not shutil.which("sudo"):
        return False
    if not sys.stdin.isatty():
        return quiet(["sudo", "-n", "true"]) == 0
    answer = input("Das Paket »chromium« wird als root installiert (sudo apt-get). Einverstanden? [j/N] ")
    return answer.strip().lower() in ("j", "ja") and subprocess.run(["sudo", "true"]).returncode == 0


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


def main() -> int:
    if path := found():
        print(f"Chromium ist da: {path}")
        return 0
    path = install()
    print(f"Chromium ist bereit: {path}" if path else MISSING)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
