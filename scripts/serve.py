"""Start the whole portal on this machine: prepare, server, worker, clock; end all of it together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable
from pathlib import Path

from healthcheck import is_alive

ROOT = Path(__file__).resolve().parent.parent
GRACE = 25  # seconds that children get to finish what they are doing


class Refused(Exception):
    """The start cannot go on; the message is one sentence."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fachgruppe.settings.demo")
    started = time.monotonic()
    try:
        host, port = address()
        ensure_port_is_free(host, port)
        run_to_the_end([sys.executable, "manage.py", "prepare"])
        return supervise(host, port, started)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def address() -> tuple[str, int]:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise Refused(f"PORT muss eine Zahl von 1 bis 65535 sein, ist aber »{port}«.")
    return host, int(port)


def ensure_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} ist belegt oder nicht erlaubt ({error.strerror}). "
                f"Mit PORT={port + 1} make run startet das Portal an einem anderen."
            ) from error


def run_to_the_end(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT).returncode:
        raise Refused("Das Portal wurde nicht gestartet; der Grund steht in der Meldung darüber.")


def supervise(host: str, port: int, started: float) -> int:
    ending: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda given, frame: ending.append(given))
    web = start([sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "fachgruppe.wsgi"])
    helpers = [
        Helper([sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-reload", "-v", "0"]),
        Helper([sys.executable, "manage.py", "tick", "--loop"]),
    ]
    try:
        wait_until_it_answers(host, port, web, ending)
        if not ending:
            announce(port, started)
        while not ending and web.poll() is None:
            for helper in helpers:
                helper.keep_alive()
            time.sleep(0.3)
    finally:
        end_all([web, *(helper.process for helper in helpers)])
    return 0 if ending else (web.returncode or 1)


class Helper:
    """A background process that is started again, with a pause, when it ends by itself."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process = start(command)
        self.again_at = 0.0

    def keep_alive(self) -> None:
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.again_at:
            print(f"Ein Hintergrunddienst ist beendet und startet neu: {self.command[2]}", file=sys.stderr)
            self.again_at = now + 5
        elif now >= self.again_at:
            self.process, self.again_at = start(self.command), 0.0


def start(command: list[str]) -> subprocess.Popen:
    # A session of its own: Ctrl-C reaches only this supervisor, which then ends the children in order.
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent())


def die_with_parent() -> Callable[[], None] | None:
    """On Linux, children get SIGTERM when the supervisor is killed without a chance to say goodbye."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGTERM)


def wait_until_it_answers(host: str, port: int, web: subprocess.Popen, ending: list[int]) -> None:
    deadline = time.monotonic() + 60
    while not ending:
        try:
            if is_alive(host, port):
                return
        except urllib.error.HTTPError as error:
            raise Refused(f"Der Anwendungsserver antwortet mit Fehler {error.code}.") from error
        if web.poll() is not None or time.monotonic() > deadline:
            raise Refused("Der Anwendungsserver ist nicht gestartet; der Grund steht in der Meldung darüber.")
        time.sleep(0.05)


def announce(port: int, started: float) -> None:
    base = os.environ.get("BASE_URL", f"http://localhost:{port}")
    print(f"\nDas Portal läuft: {base}/  (nach {time.monotonic() - started:.1f} s; beenden mit Strg+C)")
    accounts = Path(os.environ.get("DATA_DIR", "var"), "example_accounts.txt")
    if (ROOT / accounts).exists():
        print((ROOT / accounts).read_text())
    sys.stdout.flush()


def end_all(processes: list[subprocess.Popen]) -> None:
    """Ask all at once, wait for each, and insist with those that do not listen."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
