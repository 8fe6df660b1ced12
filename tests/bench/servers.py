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

    def memory(self) -> dict[str, int]:
        """Of the two workers as `ps` shows it, and of all processes with shared pages counted once."""
        master, *workers = self.family()
        workers = [worker for worker in workers if worker.ppid() == master.pid]
        return {
            "workers": sum(worker.memory_info().rss for worker in workers),
            "together": sum(member.memory_full_info().pss for member in [master, *workers]),
        }


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
    """Style sheets and scripts that a first visit loads."""
    text = page.decode()
    styles = re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', text)
    scripts = re.findall(r'<script[^>]+src="(/static/[^"]+\.js)"', text)
    return [*styles, *scripts]
