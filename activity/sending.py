"""One connection to the mail server for many mails, and what its answers mean.

A server that does not answer is asked once, not once for each mail: the rest of them waits with the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import get_connection

from activity import restored_copy
from core.deadline import Deadline

ABOUT_THE_MAIL = ("SMTPRecipientsRefused", "SMTPDataError", "SMTPNotSupportedError")


class MailConnection:
    """Opened with the first mail, opened again once where the server has hung up meanwhile."""

    def __init__(self):
        self.connection = None
        self.has_sent = False
        self.trouble = None

    def send(self, message):
        from smtplib import SMTPServerDisconnected  # only the worker sends

        if self.trouble is not None:
            raise self.trouble
        try:
            try:
                self._hand_over(message)
            except SMTPServerDisconnected:
                if not self.has_sent:
                    raise
                self.close()  # some servers take so many mails on one connection, and no more
                self._hand_over(message)
        except OSError as error:
            if not is_about_the_mail(error):
                self.trouble = error
                self.close()
            raise
        self.has_sent = True

    def _hand_over(self, message):
        with Deadline(settings.MAIL_TIME).around():
            if self.connection is None:
                self.connection = get_connection()
                self.connection.open()
            message.connection = self.connection
            message.send()

    def close(self):
        connection, self.connection, self.has_sent = self.connection, None, False
        if connection is not None:
            with Deadline(settings.MAIL_TIME).around():
                connection.close()


_current: ContextVar[MailConnection | None] = ContextVar("mail connection", default=None)


@contextmanager
def one_connection() -> Iterator[None]:
    """What is sent in this block goes over the same connection."""
    connection = MailConnection()
    token = _current.set(connection)
    try:
        yield
    finally:
        _current.reset(token)
        connection.close()


def send(message) -> None:
    """Hand `message` to the mail server. Raises what smtplib and the network raise."""
    connection = _current.get()
    if connection is None:
        with one_connection():
            return send(message)
    restored_copy.note_departure()
    return connection.send(message)


def is_about_the_mail(error) -> bool:
    """The server goes on working, but it did not take this one."""
    return type(error).__name__ in ABOUT_THE_MAIL


def is_refusal(error) -> bool:
    """The server will never take this mail, or none to this address (RFC 5321, 4.2.1: 5yz)."""
    refused = getattr(error, "recipients", None)
    codes = [code for code, _words in refused.values()] if refused else [getattr(error, "smtp_code", 0)]
    return is_about_the_mail(error) and all(500 <= code < 600 for code in codes)
