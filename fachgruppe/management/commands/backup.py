import datetime as dt
import logging
import signal
import sqlite3
import threading
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fachgruppe import backups

log = logging.getLogger(__name__)

PAUSE = 600  # seconds after a backup that failed


class Command(BaseCommand):
    help = "Writes database and files into one archive; with --daily it stays and writes one each day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the archives"
        )
        parser.add_argument("--keep", type=int, default=0, help="how many archives to keep; 0 keeps all")
        parser.add_argument(
            "--daily",
            type=dt.time.fromisoformat,
            metavar="HH:MM",
            help="stay until SIGTERM or SIGINT; time in Jena",
        )

    def handle(self, *, to: Path, keep: int, daily: dt.time | None, **options):
        if daily:
            self._each_day(daily, to, keep)
            return
        try:
            self._write(to, keep)
        except backups.Failed as error:
            raise CommandError(str(error)) from error

    def _write(self, to: Path, keep: int):
        archive = backups.write(to, keep=keep)
        self.stdout.write(f"Gesichert: {archive} ({archive.stat().st_size // 1024} kB)")

    def _each_day(self, at: dt.time, to: Path, keep: int):
        """What failed is tried again soon: the archive of a day may come late, but not never."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.wait((backups.next_due(to, at) - timezone.now()).total_seconds()):
            try:
                self._write(to, keep)
            except (backups.Failed, OSError, sqlite3.Error) as error:
                log.error("No backup was written: %s", error)
                stop.wait(PAUSE)
