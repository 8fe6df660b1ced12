"""What each addressee was last notified of about a thing, and which mail is about to change that."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from activity.enums import MailState
from activity.events import require_transaction
from activity.models import Notice, OutboxMail


class Busy(Exception):
    """Another mail about the same thing is being handed over to the same addressee."""


@transaction.atomic
def hold(mail, holder) -> Notice:
    """The notice of the addressee about the thing, kept for the mail with the key `holder` until `release`.

    Raises Busy while another mail has it. What a killed worker has left behind stays as `intended`.
    """
    key: dict[str, Any] = {"target_type": mail.target_type, "target_id": mail.target_id}
    who = (
        {"recipient_id": mail.recipient_id}
        if mail.recipient_id
        else {"recipient": None, "address": mail.address}
    )
    notice, _is_new = Notice.objects.get_or_create(**key, **who)
    # get_or_create does not lock what it finds.
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.sending is not None:
        others = OutboxMail.objects.filter(pk=notice.sending, state=MailState.SENDING)
        # A mail that is no longer being sent was left behind by a worker that is gone.
        if others.exclude(pk=holder).exists():
            raise Busy
    notice.sending = holder
    notice.save(update_fields=["sending"])
    return notice


def hand_over(notification):
    """Its mail is on the way from here on, whatever happens to us."""
    if notification.is_update:
        notification.notice.intended = notification.now
        notification.notice.save(update_fields=["intended"])


def keep(notification):
    """It was sent, or its addressee wants no mail of this kind and looks for themselves."""
    if notification.is_update:
        notice = notification.notice
        notice.state, notice.at, notice.intended = notification.now, notification.at, {}
        notice.save(update_fields=["state", "at", "intended"])


def release(holder):
    """The mail server has taken the mails, or none: nothing is on its way any more."""
    Notice.objects.filter(sending=holder).update(sending=None, intended={})


def notified_of(target):
    """Accounts that were notified of anything about it."""
    rows = Notice.objects.about(target).known().filter(recipient__isnull=False).select_related("recipient")
    return [row.recipient for row in rows]


def note(target, user, state):
    """Whoever did it knows it without a mail."""
    require_transaction("note()")
    Notice.objects.update_or_create(
        target_type=target._meta.label_lower,
        target_id=target.pk,
        recipient=user,
        defaults={"state": state, "at": timezone.now(), "intended": {}},
    )
