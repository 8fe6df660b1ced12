"""Is the portal alive, is it ready: for supervisors and monitoring, without a word about content.

Own views instead of django-health-check: its releases for this Python bring cache, mail and storage probes
that write on every question; what matters here are short questions to our own tables and folders.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from activity import heartbeat
from meetings.selectors.attachments import missing_versions
from minutes.selectors.seals import missing_files

BEAT_AGE = timedelta(minutes=5)
FREE_BYTES = 200 * 1024 * 1024


def database_answers() -> bool:
    """And takes what is written, as far as it says so without being written to."""
    with connection.cursor() as cursor:
        # After a failover the old server may still answer, and take nothing.
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_read_only")
            return cursor.fetchone() == ("off",)
        cursor.execute("SELECT 1")
    return os.access(connection.settings_dict["NAME"], os.W_OK)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_is_running() -> bool:
    seen = heartbeat.last_seen()
    return seen is not None and timezone.now() - seen < BEAT_AGE


def can_be_written(folder: Callable[[], str | Path]) -> bool:
    """A file without a name, gone before the answer leaves: only writing tells of a full or locked disk."""
    path = Path(folder())
    with tempfile.TemporaryFile(dir=path if path.exists() else path.parent) as probe:
        probe.write(b".")
        probe.flush()
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "worker": worker_is_running,
    "disk": lambda: shutil.disk_usage(settings.DATA_DIR).free > FREE_BYTES,
    "data_folder": partial(can_be_written, lambda: settings.DATA_DIR),
    "attachments_folder": partial(can_be_written, lambda: storages["attachments"].path("")),
    "records_folder": partial(can_be_written, lambda: storages["records"].path("")),
    "upload_folder": partial(can_be_written, tempfile.gettempdir),
    # Rows whose files are gone: a restored database beside an older folder.
    "attachment_files": lambda: not missing_versions(),
    "sealed_files": lambda: not missing_files(),
}


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    words = {}
    for name, check in CHECKS.items():
        try:
            passed = check()
        except (Error, OSError):  # a database or a folder that is gone is an answer, not a failure of ours
            passed = False
        words[name] = "ok" if passed else "failed"
    healthy = "failed" not in words.values()
    answer = {"status": "ok" if healthy else "failed", "version": settings.VERSION, "checks": words}
    return JsonResponse(answer, status=200 if healthy else 503)
