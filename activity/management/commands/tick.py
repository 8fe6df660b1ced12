import signal
import threading

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from activity.jobs import tick


class Command(BaseCommand):
    help = "Runs the periodic work that is due (digests, retries, clean-up); with --loop every minute."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="stay and run until SIGTERM or SIGINT")
        parser.add_argument("--interval", type=float, default=30, help="seconds between two looks")

    def handle(self, *, loop, interval, verbosity, **options):
        ran = tick()
        if verbosity > 1:
            self.stdout.write(", ".join(ran))
        if loop:
            self._loop(interval)

    def _loop(self, interval):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.wait(interval):
            close_old_connections()
            try:
                tick()
            except OperationalError as error:
                self.stderr.write(f"tick: {error}")  # the database is away; it will come back
