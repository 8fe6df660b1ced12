"""The archives with everything that must not be lost: written, found again, and when the next one is due."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from activity import restored_copy
from core.dates import berlin, local

NAME = "fachgruppe-%Y%m%dT%H%M%S%fZ.tar.gz"
DAY = dt.timedelta(days=1)


class Failed(Exception):
    """No archive was written; the message is one German sentence."""


def write(folder: Path, *, keep: int) -> Path:
    """Write one archive into `folder` and remove the oldest beyond `keep` (0 keeps all). Raises Failed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = timezone.now()
    archive = folder / f"{moment.astimezone(dt.UTC):{NAME}}"
    with tempfile.TemporaryDirectory(dir=folder) as name:
        note = Path(name) / restored_copy.NOTE
        note.write_text(restored_copy.note_of(moment))
        database = settings.DATABASES["default"]
        if database["ENGINE"] == "core.sqlite":
            dump = copy_sqlite(str(database["NAME"]), Path(name) / "portal.sqlite3")
        else:
            dump = dump_postgres(database, Path(name) / "portal.dump")
        # After the database: a sealed file is on the disk before the row that names it is committed.
        kept = (settings.DATA_DIR / "records", settings.DATA_DIR / "attachments")
        pack(archive, dump, note, Path(settings.MEDIA_ROOT), *kept)
    for old in archives(folder)[: -keep or None] if keep else []:
        old.unlink()
    return archive


def archives(folder: Path) -> list[Path]:
    """Return the whole archives in `folder`, oldest first."""
    return sorted(folder.glob("fachgruppe-*.tar.gz"))


def newest(folder: Path) -> dt.datetime | None:
    """Return when the newest archive in `folder` was begun, as its name says."""
    names = [path.name for path in archives(folder)]
    return dt.datetime.strptime(names[-1], NAME).replace(tzinfo=dt.UTC) if names else None


def next_due(folder: Path, at: dt.time) -> dt.datetime:
    """Return when to write again, with one archive each day at `at` in Jena: now, if the last is missing."""
    now = timezone.now()
    last = local(berlin(now).date(), at)
    if last > now:
        last = local(berlin(now).date() - DAY, at)
    written = newest(folder)
    return now if written is None or written < last else local(last.date() + DAY, at)


def copy_sqlite(source: str, target: Path) -> Path:
    """SQLite's own backup: a consistent copy of a database in use, which copying the file is not."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        # Now, while the original is still there: a broken copy is of no use on the day that it is needed.
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise Failed(f"Die Kopie der Datenbank ist beschädigt: {verdict}")
    return target


def dump_postgres(database: dict, target: Path) -> Path:
    if not shutil.which("pg_dump"):
        raise Failed("Für die Sicherung fehlt pg_dump: Bitte das Paket »postgresql-client« installieren.")
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": str(database.get("PORT") or ""),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
    }
    # By the environment: what stands on a command line is read by everybody on the machine.
    environment = os.environ | {name: value for name, value in given.items() if value}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={database['NAME']}"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise Failed(f"pg_dump ist gescheitert: {result.stderr.strip()}")
    return target


def pack(archive: Path, *parts: Path) -> None:
    """Under a name of its own until it is whole, and readable by its owner only."""
    half = archive.with_suffix(".part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as tar:
                for part in filter(Path.exists, parts):
                    tar.add(part, arcname=part.name)
            file.flush()
            # Only what is on the disk gets its name: after a power cut the name says that it is whole.
            os.fsync(file.fileno())
        half.replace(archive)
    finally:
        half.unlink(missing_ok=True)  # on a full disk, each further try would leave one more
