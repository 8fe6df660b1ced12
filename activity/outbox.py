"""The life of a mail in the outbox. Every step is one conditional UPDATE: two workers never share a mail."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from activity.enums import Frequency, MailState, Needless
from activity.models import OutboxMail
from activity.registry import kind_named
from core.dates import end_of_day, next_working_time, today

BACK_OFF = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)


def put(mails) -> list:
    """Store rows, except those that wait already; answers with the new ones."""
    # Of two transactions that queue the same mail the unique key lets one row in.
    OutboxMail.objects.bulk_create(mails, ignore_conflicts=True)
    stored = set(OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails]).values_list("pk", flat=True))
    return [mail for mail in mails if mail.pk in stored]


def claim(pk):
    """Take the mail for sending, or None when it is not its time or somebody else has it."""
    now = timezone.now()
    taken = OutboxMail.objects.ripe(now).filter(pk=pk, frequency=Frequency.AT_ONCE)
    # The UPDATE counts the rows it changed: of two workers one gets none.
    if not taken.update(state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return None
    mail = OutboxMail.objects.select_related("recipient").get(pk=pk)
    kind = kind_named(mail.kind)
    if kind is None or not kind.once:
        # A change that comes from now on deserves its own mail: this one may already be written.
        OutboxMail.objects.filter(pk=pk).update(dedupe_key=None)
    return mail


def sent(mail):
    _settle(mail, MailState.SENT, refused=False)


def needless(mail, reason):
    _settle(mail, MailState.NEEDLESS, reason=reason, dedupe_key=None)


def becomes(mail, kind):
    """What kind of notice it is was decided only now."""
    mail.kind = kind
    OutboxMail.objects.filter(pk=mail.pk).update(kind=kind)


def wait(mail):
    """Not now, and not because anything failed; answers with the moment of the next try."""
    moment = timezone.now() + BACK_OFF[0]
    _mine(mail).update(state=MailState.WAITING, next_try_at=moment)
    return moment


def into_digest(mail) -> bool:
    """The addressee hears of it in the daily mail. False: a line about the same thing waits there already."""
    key = f"daily:{mail.target_type}:{mail.target_id}:{mail.recipient_id}"
    try:
        with transaction.atomic():
            return bool(
                _mine(mail).update(
                    state=MailState.WAITING, frequency=Frequency.DAILY, next_try_at=next_digest(), attempts=0,
                    dedupe_key=key,
                )
            )  # fmt: skip
    # The key of the line is unique: what waits there says the same when it leaves.
    except IntegrityError:
        return False


def out_of_digest(line):
    """It cannot wait for the daily mail any more."""
    OutboxMail.objects.waiting().filter(pk=line.pk).update(
        frequency=Frequency.AT_ONCE, digest=None, next_try_at=timezone.now(), dedupe_key=None
    )


def postpone(mail, error, refused=False):
    """Try again later; answers with the moment, or None when it was the last try.

    Also what was `refused` is tried again: a mail server that is set up wrongly refuses everything.
    """
    words = {"last_error": f"{type(error).__name__}: {error}"[:500], "refused": refused}
    # The try that failed just now is counted already.
    if mail.attempts > len(BACK_OFF):
        _settle(mail, MailState.FAILED, **words, dedupe_key=None)
        return None
    moment = timezone.now() + BACK_OFF[mail.attempts - 1]
    _mine(mail).update(state=MailState.WAITING, next_try_at=moment, **words)
    return moment


def drop_waiting() -> int:
    """What waited in a backup may have been sent by the portal that it was taken from."""
    now = timezone.now()
    return OutboxMail.objects.unsettled().update(
        state=MailState.NEEDLESS, reason=Needless.RESTORED, settled_at=now, dedupe_key=None
    )


def _settle(mail, state, **fields):
    kind = kind_named(mail.kind)
    if kind is not None and kind.secret:
        fields["data"] = {}  # a code is forgotten once its mail is gone
    _mine(mail).update(state=state, settled_at=timezone.now(), **fields)


def _mine(mail):
    """The row, unless a reaper gave it to somebody else meanwhile."""
    return OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)


def next_digest() -> dt.datetime:
    """When the next working day begins in Jena: today's, while it has not begun."""
    now = timezone.now()
    begins = next_working_time(now)
    # At work already: the digest of today has gone.
    return begins if begins > now else next_working_time(end_of_day(today()))
