"""The application servers under measurement, and what they cost: CPU time and memory of their processes."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from .load import fetch

ROOT = Path(__file__).resolve().parent.parent.parent
HELPERS_WORK = 15  # seconds


class Server:
    """gunicorn with two sync workers, the same for the portal, the references and the bare project."""

    def __init__(self, settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "PORT": str(self.port),
            "WEB_WORKERS": "2",
            "WEB_THREADS": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--backlog", "64"]
        self.process = subprocess.Popen([*command, "fachgruppe.wsgi"], cwd=ROOT, env=environment)

    def wait(self, path: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                fetch(self.url + path)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.url} does not answer")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def family(self) -> list[psutil.Process]:
        master = psutil.Process(self.process.pid)
        return [master, *master.children(recursive=True)]

    def memory(self) -> int:
        """Bytes of all its processes, with what they share counted once (PSS)."""
        return sum(member.memory_full_info().pss for member in self.family())


def memory_of_helpers(settings: str) -> int:
    """Bytes (PSS) of the worker and the clock, after some seconds of work.

    They run for these seconds only: what they write down would make every page anew while it is measured.
    """
    commands = (
        [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-reload", "-v", "0"],
        [sys.executable, "manage.py", "tick", "--loop"],
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    helpers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        time.sleep(HELPERS_WORK)
        return sum(psutil.Process(helper.pid).memory_full_info().pss for helper in helpers)
    finally:
        for helper in helpers:
            helper.terminate()
            helper.wait(30)


def cpu_seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def database_processes(folder: Path | None) -> list[psutil.Process]:
    """The PostgreSQL server whose data stand in `folder`: its own time and that of its connections."""
    if folder is None:
        return []
    pid = int((folder / "postmaster.pid").read_text().split()[0])
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def assets_of(page: bytes) -> list[str]:
    """Style sheets and scripts that a first visit loads: no disabled sheet, but modules a page names."""
    text = page.decode()
    links = "".join(link for link in re.findall(r"<link[^>]+>", text) if " disabled" not in link)
    styles = re.findall(r'href="(/static/[^"]+\.css)"', links)
    scripts = re.findall(r'(?:<script[^>]+src| data-module)="(/static/[^"]+\.js)"', text)
    return list(dict.fromkeys([*styles, *scripts]))
