"""What the background worker does. Tasks get keys only, and running one twice does no harm."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task  # type: ignore[no-redef]

from activity import delivery, heartbeat, restored_copy, sending

FIRST = 50
NOW = dt.timedelta()


@task(queue_name="mail")
def deliver(keys):
    """Send these mails over one connection. Those that fail come back later, together.

    Before each the worker shows that it is alive: with a mail server that hangs, one mail takes its time.
    While mail is held they stay where they are; once it is released, the reaper finds them.
    """
    if restored_copy.is_held():
        return
    again = defaultdict(list)
    with sending.one_connection():
        for key in keys:
            heartbeat.beat()
            again_at = delivery.deliver(key)
            if again_at is not None:
                # In whole seconds: what failed together comes back in one task.
                again[again_at.replace(microsecond=0)].append((again_at, key))
    for later in again.values():
        moments, keys = zip(*later, strict=True)
        deliver.using(run_after=max(moments)).enqueue(list(keys))


@task
def beat():
    """Proof that a worker takes tasks from the queue."""
    heartbeat.beat()


def send_soon(mails, first=False, after=NOW):
    """Queue the sending; the task row is part of the caller's transaction, so a rollback takes it along.

    `first`: before all that waits already, for somebody sits before the screen until it comes.
    `after`: not before this time has passed.
    """
    if mails:
        run_after = timezone.now() + after if after else None
        queue = deliver.using(priority=FIRST if first else 0, run_after=run_after)
        queue.enqueue([str(mail.pk) for mail in mails])
