"""`mailbox`: what left the house. `worker`: does what waits in the queue, and only when asked."""

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from activity.models import OutboxMail


class Worker:
    mails_may_fail = (
        False  # a test of failing mails says so; elsewhere a mail that cannot be written is a bug
    )

    def drain(self):
        """Run every task that is due, also those which these tasks queue. A failing task fails the test."""
        while task := self._next():
            task.claim("test")
            result = task.task_result
            value = task.task.call(*result.args, **result.kwargs)
            task.set_successful(value)
        if not self.mails_may_fail:
            assert list(OutboxMail.objects.exclude(last_error="").values_list("kind", "last_error")) == []

    def tick(self):
        """One look at the periodic jobs, as every minute, then the tasks they queued."""
        from activity.jobs import tick

        ran = tick()
        self.drain()
        return ran

    def waiting(self):
        return DBTaskResult.objects.filter(status="READY").count()

    def _next(self):
        return DBTaskResult.objects.ready().order_by("-priority", "enqueued_at", "pk").first()


@pytest.fixture
def worker(db):
    return Worker()


@pytest.fixture
def mailbox(db, settings):
    """The mails that were sent, oldest first."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


__all__ = ["mailbox", "worker"]
