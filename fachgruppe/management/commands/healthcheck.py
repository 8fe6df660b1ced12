import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from activity import heartbeat
from fachgruppe import backups

SILENT_AFTER = dt.timedelta(minutes=5)
BACKUP_AFTER = dt.timedelta(hours=26)  # a day, and what a large archive needs


class Command(BaseCommand):
    help = "Tells whether a service in the background is at work; ends with 1 if not. For containers."

    def add_arguments(self, parser):
        parser.add_argument("service", choices=["worker", "tick", "backup"])
        parser.add_argument(
            "--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the archives"
        )

    def handle(self, *, service: str, to: Path, **options):
        patience = SILENT_AFTER
        try:
            if service == "backup":
                # By the name of the archive: a backup is to be watched while the database is gone, too.
                seen, patience = backups.newest(to), BACKUP_AFTER
            elif service == "tick":
                seen = heartbeat.clock_last_seen()
            else:
                seen = heartbeat.last_seen()
        except Error as error:
            raise CommandError("Die Datenbank antwortet nicht.") from error
        if seen is None or timezone.now() - seen > patience:
            raise CommandError(f"{service}: kein Lebenszeichen seit {seen or 'dem Start'}.")
