"""When the background worker was last seen alive; asked by /bereit."""

from django.utils import timezone

from activity.models import JobRun

WORKER = "worker"


def beat():
    JobRun.objects.update_or_create(name=WORKER, defaults={"last_at": timezone.now()})


def last_seen():
    """The moment of the last beat, or None. A beat comes every minute while tick and worker run."""
    return JobRun.objects.filter(name=WORKER).values_list("last_at", flat=True).first()
