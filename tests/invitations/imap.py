"""A real mailbox server on this machine."""

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from imapclient import IMAPClient

from core.mailbox import place_of

USER, PASSWORD = "antworten", "geheim:mit@zeichen/drin"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """In a process of its own; calling it puts a mail into the mailbox."""

    def __init__(self):
        self.port = free_port()
        here = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls"]
        account = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
        command = [Path(sys.executable).parent / "pymap", *here, *account]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self):
        for _attempt in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise AssertionError("the mailbox server did not start")

    @property
    def place(self):
        return place_of(f"imap://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/INBOX")

    @contextlib.contextmanager
    def opened(self):
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as server:
            server.login(USER, PASSWORD)
            server.select_folder("INBOX")
            yield server

    def __call__(self, *mails, at=None):
        with self.opened() as box:
            for raw in mails:
                box.append("INBOX", raw, msg_time=at)

    def seen(self):
        """For each mail of the mailbox, in order, whether it is marked as read."""
        with self.opened() as box:
            rows = box.fetch(box.search("ALL"), ["FLAGS"])
            return [b"\\Seen" in row[b"FLAGS"] for _uid, row in sorted(rows.items())]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
