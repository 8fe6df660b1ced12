"""Tell an outage (the database is away, the disk is full) from a mistake of the program; sit out a short one.

An outage ends by itself or by an operator: it is answered with 503, told in one line of the log, and whoever
waits goes on afterwards. Everything else that goes wrong is a mistake: 500 and a traceback.
"""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from enum import StrEnum
from typing import Any

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpRequest, HttpResponse

RETRY_AFTER = 5  # seconds, for browsers, calendars and proxies
PATIENCE = 1.0  # seconds that a request waits for the database to come back
AGAIN = 0.1
READS = ("SELECT", "BEGIN", "SAVEPOINT")

# What an operator's disk, folder or machine can be out of. A name that is too long, say, is our own mistake.
_STORAGE = {
    getattr(errno, name)
    for name in (
        "ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EIO", "ENOENT", "ENOTDIR", "ENODEV",
        "ENXIO", "ESTALE", "ETIMEDOUT", "ENOTCONN", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "EBUSY",
    )
    if hasattr(errno, name)
}  # fmt: skip
# Primary result codes, https://www.sqlite.org/rescode.html. 1 (»no such column«) is a mistake of the program.
_SQLITE_DISK = {8, 10, 11, 13, 14, 26}  # READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
_SQLITE_BUSY = {5, 6, 7, 15}  # BUSY, LOCKED, NOMEM, PROTOCOL
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES_DISK = ("25006", "53100", "58")  # read only, disk full, errors of the system
_POSTGRES_MISTAKES = ("54",)  # a statement too large or too complex


class Outage(StrEnum):
    DATABASE = "database"
    STORAGE = "storage"


def outage_of(error: BaseException | None) -> Outage | None:
    """What is out, as far as `error` or one of its causes tells; None for a mistake of the program."""
    for each in _with_causes(error):
        if isinstance(each, Error):
            found = _of_database(each)
            if found:
                return found
        elif isinstance(each, OSError) and each.errno in _STORAGE:
            return Outage.STORAGE
    return None


def in_one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _with_causes(each)
    while error is not None:
        yield error
        error = error.__cause__  # Django keeps the driver's own error there


def _of_database(error: Error) -> Outage | None:
    state = getattr(error.__cause__, "sqlstate", None) or ""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    if state.startswith(_POSTGRES_DISK) or code in _SQLITE_DISK:
        return Outage.STORAGE
    if code in _SQLITE_BUSY:  # somebody else writes: it passes by itself
        return Outage.DATABASE
    is_away = isinstance(error, OperationalError | InterfaceError)
    return Outage.DATABASE if is_away and not code and not state.startswith(_POSTGRES_MISTAKES) else None


# --- a request --------------------------------------------------------------------------------------------


class SitOut:
    """A request that found the database away is answered once more as soon as it is back, within a second.

    Reading may always be repeated; a form only as long as nothing but reading was asked of the database, so
    that nothing is done twice. `request.outage` is set by the page that tells of the outage.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        changes: list[str] = []

        def look(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
            if not sql.lstrip("( ").startswith(READS):
                changes.append(sql)
            return execute(sql, params, many, context)

        only_reads = request.method in ("GET", "HEAD", "OPTIONS")
        with nullcontext() if only_reads else connection.execute_wrapper(look):
            response = self.get_response(request)
        is_away = getattr(request, "outage", None) == Outage.DATABASE
        if not is_away or changes or time.monotonic() - began > PATIENCE or not _is_back():
            return response
        request.outage = None  # type: ignore[attr-defined]
        return self.get_response(request)


def _is_back() -> bool:
    if connection.in_atomic_block:  # somebody's transaction goes around the request, as in a test
        return False
    deadline = time.monotonic() + PATIENCE
    while True:
        close_old_connections()  # or the broken one would be asked again
        try:
            connection.ensure_connection()
            return True
        except Error:
            if time.monotonic() > deadline:
                return False
            time.sleep(AGAIN)


# --- the log ----------------------------------------------------------------------------------------------


class OneLine(logging.Filter):
    """An outage is told in one line: the traceback of whatever met it says nothing about its cause."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and outage_of(error):
            record.msg, record.args = f"{record.getMessage()} ({in_one_line(error)})", ()
            record.exc_info = record.exc_text = None
        return True
