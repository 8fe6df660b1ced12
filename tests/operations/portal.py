"""The portal as its operators have it: real processes, a data folder and a database of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
from django.conf import settings

OURS = ("DJANGO_SETTINGS_MODULE", "DATA_DIR", "SECRET_KEY", "BASE_URL", "EMAIL_URL", "MAIL_FROM", "LOG_LEVEL")
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from members.models import User
user = User.objects.get(person__name="{name}")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "members.backends.AccountBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print("key=" + session.session_key)
"""
CSRF = "a" * 32


class Portal:
    """`make run` without make: prepared and started by scripts/serve.py."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DJANGO_SETTINGS_MODULE": "fachgruppe.settings.demo",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
        }
        self.process: subprocess.Popen | None = None
        self.database: Any = None  # the server of PostgreSQL, where a test may stop it
        self.output = folder / "output.txt"
        self.starts: list[float] = []  # how many seconds each took

    def start(self) -> None:
        began = time.monotonic()
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "scripts/serve.py"],
                cwd=settings.BASE_DIR, env=self.environment, stdout=output, stderr=output, text=True,
            )  # fmt: skip
        while "Das Portal läuft" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - began < 300, self.said()
            time.sleep(0.1)
        self.starts.append(time.monotonic() - began)

    def said(self) -> str:
        return self.output.read_text()

    def family(self) -> list[psutil.Process]:
        """The supervisor and everything it started."""
        if self.process is None or self.process.poll() is not None:
            return []
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def kill(self) -> None:
        """No goodbye for anybody: what a power cut or the kernel's memory killer does."""
        for member in self.family():
            with suppress(psutil.NoSuchProcess):
                member.kill()
        if self.process:
            self.process.wait()

    def stop(self) -> int:
        assert self.process
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(40)

    def manage(self, *command: str) -> str:
        result = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    def signed_in(self, name: str) -> dict[str, str]:
        """The cookies of an example account; the CSRF cookie is ours to choose, as a browser's would be."""
        key = re.search(r"key=(\w+)", self.manage("shell", "-v", "0", "-c", SIGN_IN.format(name=name)))
        assert key
        return {"sessionid": key[1], "csrftoken": CSRF}

    def browser(self, cookies: dict[str, str] | None = None) -> httpx.Client:
        headers = {"Referer": self.url, "Origin": self.url}
        return httpx.Client(base_url=self.url, cookies=cookies, headers=headers, timeout=60, trust_env=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
