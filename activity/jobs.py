"""What is done every now and then. Each job runs on one host only: the one whose UPDATE moved its date."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks_db.models import DBTaskResult

from activity import digest, restored_copy, tasks
from activity.enums import MailState
from activity.models import JobRun, OutboxMail
from core import mailbox
from core.dates import is_working_time
from core.outages import Outage, outage_of

log = logging.getLogger(__name__)

STUCK = dt.timedelta(minutes=15)
KEEP_TASKS_DAYS = 14
KEEP_MAILS = dt.timedelta(days=90)
MOST_STARTS = 3

cut_off: set[str] = set()  # names of this process's jobs that lost the database: they are due at once


@dataclass(frozen=True)
class Job:
    name: str
    every: dt.timedelta
    run: Callable[[], None]
    trouble: str | Promise = ""  # what the admins read while its last run has failed


def in_working_time(run):
    """What only reminds people or sums up the day for them waits until they are at work."""

    @wraps(run)
    def waiting():
        if is_working_time():
            run()

    return waiting


def reap_tasks():
    """A worker that was killed leaves its task running for ever: start it again, three times at most."""
    stuck = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=timezone.now() - STUCK)
    for task in stuck.only("pk", "worker_ids"):
        mine = stuck.filter(pk=task.pk)
        # What kills its worker each time would take down the next one as well.
        if len(task.worker_ids) > MOST_STARTS:
            mine.update(status="FAILED", finished_at=timezone.now(), traceback="killed too often")
        else:
            mine.update(status="READY", started_at=None)


def reap_mails():
    """Mails that a killed worker left half way, and mails whose task got lost, start again."""
    now = timezone.now()
    stuck = OutboxMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - STUCK)
    stuck.update(state=MailState.WAITING, next_try_at=now)
    if restored_copy.is_held():
        return
    keys = {str(key) for key in OutboxMail.objects.single().ripe(now).values_list("pk", flat=True)}
    if not keys:
        return
    # Two tasks for one mail would do no harm (claims), but they would pile up while no worker runs.
    waiting = DBTaskResult.objects.filter(
        task_path=tasks.deliver.module_path, status__in=("READY", "RUNNING")
    )
    queued = {key for task in waiting.only("args_kwargs") for key in task.args_kwargs["args"][0]}
    tasks.send_soon(list(OutboxMail.objects.filter(pk__in=keys - queued)))


@in_working_time
def send_digests():
    if not restored_copy.is_held():
        tasks.send_soon(digest.collect())


def prune():
    call_command("prune_db_task_results", queue_name="*", min_age_days=KEEP_TASKS_DAYS, verbosity=0)
    settled = (MailState.SENT, MailState.NEEDLESS, MailState.FAILED)
    old = OutboxMail.objects.filter(state__in=settled, settled_at__lt=timezone.now() - KEEP_MAILS)
    old.delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    # The list of devices holds internet addresses: it lasts no longer than the session it is about.
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def ask_for_heartbeat():
    """One beat waits at a time; old beats leave no trace."""
    beats = DBTaskResult.objects.filter(task_path=tasks.beat.module_path)
    # One a minute would fill the list of tasks.
    beats.finished().delete()
    if not beats.exists():
        tasks.beat.enqueue()


JOBS = [
    Job("reap_tasks", dt.timedelta(minutes=1), reap_tasks),
    Job("reap_mails", dt.timedelta(minutes=1), reap_mails),
    Job("digests", dt.timedelta(minutes=1), send_digests),
    Job("heartbeat", dt.timedelta(minutes=1), ask_for_heartbeat),
    Job("prune", dt.timedelta(days=1), prune),
]


def every(span: dt.timedelta, name: str, *, trouble: str | Promise = ""):
    """Declare a job in an app's jobs.py: `@every(dt.timedelta(hours=1), "<app>.remind")`."""

    def add(run):
        JOBS.append(Job(name, span, run, trouble))
        return run

    return add


def for_each(things, act) -> None:
    """`act` on each of them. One that fails does not stop the others; all failures are told at the end."""
    failures = []
    for thing in things:
        try:
            act(thing)
        except Exception as error:  # raised below, with those of the others
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} failed", failures)


def tick(jobs=JOBS):
    """Run what is due; answers with the names of what ran. One job's failure does not stop the others.

    When the database goes away, its error comes out, and the jobs it has cut off are due in the next tick.
    """
    ran = []
    if cut_off:
        JobRun.objects.filter(name__in=cut_off).update(next_at=timezone.now())
        cut_off.clear()
    for job in jobs:
        now = timezone.now()
        # A job of a new release has no row yet: it is due at once.
        JobRun.objects.get_or_create(name=job.name, defaults={"next_at": now})
        due = JobRun.objects.filter(name=job.name, next_at__lte=now)
        # Of several hosts the one whose UPDATE moves the date runs it.
        if due.update(next_at=now + job.every, last_at=now):
            ran.append(job.name)
            _run(job)
    return ran


def _run(job):
    note = ""
    try:
        job.run()
    # The server's trouble and not ours: one line, no traceback.
    except mailbox.Unreachable as error:
        log.error("Job %s: %s", job.name, error)
        note = str(error)[:300]
    except Exception as error:  # noted for the operator, tried again next time
        if outage_of(error) == Outage.DATABASE:
            cut_off.add(job.name)
            raise
        log.exception("Job %s failed", job.name)
        note = f"{type(error).__name__}: {error}"[:300]
    JobRun.objects.filter(name=job.name).exclude(note=note).update(note=note)
