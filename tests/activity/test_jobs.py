"""Periodic work: each job once, wherever it runs; and the proof that a worker lives."""

import datetime as dt

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity import heartbeat, jobs
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
