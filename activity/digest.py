"""The daily digest: all lines of a person in one mail at seven in the morning."""

from django.db import transaction
from django.utils import timezone

from activity.enums import MailState
from activity.models import OutboxMail
from activity.registry import kinds_sent_once

DIGEST = "activity.digest"


def collect(now=None) -> list:
    """One digest mail per person with lines that are due; answers with the new mails."""
    people = OutboxMail.objects.for_digest(now).values_list("recipient_id", flat=True).distinct().order_by()
    return [mail for person in people if (mail := _collect_for(person, now))]


@transaction.atomic
def _collect_for(recipient_id, now):
    mail = OutboxMail.objects.create(kind=DIGEST, recipient_id=recipient_id)
    # Two hosts may be here at once: the lines go to the one whose UPDATE finds them.
    taken = OutboxMail.objects.for_digest(now).filter(recipient_id=recipient_id).update(digest=mail)
    if taken:
        return mail
    mail.delete()  # another host was faster
    return None


def lines_of(mail):
    return mail.items.waiting().select_related("recipient").order_by("created_at", "pk")


def settle_lines(mail):
    """Lines share the fate of their digest."""
    if mail.kind != DIGEST:
        return
    mail.refresh_from_db(fields=["state"])
    if mail.state == MailState.WAITING:
        return  # it is tried again, and its lines with it
    lines = mail.items.waiting()
    # What is sent once for ever keeps its key, so that it is never queued again.
    kept = kinds_sent_once() if mail.state == MailState.SENT else []
    freed = OutboxMail.objects.filter(pk__in=list(lines.values_list("pk", flat=True)))
    freed.exclude(kind__in=kept).update(dedupe_key=None)
    lines.update(state=mail.state, settled_at=timezone.now())
