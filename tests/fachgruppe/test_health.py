import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from activity import heartbeat
from activity.models import JobRun
from fachgruppe import health

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
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"},
    }


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


@pytest.mark.parametrize("path", ["/gesund", "/bereit"])
def test_only_reading_and_never_kept(client, db, path):
    assert client.post(path).status_code == 405
    assert "no-store" in client.get(path)["Cache-Control"]
