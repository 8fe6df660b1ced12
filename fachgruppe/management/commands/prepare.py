"""Bring a data folder to the state of the program: what a start needs, and only what has changed since."""

import hashlib
import io
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from fachgruppe.seeds.accounts import example_users

SEEDS = ("seed_kickoff", "seed_examples")


class Command(BaseCommand):
    help = "Migrates, builds translations and static files and, in the demonstration, loads the examples."

    def add_arguments(self, parser):
        parser.add_argument("--no-static", action="store_true", help="they are part of the image already")

    def handle(self, *, no_static: bool, **options):
        try:
            self.prepare(no_static)
        except OperationalError as error:
            raise CommandError(f"Die Datenbank ist nicht zu erreichen: {error}") from error

    def prepare(self, no_static: bool) -> None:
        self.stamps = settings.DATA_DIR / "stamps"
        self.stamps.mkdir(exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Datenbank wird eingerichtet …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        if not no_static:
            call_command("compile_po", verbosity=0)
            # Emptied first: a file that is gone from the sources must not be served for ever.
            collect = partial(call_command, "collectstatic", verbosity=0, interactive=False, clear=True)
            found = (
                storage.path(path)
                for each in get_finders()
                for path, storage in each.list(ignore_patterns=None)
            )
            self.once("static", map(Path, found), "Statische Dateien werden gebaut …", collect)
        # Not in DEMO: somebody has forgotten a setting, or opens a playground to the world.
        if not settings.DEMO and example_users().exists():
            raise CommandError(
                "In dieser Datenbank stehen Beispielkonten einer Vorführung, deren Kennwörter andere kennen. "
                "Der wirkliche Betrieb braucht eine eigene Datenbank: DATABASE_URL oder DATA_DIR ändern."
            )
        if settings.DEMO:
            root = Path(settings.BASE_DIR)
            sources = [*root.glob("*/management/commands/seed_*.py"), *root.glob("*/seeds/**/*")]
            self.once("seeds", sources, "Beispiele werden geladen …", self.load_examples)

    def once(self, name, files, sentence, action) -> None:
        """Run `action` unless it has already run for exactly these files and this database."""
        stamp = self.stamps / name
        database = settings.DATABASES["default"]
        # Another database in the same folder has had nothing of it done.
        seen = [f"{database.get('HOST')}/{database['NAME']}"]
        for path in sorted(files):
            state = path.stat()
            seen.append(f"{path}:{state.st_size}:{state.st_mtime_ns}")
        mark = hashlib.sha256("\n".join(seen).encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == mark:
            return
        self.stdout.write(sentence)
        action()
        stamp.write_text(mark)

    def load_examples(self) -> None:
        for name in SEEDS:
            if name in get_commands():
                call_command(name, verbosity=0, stdout=io.StringIO())
