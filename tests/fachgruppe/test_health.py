import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from activity import heartbeat
from activity.models import JobRun
from fachgruppe import health

pytestmark = pytest.mark.database

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def worker_runs(db):
    heartbeat.beat()


def test_alive_answers_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/gesund")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_everything_runs(client, worker_runs):
    answer = client.get("/bereit")
    assert answer.status_code == 200, answer.json()
    checks = dict.fromkeys(health.CHECKS, "ok")
    assert answer.json() == {"status": "ok", "version": settings.VERSION, "checks": checks}


def failing(answer):
    assert answer.status_code == 503
    return [name for name, word in answer.json()["checks"].items() if word != "ok"]


def test_not_ready_before_the_worker_has_shown_itself(client, db):
    assert failing(client.get("/bereit")) == ["worker"]


def test_not_ready_when_the_worker_has_gone_silent(client, worker_runs):
    JobRun.objects.update(last_at=timezone.now() - timedelta(minutes=6))
    assert failing(client.get("/bereit")) == ["worker"]


def test_not_ready_with_open_migrations(client, worker_runs):
    MigrationRecorder(connection).migration_qs.filter(app="activity").order_by("-pk").first().delete()
    assert failing(client.get("/bereit")) == ["migrations"]


def test_not_ready_when_the_disk_is_full(client, worker_runs, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 99, 1))
    assert failing(client.get("/bereit")) == ["disk"]


def test_not_ready_without_a_database_and_silent_about_why(client, worker_runs, monkeypatch):
    def refuse():
        raise DatabaseError("password of portal is wrong")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    answer = client.get("/bereit")
    assert failing(answer) == ["database"]
    assert "password" not in answer.content.decode()


@pytest.fixture
def in_the_way(tmp_path):
    """A file where a folder is expected: for root as well, nothing can be written there."""
    path = tmp_path / "folder"
    path.write_text("a file")
    return str(path)


@pytest.mark.parametrize("name", ["attachments", "records"])
def test_a_folder_that_cannot_be_written_is_named(client, worker_runs, monkeypatch, in_the_way, name):
    monkeypatch.setattr(storages[name], "location", in_the_way)
    assert failing(client.get("/bereit")) == [f"{name}_folder"]


def test_so_is_that_of_uploads_under_way(client, worker_runs, monkeypatch, in_the_way):
    monkeypatch.setattr(health.tempfile, "tempdir", in_the_way)
    assert failing(client.get("/bereit"))[-1] == "upload_folder"


def test_looking_leaves_nothing_behind(client, worker_runs, monkeypatch, tmp_path):
    monkeypatch.setattr(storages["records"], "location", str(tmp_path))
    assert client.get("/bereit").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_is_closed_is_an_answer_too(client, worker_runs, monkeypatch):
    def refuse():
        raise InterfaceError("connection already closed")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    assert failing(client.get("/bereit")) == ["database"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no servers that only read")
def test_a_database_that_only_reads_is_not_ready(client, worker_runs):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert "database" in failing(client.get("/bereit"))


@pytest.mark.parametrize("path", ["/gesund", "/bereit"])
def test_only_reading_and_never_kept(client, db, path):
    assert client.post(path).status_code == 405
    assert "no-store" in client.get(path)["Cache-Control"]
