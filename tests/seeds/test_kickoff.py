"""The kickoff can be loaded again and again, and people's changes win."""

import pytest
from django.core.management import call_command

from activity.models import Event
from core.dates import berlin
from meetings.models import AgendaItem, Meeting, Report
from members.models import Organisation
from minutes.models import Minutes, MinutesSection
from topics.models import Topic

TABLES = (Organisation, Meeting, AgendaItem, Report, Minutes, MinutesSection, Topic)


def seed():
    call_command("seed_kickoff", verbosity=0)


@pytest.fixture
def kickoff(db, clock):
    seed()
    return Meeting.objects.get(number=1)


def counts():
    return {table: table.objects.count() for table in TABLES}


def test_the_facts_are_there(kickoff):
    assert counts() == {
        Organisation: 7, Meeting: 2, AgendaItem: 4, Report: 1, Minutes: 1, MinutesSection: 4, Topic: 2,
    }  # fmt: skip
    assert berlin(kickoff.starts_at).date().isoformat() == "2025-06-04"
    assert (kickoff.state, kickoff.has_times, kickoff.ends_at) == ("HELD", False, None)
    assert kickoff.place_address == "Engelplatz 8, 07743 Jena"
    assert kickoff.minutes.source_url == "https://smartcity.jena.de/en/node/333"
    assert Topic.objects.get(title="Datenstrategie").levels == 15


def test_nothing_is_invented(kickoff):
    assert kickoff.minute_taker is None
    assert not AgendaItem.objects.filter(duration__isnull=False).exists()
    assert not AgendaItem.objects.filter(presenter__isnull=False).exists()
    assert not kickoff.decisions.exists()
    assert not kickoff.actionitems.exists()


def test_the_second_meeting_has_a_quarter_and_no_date(kickoff):
    second = Meeting.objects.get(target_quarter=3)
    assert (second.number, second.name) == (None, "Treffen im 3. Quartal 2025")
    assert (second.target_year, second.target_quarter, second.starts_at) == (2025, 3, None)
    assert (second.state, second.is_announced) == ("DRAFT", True)


def test_a_second_run_doubles_nothing_and_says_nothing(kickoff):
    before, events = counts(), Event.objects.count()
    seed()
    assert counts() == before
    assert Event.objects.count() == events


def test_what_people_changed_stays(kickoff):
    Meeting.objects.filter(pk=kickoff.pk).update(title="Unser Auftakt", number=None)
    Organisation.objects.filter(slug="jenarbeit").update(name="jenarbeit neu", slug="neu")
    MinutesSection.objects.update(body="Von Menschen geschrieben.")
    before = counts()
    seed()
    assert counts() == before
    assert Meeting.objects.get(pk=kickoff.pk).title == "Unser Auftakt"
    assert set(MinutesSection.objects.values_list("body", flat=True)) == {"Von Menschen geschrieben."}


def test_what_people_deleted_stays_deleted(kickoff):
    Topic.objects.filter(title="Organisationsstrukturen").update(title="weg")
    AgendaItem.objects.filter(topic__title="weg").update(topic=None)
    Topic.objects.filter(title="weg").delete()
    Meeting.objects.filter(target_quarter=3).delete()
    seed()
    assert (Topic.objects.count(), Meeting.objects.count()) == (1, 1)


def test_what_people_entered_before_is_adopted_and_left_alone(db, clock):
    own = Meeting.objects.create(number=1, title="Von Hand")
    Organisation.objects.create(name="Stadt Jena", slug="stadt", kind="CITY", sort_key="x")
    seed()
    own.refresh_from_db()
    assert own.title == "Von Hand"
    assert not own.agenda_items.exists()
    assert Organisation.objects.filter(name="Stadt Jena").count() == 1
    assert Organisation.objects.count() == 7


def test_the_portal_itself_is_the_actor(kickoff):
    line = Event.objects.get(target_type="meetings.meeting", target_id=kickoff.pk)
    assert (line.verb, line.actor_id) == ("portal.seeded", None)
