"""A backup taken while the portal is in use can be opened again and holds what was there."""

import datetime as dt
import os
import shutil
import signal
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.dates import local
from fachgruppe import backups
from fachgruppe.env import Environment
from fachgruppe.management.commands import backup
from tests.pgplugin import postgres_programs, start_postgres

MINUTES = (
    "CREATE TABLE minutes (text varchar(80)); INSERT INTO minutes VALUES ('Datenstrategie als Fundament');"
)
ASK = "SELECT text FROM minutes"


@pytest.fixture
def database(monkeypatch):
    """Say which database the portal has."""
    return lambda url, folder: monkeypatch.setitem(
        settings.DATABASES, "default", Environment({"DATABASE_URL": url}).database(folder)
    )


@pytest.fixture
def on_sqlite(database, tmp_path):
    """Somebody keeps the database open, with a change that so far stands in its write-ahead log only."""
    database("", tmp_path)
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as reader:
        reader.execute("PRAGMA journal_mode=WAL")
        reader.executescript(MINUTES)
        yield reader


@pytest.fixture
def media(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "anlage.txt").write_text("Anlage")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "satzung").write_text("Satzung")


@pytest.fixture
def restored(tmp_path):
    """Take a backup, and unpack it as somebody would after a fire."""

    def backed_up(**options) -> Path:
        call_command("backup", to=tmp_path / "backups", stdout=StringIO(), **options)
        with tarfile.open(sorted((tmp_path / "backups").glob("*.tar.gz"))[-1]) as tar:
            # An archive of our own. The first releases of Python 3.11 do not know `filter` yet.
            tar.extraction_filter = getattr(tarfile, "data_filter", None)
            tar.extractall(tmp_path / "restored")
        return tmp_path / "restored"

    return backed_up


def test_sqlite_comes_back_with_rows_and_files(on_sqlite, media, restored):
    folder = restored()
    assert (folder / "media" / "anlage.txt").read_text() == "Anlage"
    assert (folder / "attachments" / "satzung").read_text() == "Satzung"
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as copy:
        assert copy.execute(ASK).fetchall() == [("Datenstrategie als Fundament",)]


def test_postgres_comes_back_with_rows_and_files(database, media, restored, tmp_path, monkeypatch):
    url = start_postgres()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE portal")
        connection.execute("CREATE DATABASE restored")
    monkeypatch.setenv("PATH", f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}")
    with psycopg.connect(url, dbname="portal") as connection:
        connection.execute(MINUTES)
    database(url.replace("/postgres?", "/portal?"), tmp_path)
    folder = restored()
    assert (folder / "media" / "anlage.txt").read_text() == "Anlage"
    into = url.replace("/postgres?", "/restored?")
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={into}", folder / "portal.dump"], check=True)
    with psycopg.connect(url, dbname="restored") as connection:
        assert connection.execute(ASK).fetchall() == [("Datenstrategie als Fundament",)]


def test_an_archive_is_for_its_owner_only(on_sqlite, media, restored, tmp_path):
    restored()
    for archive in (tmp_path / "backups").glob("*"):
        assert archive.stat().st_mode & 0o077 == 0


def test_only_the_newest_archives_are_kept(on_sqlite, media, restored, tmp_path):
    seen = set()
    for _ in range(4):
        restored(keep=2)
        seen |= set((tmp_path / "backups").glob("*"))
    assert len(seen) == 4
    assert sorted((tmp_path / "backups").glob("*")) == sorted(seen)[-2:]


def test_without_pg_dump_one_sentence_says_what_to_install(database, restored, tmp_path, monkeypatch):
    database("postgres://portal@db/portal", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="postgresql-client"):
        restored()


# --- each day --------------------------------------------------------------------------------------------

AT_NIGHT = dt.time(2, 30)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        (None, None),  # the first archive comes at once
        (local(dt.date(2025, 6, 29), dt.time(2, 31)), None),  # the machine was off last night
        (local(dt.date(2025, 7, 1), dt.time(2, 31)), local(dt.date(2025, 7, 2), AT_NIGHT)),
        (local(dt.date(2025, 7, 1), dt.time(9)), local(dt.date(2025, 7, 2), AT_NIGHT)),
    ],
    ids=["none yet", "one missed", "on time", "late"],
)
def test_the_next_archive_is_due_when_one_is_missing_or_the_night_comes(tmp_path, clock, written, due):
    if written:
        (tmp_path / f"{written.astimezone(dt.UTC):{backups.NAME}}").touch()
    assert backups.next_due(tmp_path, AT_NIGHT) == (due or backups.timezone.now())


def test_what_fails_is_tried_again_and_nothing_is_left_of_it(
    on_sqlite, media, tmp_path, monkeypatch, capsys, caplog
):
    whole, tries = os.fsync, []

    def full_disk_at_first(handle):
        tries.append(handle)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        whole(handle)
        signal.raise_signal(signal.SIGTERM)  # at work: what was begun is finished

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(backup, "PAUSE", 0)
    monkeypatch.setattr(os, "fsync", full_disk_at_first)
    call_command("backup", to=tmp_path / "backups", daily=AT_NIGHT)
    for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(number, handler)
    assert "No space left on device" in caplog.text
    assert [path.name in capsys.readouterr().out for path in (tmp_path / "backups").iterdir()] == [True]
