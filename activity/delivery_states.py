"""What became of the mails about one thing, for those who caused them; and of all mails, for the admins."""

import datetime as dt
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.enums import MailState
from activity.jobs import JOBS
from activity.models import JobRun, OutboxMail
from core.slugs import sort_key

MOST_NAMES = 10
LATELY = dt.timedelta(days=7)


class Delivery(NamedTuple):
    """Each addressee counts once, by the newest mail to them."""

    all: int
    sent: int
    refused: list  # names
    failed: list  # names
    waiting: int
    is_late: bool  # some were tried already, and the mail server did not take them

    @property
    def sentence(self) -> str:
        """»3 von 12 zugestellt, 2 abgelehnt: Ada Beispiel, Bea Muster; 7 warten noch«"""
        words = [_("%(sent)s von %(all)s zugestellt") % {"sent": self.sent, "all": self.all}]
        for names, label in ((self.refused, _("abgelehnt")), (self.failed, _("nicht zustellbar"))):
            if names:
                words.append(f"{len(names)} {label}: {listed(names)}")
        if self.waiting:
            words.append(
                ngettext("%(n)s wartet noch", "%(n)s warten noch", self.waiting) % {"n": self.waiting}
            )
        return "; ".join(words)

    @property
    def has_trouble(self) -> bool:
        return bool(self.refused or self.failed or self.is_late)


def listed(names) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    words = ngettext("%(names)s und eine weitere Person", "%(names)s und %(n)s weitere", more)
    return words % {"names": shown, "n": more} if more > 0 else shown


def delivery_of(target) -> Delivery | None:
    """None where nobody was mailed. One query. Who may know is asked by the page."""
    rows = (
        _rows().filter(target_type=target._meta.label_lower, target_id=target.pk).order_by("created_at", "pk")
    )
    newest = {(row.recipient_id, row.address): row for row in rows}
    mails = list(newest.values())
    if not mails:
        return None
    refused = [mail for mail in mails if _is_refused(mail)]
    failed = [mail for mail in mails if mail.state == MailState.FAILED and not _is_refused(mail)]
    sent = [mail for mail in mails if mail.state == MailState.SENT]
    waiting = [mail for mail in mails if mail not in (*refused, *failed, *sent)]
    return Delivery(
        all=len(mails),
        sent=len(sent),
        refused=_names(refused),
        failed=_names(failed),
        waiting=len(waiting),
        is_late=any(mail.last_error for mail in waiting),
    )


def _rows():
    return OutboxMail.objects.exclude(state=MailState.NEEDLESS).select_related("recipient__person", "digest")


def _is_refused(mail) -> bool:
    """A line of the daily mail shares its fate."""
    return mail.state != MailState.SENT and (mail.refused or bool(mail.digest and mail.digest.refused))


def _names(mails) -> list[str]:
    names = {mail.recipient.get_full_name() if mail.recipient else mail.name or _("Gast") for mail in mails}
    return sorted(names, key=sort_key)


def trouble() -> list[str]:
    """Sentences for the admins; none while all is well. Two queries."""
    unsent = OutboxMail.objects.exclude(state__in=(MailState.SENT, MailState.NEEDLESS))
    unsent = unsent.exclude(last_error="").filter(created_at__gte=timezone.now() - LATELY)
    mails = list(unsent.select_related("recipient__person").order_by("created_at"))
    refused = [mail for mail in mails if mail.refused]
    failed = [mail for mail in mails if mail.state == MailState.FAILED and not mail.refused]
    late = len(mails) - len(refused) - len(failed)
    words = []
    if late:
        words.append(
            ngettext(
                "Der Mailserver nimmt gerade nichts an: %(n)s Mail wartet und wird wieder versucht.",
                "Der Mailserver nimmt gerade nichts an: %(n)s Mails warten und werden wieder versucht.",
                late,
            )
            % {"n": late}
        )
    if refused:
        words.append(_("Abgelehnt wurden Mails an: %(names)s.") % {"names": listed(_names(refused))})
    if failed:
        words.append(_("Nicht zustellbar waren Mails an: %(names)s.") % {"names": listed(_names(failed))})
    failed_jobs = set(JobRun.objects.exclude(note="").values_list("name", flat=True))
    return words + [str(job.trouble) for job in JOBS if job.trouble and job.name in failed_jobs]
