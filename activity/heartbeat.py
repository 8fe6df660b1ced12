"""When worker and clock were last seen alive; asked by /bereit and by their containers."""

from django.db.models import Max
from django.utils import timezone

from activity.models import JobRun

WORKER = "worker"


def beat():
    JobRun.objects.update_or_create(name=WORKER, defaults={"last_at": timezone.now()})


def last_seen():
    """The moment of the last beat, or None. A beat comes every minute while tick and worker run."""
    return JobRun.objects.filter(name=WORKER).values_list("last_at", flat=True).first()


def clock_last_seen():
    """The moment of the last job that the clock began, or None. It begins some every minute."""
    return JobRun.objects.exclude(name=WORKER).aggregate(last=Max("last_at"))["last"]
