"""A small load generator: eight connections, bounded by a number of seconds, to this machine only."""

import itertools
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 120  # seconds; a machine that does something else as well must not end the measuring


@dataclass
class Outcome:
    requests: int = 0
    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        return sorted(self.latencies)[int(len(self.latencies) * share)]


def fetch(url: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """One request, answered in full; header names in lower case."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as connection:
        connection.sendall(request_of(url, headers or {}))
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    given = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in given.items()}, body


def request_of(url: str, headers: dict[str, str]) -> bytes:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def load(url: str, askers: list[dict[str, str]], *, seconds: float, connections: int = 8) -> Outcome:
    """Ask for `url` again and again, with the headers of each of `askers` in turn."""
    parts = urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("Only servers on this machine are measured.")
    requests = itertools.cycle([request_of(url, headers) for headers in askers])
    run = _Run((parts.hostname, parts.port), requests, time.monotonic() + seconds)
    began = time.monotonic()
    for _ in range(connections):
        run.open()
    while run.selector.get_map():
        for key, _events in run.selector.select(5):
            run.serve(key)
    run.outcome.seconds = time.monotonic() - began
    return run.outcome


class _Run:
    def __init__(self, address: tuple[str, int], requests: Iterator[bytes], until: float) -> None:
        self.address, self.requests, self.until = address, requests, until
        self.selector = selectors.DefaultSelector()
        self.outcome = Outcome()

    def open(self) -> None:
        connection = socket.create_connection(self.address, timeout=PATIENCE)
        connection.sendall(next(self.requests))
        self.selector.register(connection, selectors.EVENT_READ, [time.monotonic(), b""])

    def serve(self, key: selectors.SelectorKey) -> None:
        connection: socket.socket = key.fileobj  # type: ignore[assignment]
        data = connection.recv(1 << 16)
        if data:
            key.data[1] = key.data[1] or data[:16]
            return
        self.selector.unregister(connection)
        connection.close()
        status = int(key.data[1].split()[1])
        self.outcome.requests += 1
        self.outcome.statuses[status] = self.outcome.statuses.get(status, 0) + 1
        self.outcome.latencies.append(time.monotonic() - key.data[0])
        if time.monotonic() < self.until:
            self.open()
