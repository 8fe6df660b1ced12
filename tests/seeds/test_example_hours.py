"""The demonstration can be loaded at odd hours of the year, and where something of the kickoff is gone."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from activity import jobs
from activity.models import OutboxMail
from core.dates import local
from fachgruppe.seeds.loading import Seeds
from meetings.models import Meeting
from members.models import Organisation, User
from minutes.enums import State as MinutesState
from minutes.models import Minutes
from outcomes.enums import DecisionStatus
from outcomes.models import Decision
from polls.models import DatePoll
from topics.enums import State as TopicState
from topics.models import Topic

pytestmark = [pytest.mark.once, pytest.mark.slow]


@pytest.fixture
def folder(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path


def load():
    call_command("seed_examples", verbosity=0)


@pytest.mark.parametrize(
    "now",
    [
        local(dt.date(2026, 12, 31), dt.time(23, 50)),
        local(dt.date(2029, 10, 28), dt.time(2, 30)),  # a half past two that comes twice
    ],
    ids=str,
)
def test_it_can_be_loaded_at_the_odd_hours_of_the_year(folder, now):
    with time_machine.travel(now, tick=False):
        load()
        assert set(Topic.objects.values_list("state", flat=True)) == set(TopicState.values)
        assert set(Decision.objects.values_list("status", flat=True)) == set(DecisionStatus.values)
        assert DatePoll.objects.get().is_running
        assert not OutboxMail.objects.unsettled().exists()
        jobs.tick()
        assert Minutes.objects.filter(state=MinutesState.CIRCULATING).count() == 1


def test_without_the_organisations_there_are_accounts_and_no_story(folder, clock):
    call_command("seed_kickoff", verbosity=0)
    Organisation.objects.filter(slug="kommunalservice-jena").delete()
    load()
    assert User.objects.count() == 6
    assert not Meeting.objects.filter(title__startswith="Beispiel").exists()


def test_an_older_demonstration_goes_on_as_it_is(folder, clock):
    call_command("seed_kickoff", verbosity=0)
    with transaction.atomic():
        Seeds("examples").remember("topic:schulung", Topic.objects.first())
    load()
    assert User.objects.count() == 7
    assert not Meeting.objects.filter(title__startswith="Beispiel").exists()
