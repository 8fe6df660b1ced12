"""An end in time for something that waits for somebody else's server.

A timeout of a socket begins anew with each byte: a server that drips holds its client for ever.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(TimeoutError):
    """It took longer than it may."""


class Deadline:
    """Some seconds from now. Asked around each call that waits, so that nothing else is interrupted."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.ends_at = time.monotonic() + seconds

    @contextmanager
    def around(self) -> Iterator[None]:
        """Raises OutOfTime in the block when the end comes. Only in the main thread, where signals arrive."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            self._ring()
        if threading.current_thread() is not threading.main_thread():
            yield  # signals never arrive here; the timeout of the socket has to do
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, left)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _ring(self, *_signal):
        raise OutOfTime(f"no end after {self.seconds:.0f} seconds")
