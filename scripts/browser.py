"""The browser of the tests: find a Chromium, or install one. Called by `make browser` and `make test`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"  # the same browser without windows: three fifths of the CPU time
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as player:
    session = player.chromium.launch().new_browser_cdp_session()
    print(session.send("SystemInfo.getInfo")["commandLine"].split(" --")[0])
"""
MISSING = (
    f"Für die Wege im Browser fehlt Chromium: Bitte das Paket »{SHELL}« oder »chromium« installieren "
    "oder mit CHROMIUM=/pfad/zum/browser eines nennen."
)


def ready(*, is_wanted: bool = False) -> str | None:
    """Return the path of a browser, installed if need be: the headless shell before any other.

    Where there is another one, nobody is asked to become root for it unless it `is_wanted`.
    """
    path = found()
    is_good = path and (os.environ.get("CHROMIUM") or Path(path).name == SHELL)
    if is_good or (path and os.geteuid() and not is_wanted):
        return path
    return installed_by_apt(SHELL if path else f"{SHELL} chromium") or path or downloaded_by_playwright()


def found() -> str | None:
    """Return the path of a Chromium that is there, by CHROMIUM or by one of its usual names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def installed_by_apt(packages: str) -> str | None:
    """Return the path of the first of these packages that there is; what is installed stays."""
    if not shutil.which("apt-get"):
        return None
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not may_become_root():
        return None
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-qq", "--no-remove"]
    print(f"Chromium wird installiert (apt-get install {SHELL}) …", flush=True)
    quiet([*apt, "update"])
    for package in packages.split():
        if quiet([*apt, "install", "--no-install-recommends", package]) == 0:
            return shutil.which(package)
    return None


def may_become_root() -> bool:
    """Ask whoever sits there; where nobody does, only what needs no password is done as root."""
    if not shutil.which("sudo"):
        return False
    if not sys.stdin.isatty():
        return quiet(["sudo", "-n", "true"]) == 0
    answer = input(f"Das Paket »{SHELL}« wird als root installiert (sudo apt-get). Einverstanden? [j/N] ")
    return answer.strip().lower() in ("j", "ja") and subprocess.run(["sudo", "true"]).returncode == 0


def downloaded_by_playwright() -> str | None:
    print("Chromium wird geladen (playwright install --only-shell chromium) …", flush=True)
    if quiet([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]):
        return None
    answer = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def quiet(command: list[str]) -> int:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode


def main() -> int:
    path = ready(is_wanted=True)
    print(f"Chromium ist bereit: {path}" if path else MISSING)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
