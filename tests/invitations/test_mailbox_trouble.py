"""A mailbox that refuses, hangs or drips: the visit ends in time, and the log says why in one line."""

import logging
import socket
import threading
import time

import pytest

from activity.jobs import JOBS, tick
from activity.models import JobRun
from core import mailbox

NAME = "invitations.fetch_replies"
MORE = {"SELECT": "* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n", "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n"}
pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Server(threading.Thread):
    """IMAP as far as it is asked here; `drips_at` names the command after which only single bytes come."""

    def __init__(self, drips_at=None, refuses=None):
        super().__init__(daemon=True)
        self.drips_at, self.refuses = drips_at, refuses
        self.over = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self):
        connection, _address = self.listening.accept()
        with connection, connection.makefile("rb") as lines:
            try:
                self.answer(connection, "GREETING", "*")
                for line in lines:
                    tag, command, *_rest = line.decode().split()
                    self.answer(connection, command, tag)
            except OSError:
                pass

    def answer(self, connection, command, tag):
        while command == self.drips_at and not self.over.wait(0.05):
            connection.sendall(b"*")
        word = "NO" if command == self.refuses else "OK"
        connection.sendall(f"{MORE.get(command, '')}{tag} {word} done\r\n".encode())

    def stop(self):
        self.over.set()
        self.listening.close()


@pytest.fixture
def serve(settings, monkeypatch):
    monkeypatch.setattr(mailbox, "PATIENCE", 0.3)
    monkeypatch.setattr(mailbox, "VISIT", 0.6)
    servers = []

    def started(**how):
        server = Server(**how)
        server.start()
        servers.append(server)
        settings.REPLIES = mailbox.place_of(f"imap://somebody:geheim@127.0.0.1:{server.port}/INBOX")

    yield started
    for server in servers:
        server.stop()


@pytest.mark.parametrize("how", [
    {"drips_at": "GREETING"}, {"drips_at": "LOGIN"}, {"drips_at": "SELECT"}, {"drips_at": "UID"},
    {"refuses": "LOGIN"}, {"refuses": "SELECT"},
], ids=str)  # fmt: skip
@pytest.mark.slow
def test_the_visit_ends_and_the_log_has_one_line(serve, how, caplog):
    serve(**how)
    begin = time.monotonic()
    with caplog.at_level(logging.WARNING):
        tick([job for job in JOBS if job.name == NAME])
    assert time.monotonic() - begin < 3
    (line,) = caplog.records
    assert line.exc_info is None
    assert NAME in line.getMessage()
    assert "\n" not in line.getMessage()
    note = JobRun.objects.get(name=NAME).note
    assert note
    assert "geheim" not in note + line.getMessage()


def test_nobody_there(settings, caplog):
    settings.REPLIES = mailbox.place_of("imap://somebody:geheim@127.0.0.1:1/INBOX")
    tick([job for job in JOBS if job.name == NAME])
    (line,) = caplog.records
    assert "ConnectionRefusedError" in line.getMessage()
    assert line.exc_info is None
