"""One archive with everything that must not be lost: database and files, taken while people work.

First the database, then the files: a sealed file is on the disk before the row that names it is committed.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from activity import holding


class Command(BaseCommand):
    help = "Writes database and files into one archive; --keep removes the oldest ones beyond that number."

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the archives"
        )
        parser.add_argument("--keep", type=int, default=0, help="how many archives to keep; 0 keeps all")

    def handle(self, *, to: Path, keep: int, **options):
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        moment = timezone.now()
        archive = to / f"fachgruppe-{moment:%Y%m%dT%H%M%S%f}Z.tar.gz"
        with tempfile.TemporaryDirectory(dir=to) as folder:
            note = Path(folder) / holding.NOTE
            note.write_text(holding.note_of(moment))
            dump = dump_database(Path(folder))
            pack(
                archive,
                dump,
                note,
                Path(settings.MEDIA_ROOT),
                settings.DATA_DIR / "records",
                settings.DATA_DIR / "attachments",
            )
        self.stdout.write(f"Gesichert: {archive} ({archive.stat().st_size // 1024} kB)")
        for old in sorted(to.glob("fachgruppe-*.tar.gz"))[: -keep or None] if keep else []:
            old.unlink()


def dump_database(folder: Path) -> Path:
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "core.sqlite":
        return copy_sqlite(str(database["NAME"]), folder / "portal.sqlite3")
    return dump_postgres(database, folder / "portal.dump")


def copy_sqlite(source: str, target: Path) -> Path:
    """SQLite's own backup: a consistent copy of a database in use, which copying the file is not."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise CommandError(f"Die Kopie der Datenbank ist beschädigt: {verdict}")
    return target


def dump_postgres(database: dict, target: Path) -> Path:
    if not shutil.which("pg_dump"):
        raise CommandError(
            "Für die Sicherung fehlt pg_dump: Bitte das Paket »postgresql-client« installieren."
        )
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": str(database.get("PORT") or ""),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
    }
    environment = os.environ | {name: value for name, value in given.items() if value}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={database['NAME']}"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise CommandError(f"pg_dump ist gescheitert: {result.stderr.strip()}")
    return target


def pack(archive: Path, *parts: Path) -> None:
    """Under a name of its own until it is whole, and readable by its owner only."""
    half = archive.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz") as tar:
            for part in filter(Path.exists, parts):
                tar.add(part, arcname=part.name)
        file.flush()
        os.fsync(file.fileno())
    half.replace(archive)
