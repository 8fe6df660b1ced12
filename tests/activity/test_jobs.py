"""Periodic work: each job once, wherever it runs; and the proof that a worker lives."""

import datetime as dt
import logging
import signal

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks_db.management.commands import db_worker as library
from django_tasks_db.models import DBTaskResult

from activity import heartbeat, jobs, tasks
from activity.management.commands import db_worker, tick
from activity.models import JobRun, OutboxMail


def test_a_second_host_does_not_run_the_job_again(db, clock):
    assert "digests" in jobs.tick()
    assert jobs.tick() == []
    clock.shift(dt.timedelta(minutes=1))
    assert "digests" in jobs.tick()


def test_one_failing_job_does_not_stop_the_others(db, clock):
    ran = []

    def fail():
        raise ValueError("broken")

    minute = dt.timedelta(minutes=1)
    jobs.tick([jobs.Job("bad", minute, fail), jobs.Job("good", minute, lambda: ran.append(1))])
    assert ran == [1]
    assert JobRun.objects.get(name="bad").note == "ValueError: broken"


def test_one_thing_that_fails_does_not_stop_the_others_of_its_job(db, clock):
    done = []

    def act(thing):
        if thing == "bad":
            raise ValueError("broken")
        done.append(thing)

    job = jobs.Job("things", dt.timedelta(minutes=1), lambda: jobs.for_each(["bad", "good"], act))
    jobs.tick([job])
    assert done == ["good"]
    assert "1 failed" in JobRun.objects.get(name="things").note


def test_a_heartbeat_needs_tick_and_worker(db, clock, worker):
    assert heartbeat.last_seen() is None
    jobs.tick()
    assert heartbeat.last_seen() is None
    worker.drain()
    assert heartbeat.last_seen() == timezone.now()


def test_without_a_worker_beats_do_not_pile_up(db, clock, worker):
    for _minute in range(5):
        jobs.tick()
        clock.shift(dt.timedelta(minutes=1))
    assert worker.waiting() == 1


def test_old_task_results_and_old_mails_go(cast, clock, topic, tell, mailbox, worker):
    tell("noted", topic, [cast.member_city])
    worker.drain()
    clock.shift(dt.timedelta(days=91))
    worker.tick()
    assert not OutboxMail.objects.exists()
    assert not DBTaskResult.objects.filter(task_path="activity.tasks.deliver").exists()


def test_the_command_runs_what_is_due(db, clock, capsys):
    call_command("tick", verbosity=2)
    assert "digests" in capsys.readouterr().out


# --- the database goes away -------------------------------------------------------------------------------


def test_a_job_that_lost_the_database_is_due_again_at_once(db, clock):
    tries = []

    def prune():
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("server closed the connection")

    daily = [jobs.Job("daily", dt.timedelta(days=1), prune)]
    with pytest.raises(OperationalError):
        jobs.tick(daily)
    assert jobs.tick(daily) == ["daily"]
    assert jobs.tick(daily) == []
    assert len(tries) == 2


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(tick, "PAUSE", 0)
    monkeypatch.setattr(db_worker, "PAUSE", 0)
    for module in (tick, db_worker, library):  # the transaction of the test goes on
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


def lines(caplog):
    return [record.getMessage() for record in caplog.records if record.name.startswith("activity")]


def test_the_clock_waits_and_goes_on_with_one_line_for_each(db, quick, caplog, monkeypatch):
    looks = []

    def look():
        looks.append(1)
        if len(looks) < 4:
            raise InterfaceError("connection already closed")
        signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(tick, "tick", look)
    with caplog.at_level(logging.WARNING):
        call_command("tick", loop=True)
    for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(number, handler)
    assert lines(caplog) == [
        "The database is away, the clock waits: InterfaceError: connection already closed",
        "The database is back.",
    ]


def test_the_worker_waits_and_begins_anew_what_was_cut_off(db, quick, worker, caplog, monkeypatch):
    """The database goes twice: before a task is taken, and while one is under way."""
    tasks.beat.enqueue()
    work, broken = library.Worker.run_task, []

    def lose_the_database(self, task):
        broken.append(1)
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(library.Worker, "run_task", lambda self, task: (
        work(self, task) if len(broken) > 1 else lose_the_database(self, task)
    ))  # fmt: skip
    with caplog.at_level(logging.WARNING):
        call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)
    assert heartbeat.last_seen() is not None
    assert (
        lines(caplog)
        == [
            "The database is away, the worker waits: OperationalError: server closed the connection",
            "The database is back.",
        ]
        * 2
    )
