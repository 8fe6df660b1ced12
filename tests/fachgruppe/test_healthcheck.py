"""What the containers of worker, clock and backup are asked every two minutes (compose.yaml)."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from activity import heartbeat, jobs
from fachgruppe import backups


@pytest.fixture
def at_work(db, clock, worker, tmp_path):
    """All three have just done what they are there for."""
    jobs.tick()
    worker.drain()
    (tmp_path / f"{timezone.now():{backups.NAME}}").touch()


def check(service, tmp_path):
    call_command("healthcheck", service, to=tmp_path)


@pytest.mark.parametrize(("service", "minutes"), [("worker", 5), ("tick", 5), ("backup", 26 * 60)])
def test_it_is_well_until_it_has_been_silent_for_too_long(at_work, clock, tmp_path, service, minutes):
    clock.shift(dt.timedelta(minutes=minutes))
    check(service, tmp_path)
    clock.shift(dt.timedelta(seconds=1))
    with pytest.raises(CommandError, match="kein Lebenszeichen seit 2025-07-01"):
        check(service, tmp_path)


@pytest.mark.parametrize("service", ["worker", "tick", "backup"])
def test_it_is_not_well_before_its_first_work(db, tmp_path, service):
    with pytest.raises(CommandError, match="seit dem Start"):
        check(service, tmp_path)


def test_a_clock_without_a_worker_is_well_itself(db, clock, tmp_path):
    jobs.tick()
    check("tick", tmp_path)
    with pytest.raises(CommandError):
        check("worker", tmp_path)


def test_without_a_database_one_sentence_says_so(monkeypatch, tmp_path):
    def refuse():
        raise OperationalError("password of portal is wrong")

    monkeypatch.setattr(heartbeat, "last_seen", refuse)
    with pytest.raises(CommandError, match=r"^Die Datenbank antwortet nicht\.$"):
        check("worker", tmp_path)
