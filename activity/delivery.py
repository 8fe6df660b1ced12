"""Sending one mail of the outbox: claim, look again, write, send, note the outcome."""

import logging

from django.utils import translation

from activity import outbox, preferences
from activity.composing import compose, compose_digest
from activity.digest import DIGEST, lines_of, settle_lines
from activity.enums import Needless
from activity.registry import kind_named

log = logging.getLogger(__name__)


def deliver(key):
    """Send the mail if it is due and still wanted. Answers with the moment of the next try, if one is needed.

    A crash may happen between the hand-over to the mail server and our note of it; the reaper then sends
    again with the same Message-ID, which mail programs show once.
    """
    mail = outbox.claim(key)
    if mail is None:
        return None
    try:
        with translation.override(language_of(mail)):
            return _deliver(mail)
    except Exception as error:  # whatever goes wrong with one mail must not lose it
        from smtplib import SMTPException  # only the worker sends

        log.warning(
            "Mail %s (%s) failed: %s", mail.pk, mail.kind, type(error).__name__,
            exc_info=not isinstance(error, SMTPException),  # its words hold the address; the row keeps them
        )  # fmt: skip
        again_at = outbox.postpone(mail, error)
        if again_at is None:
            settle_lines(mail)
        return again_at


def _deliver(mail):
    message, reason = _digest_message(mail) if mail.kind == DIGEST else _message(mail)
    if message is None:
        outbox.needless(mail, reason)
    else:
        message.send()
        outbox.sent(mail)
    settle_lines(mail)


def _message(mail):
    notification, reason = restored(mail)
    return (compose(mail, notification), "") if notification else (None, reason)


def restored(mail):
    """The notification of a row, re-checked, or None and the reason why it is not to be sent."""
    kind = kind_named(mail.kind)
    if kind is None:
        return None, Needless.UNKNOWN
    user = mail.recipient
    if user is not None and not user.is_active:
        return None, Needless.NO_ACCOUNT
    if user is not None and not preferences.wants(kind, user):
        return None, Needless.DECLINED
    notification = kind.restored(mail, user)
    return notification, "" if notification else Needless.INVISIBLE


def _digest_message(mail):
    if not mail.recipient.is_active:
        return None, Needless.NO_ACCOUNT
    notifications = [notification for line in lines_of(mail) if (notification := restored(line)[0])]
    if not notifications:
        return None, Needless.EMPTY
    return compose_digest(mail, notifications), ""


def language_of(mail):
    if mail.recipient is not None:
        return getattr(mail.recipient, "language", "") or "de"
    return mail.language or "de"
