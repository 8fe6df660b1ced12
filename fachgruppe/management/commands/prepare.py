"""Bring a data folder to the state of the program: what a start needs, and only what has changed since."""

import hashlib
import io
from collections.abc import Iterable
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
        if self.migrations_are_missing():
            self.say("Datenbank wird eingerichtet …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        if not no_static:
            call_command("compile_po", verbosity=0)
            self.once("static", static_files(), "Statische Dateien werden gebaut …", self.build_static_files)
        if not settings.DEMO and example_users().exists():
            raise CommandError(
                "In dieser Datenbank stehen Beispielkonten einer Vorführung, deren Kennwörter andere kennen. "
                "Der wirkliche Betrieb braucht eine eigene Datenbank: DATABASE_URL oder DATA_DIR ändern."
            )
        if settings.DEMO:
            self.once("seeds", seed_sources(), "Beispiele werden geladen …", self.load_examples)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)

    def migrations_are_missing(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def once(self, name, files, sentence, action) -> None:
        """Run `action` unless it has already run for exactly these files and this database."""
        stamp = self.stamps / name
        mark = fingerprint(files)
        if stamp.exists() and stamp.read_text() == mark:
            return
        self.say(sentence)
        action()
        stamp.write_text(mark)

    def build_static_files(self) -> None:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)

    def load_examples(self) -> None:
        for name in SEEDS:
            if name in get_commands():
                call_command(name, verbosity=0, stdout=io.StringIO())


def static_files() -> Iterable[Path]:
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            yield Path(storage.path(path))


def seed_sources() -> Iterable[Path]:
    yield from Path(settings.BASE_DIR).glob("*/management/commands/seed_*.py")
    yield from Path(settings.BASE_DIR).glob("*/seeds/**/*")


def fingerprint(files: Iterable[Path]) -> str:
    database = settings.DATABASES["default"]
    seen = [f"{database.get('HOST')}/{database['NAME']}"]
    for path in sorted(files):
        state = path.stat()
        seen.append(f"{path}:{state.st_size}:{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
