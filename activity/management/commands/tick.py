import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from activity.jobs import tick
from core.outages import in_one_line, outage_of

log = logging.getLogger(__name__)

PAUSE = 1  # seconds, while the database is away


class Command(BaseCommand):
    help = "Runs the periodic work that is due (digests, retries, clean-up); with --loop every minute."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="stay and run until SIGTERM or SIGINT")
        parser.add_argument("--interval", type=float, default=30, help="seconds between two looks")

    def handle(self, *, loop, interval, verbosity, **options):
        """With --loop it waits while the database is away: one line when it goes, one when it is back."""
        if not loop:
            ran = tick()
            if verbosity > 1:
                self.stdout.write(", ".join(ran))
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        is_away = False
        while not stop.is_set():
            close_old_connections()
            try:
                tick()
                if is_away:
                    log.warning("The database is back.")
                is_away = False
            except Exception as error:
                if not outage_of(error):
                    raise
                if not is_away:
                    log.error("The database is away, the clock waits: %s", in_one_line(error))
                is_away = True
            stop.wait(PAUSE if is_away else interval)
