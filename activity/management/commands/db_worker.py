"""The worker of django-tasks, which waits while the database is away instead of ending."""

import logging
import time

from django.db import close_old_connections
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from core.outages import in_one_line, outage_of

log = logging.getLogger(__name__)

PAUSE = 1  # seconds


class Command(db_worker.Command):
    def handle(self, **options):
        """One line when the database goes, one when it is back; what was under way then begins anew."""
        is_away = False
        while True:
            try:
                if is_away:
                    close_old_connections()
                    # Tasks may run twice, and this process runs none now: what is noted as running in it was
                    # cut off.
                    running = DBTaskResult.objects.filter(status="RUNNING")
                    worker = options["worker_id"]
                    mine = [t.pk for t in running.only("pk", "worker_ids") if worker in t.worker_ids[-1:]]
                    running.filter(pk__in=mine).update(status="READY", started_at=None)
                    log.warning("The database is back.")
                    is_away = False
                return super().handle(**options)
            except Exception as error:
                if not outage_of(error):
                    raise
                if not is_away:
                    log.error("The database is away, the worker waits: %s", in_one_line(error))
                is_away = True
                time.sleep(PAUSE)
