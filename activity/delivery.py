"""Sending one mail of the outbox: claim, look again, write, send, note the outcome."""

import logging

from django.db import transaction
from django.utils import translation

from activity import notices, outbox, preferences, sending, tasks
from activity.composing import compose, compose_digest
from activity.digest import DIGEST, lines_of, settle_lines
from activity.enums import Frequency, Needless
from activity.notices import Busy
from activity.registry import kind_named

log = logging.getLogger(__name__)


def deliver(key):
    """Send the mail if it is due and still wanted. Answers with the moment of the next try, if one is needed.

    A crash may happen between the hand-over to the mail server and our note of it; the reaper then sends
    again with the same Message-ID, which mail programs show once.
    """
    mail = outbox.claim(key)
    # Another worker has it, it is not due any more, or it was withdrawn.
    if mail is None:
        return None
    try:
        with translation.override(language_of(mail)):
            return _deliver(mail)
    except Busy:
        notices.release(mail.pk)
        return outbox.wait(mail)
    except Exception as error:  # whatever goes wrong with one mail must not lose it
        log.warning(
            "Mail %s (%s) failed: %s", mail.pk, mail.kind, type(error).__name__,
            exc_info=not isinstance(error, OSError),  # a server's words hold the address; the row keeps them
        )  # fmt: skip
        notices.release(mail.pk)
        again_at = outbox.postpone(mail, error, refused=sending.is_refusal(error))
        if again_at is None:
            settle_lines(mail)
        return again_at


def _deliver(mail):
    is_digest = mail.kind == DIGEST
    notifications, reason = _of_digest(mail) if is_digest else _single(mail)
    if notifications:
        message = compose_digest(mail, notifications) if is_digest else compose(mail, notifications[0])
        for notification in notifications:
            notices.hand_over(notification)
        sending.send(message)
        # From here on the mail may have arrived: what follows is noted together or not at all.
        with transaction.atomic():
            outbox.sent(mail)
            for notification in notifications:
                notices.keep(notification)
    elif reason:
        outbox.needless(mail, reason)
    notices.release(mail.pk)
    settle_lines(mail)


def _single(mail):
    """The one notification, or the reason why there is none; neither where it waits for the daily mail."""
    notification, reason = restored(mail, holder=mail.pk)
    if notification is None:
        return [], reason
    if notification.is_update:
        # What kind of notice it is was decided only now, and so whether its addressee hears of it at once.
        outbox.becomes(mail, notification.kind)
        if _is_daily(notification, mail.recipient):
            return [], "" if outbox.into_digest(mail) else Needless.KNOWN
    return [notification], ""


def _of_digest(mail):
    if not mail.recipient.is_active:
        return [], Needless.NO_ACCOUNT
    notifications: list = []
    for line in lines_of(mail):
        notification, _reason = restored(line, holder=mail.pk)
        if notification is None:
            continue
        if notification.is_update:
            # Two lines about the state of one thing say the same.
            if any(each.is_update and each.notice == notification.notice for each in notifications):
                continue
            if not _is_daily(notification, mail.recipient):
                outbox.out_of_digest(line)
                tasks.send_soon([line])
                continue
        notifications.append(notification)
    return notifications, "" if notifications else Needless.EMPTY


def _is_daily(notification, user):
    if user is None or notification.is_urgent():
        return False
    return preferences.frequency(type(notification), user) == Frequency.DAILY


def restored(mail, holder):
    """The notification of a row, re-checked, or None and the reason why it is not to be sent.

    What is decided only now is held for the mail `holder`: the row itself, or its digest.
    """
    kind, user = kind_named(mail.kind), mail.recipient
    if kind is None:
        return None, Needless.UNKNOWN
    if user is not None and not user.is_active:
        return None, Needless.NO_ACCOUNT
    if kind.is_update:
        notification = kind.decided(mail, user, notices.hold(mail, holder))
        if notification is None:
            return None, Needless.KNOWN
        if user is not None and not preferences.wants(type(notification), user):
            # They look for themselves, so they count as notified: nothing is made up for later.
            notices.keep(notification)
            return None, Needless.DECLINED
        return notification, ""
    if user is not None and not preferences.wants(kind, user):
        return None, Needless.DECLINED
    notification = kind.restored(mail, user)
    return notification, "" if notification else Needless.INVISIBLE


def language_of(mail):
    if mail.recipient is not None:
        return getattr(mail.recipient, "language", "") or "de"
    return mail.language or "de"
