"""The examples tell nobody anything: what they caused counts as sent and known, and no mail leaves."""

from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from activity import delivery, notices, tasks
from activity.enums import MailState
from activity.models import OutboxMail
from activity.registry import KINDS, kinds_sent_once
from meetings.enums import State
from meetings.models import Meeting


def count_as_sent() -> None:
    """Everybody knows what they would know after these mails, so that the next real one says what is new."""
    waiting = OutboxMail.objects.waiting()
    # Only mails that say what has become of a thing (activity.delayed), and not of a meeting that is over.
    held = Meeting.objects.filter(state=State.HELD).values("pk")
    updates = waiting.filter(kind__in=[name for name, kind in KINDS.items() if kind.is_update]).exclude(
        target_type=Meeting._meta.label_lower, target_id__in=held
    )
    # Of several mails about one thing to one person the last says all.
    last = {
        (mail.target_type, mail.target_id, mail.recipient_id, mail.address): mail
        for mail in updates.select_related("recipient__person").order_by("created_at", "pk")
    }
    for mail in last.values():
        with translation.override(delivery.language_of(mail)):
            notification, _reason = delivery.restored(mail, holder=mail.pk)
        if notification is not None:
            notices.keep(notification)
        notices.release(mail.pk)
    sent = {"state": MailState.SENT, "settled_at": timezone.now()}
    waiting.filter(kind__in=kinds_sent_once()).update(**sent)
    waiting.update(**sent, dedupe_key=None)
    DBTaskResult.objects.filter(task_path=tasks.deliver.module_path, status="READY").delete()
