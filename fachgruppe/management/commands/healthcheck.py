import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from activity import heartbeat
from fachgruppe import backups

SILENT_AFTER = dt.timedelta(minutes=5)
BACKUP_AFTER = dt.timedelta(hours=26)


class Command(BaseCommand):
    help = "Tells whether a service in the background is at work; ends with 1 if not. For containers."

    def add_arguments(self, parser):
        parser.add_argument("service", choices=["worker", "tick", "backup"])
        parser.add_argument(
            "--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the archives"
        )

    def handle(self, *, service: str, to: Path, **options):
        try:
            seen, patience = self._last_sign(service, to)
        except Error as error:
            raise CommandError("Die Datenbank antwortet nicht.") from error
        if seen is None or timezone.now() - seen > patience:
            raise CommandError(f"{service}: kein Lebenszeichen seit {seen or 'dem Start'}.")

    @staticmethod
    def _last_sign(service: str, to: Path) -> tuple[dt.datetime | None, dt.timedelta]:
        if service == "backup":
            return backups.newest(to), BACKUP_AFTER
        if service == "tick":
            return heartbeat.clock_last_seen(), SILENT_AFTER
        return heartbeat.last_seen(), SILENT_AFTER
