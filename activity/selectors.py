"""What happened, and what became of the mails."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from activity.enums import MailState
from activity.models import Event, JobRun, KeptMail, OutboxMail
from core.dates import end_of_day, start_of_day

LATELY = dt.timedelta(days=7)

# --- the audit log ----------------------------------------------------------------------------------------


def events(*, who="", kind="", number=None, since=None, until=None):
    """The log, newest first, narrowed to what the filter asks."""
    rows = Event.objects.newest_first()
    if who:
        rows = rows.filter(actor_name__finds=who)
    if kind:
        rows = rows.filter(target_type=kind)
    # A number means nothing without the kind of thing that it counts.
    if kind and number:
        rows = rows.filter(target_id=number)
    if since:
        rows = rows.filter(at__gte=start_of_day(since))
    if until:
        rows = rows.filter(at__lte=end_of_day(until))
    return rows


def events_about(condition):
    """Lines of the log about several things, newest first: `condition` names their types and keys."""
    return Event.objects.filter(condition).newest_first()


def event_types() -> list[str]:
    """The types of things that occur in the log."""
    return list(Event.objects.order_by().values_list("target_type", flat=True).distinct())


def hidden_from(user, events) -> set[int]:
    """The keys of those events that are about a thing which `user` may not see. One query per type.

    Things that are gone count as hidden; types that everybody may see are not asked for.
    """
    if user.viewer.is_organiser:
        return set()
    of_type = defaultdict(list)
    for event in events:
        of_type[event.target_type].append(event)
    hidden: set[int] = set()
    for kind, found in of_type.items():
        try:
            rows = apps.get_model(kind)._default_manager.all()
        except (LookupError, ValueError):
            continue  # the log outlives models
        if hasattr(rows, "visible_to"):
            keys = [event.target_id for event in found]
            visible = set(rows.filter(pk__in=keys).visible_to(user).values_list("pk", flat=True))
            hidden.update(event.pk for event in found if event.target_id not in visible)
    return hidden


# --- mails ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivery:
    """The newest mail to each addressee."""

    sent: int
    refused: list[OutboxMail]
    failed: list[OutboxMail]
    waiting: list[OutboxMail]

    @property
    def all(self) -> int:
        return self.sent + len(self.refused) + len(self.failed) + len(self.waiting)


def delivery_of(target) -> Delivery | None:
    """None where nobody was mailed. One query."""
    rows = OutboxMail.objects.exclude(state=MailState.NEEDLESS).filter(
        target_type=target._meta.label_lower, target_id=target.pk
    )
    rows = rows.select_related("recipient__person", "digest").order_by("created_at", "pk")
    # In the order of their making: the last one of an addressee stays.
    newest = {(row.recipient_id, row.address): row for row in rows}
    return _sorted_out(newest.values()) if newest else None


def unsent_mails() -> Delivery:
    """What was tried in the last days and did not leave. One query."""
    rows = OutboxMail.objects.exclude(state__in=(MailState.SENT, MailState.NEEDLESS)).exclude(last_error="")
    rows = rows.filter(created_at__gte=timezone.now() - LATELY).select_related("recipient__person", "digest")
    return _sorted_out(rows.order_by("created_at"))


def _sorted_out(mails) -> Delivery:
    sent, refused, failed, waiting = 0, [], [], []
    for mail in mails:
        if mail.state == MailState.SENT:
            sent += 1
        elif mail.refused or (
            mail.digest and mail.digest.refused
        ):  # a line of the daily mail shares its fate
            refused.append(mail)
        elif mail.state == MailState.FAILED:
            failed.append(mail)
        else:
            waiting.append(mail)
    return Delivery(sent, refused, failed, waiting)


def failed_jobs() -> set[str]:
    """The names of the jobs whose last run has failed."""
    return set(JobRun.objects.exclude(note="").values_list("name", flat=True))


def kept_mails():
    return KeptMail.objects.order_by("-pk").defer("text", "html", "headers")
