"""Two people in the room at the same moment, on real connections of their own."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from activity.models import Event
from core.access import Forbidden
from core.dates import today
from core.locking import Stale
from meetings.actions import agenda, attendance
from meetings.actions import running as running_actions
from meetings.enums import Presence, State
from meetings.models import Attendance, Meeting
from minutes.actions import circulation, writing
from minutes.models import Minutes
from tests.factories.rows import MeetingFactory, MembershipFactory, UserFactory
from tests.meetings.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisers(transactional_db):
    users = [UserFactory() for _ in range(3)]
    for user in users:
        MembershipFactory(person=user.person, is_organiser=True)
    return users


@pytest.fixture
def meeting(organisers):
    made = MeetingFactory(number=1, starts_at=timezone.now(), ends_at=None)
    for title in ("Eins", "Zwei", "Drei"):
        agenda.add_item(meeting=made, title=title, by=organisers[0])
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def running(meeting, organisers):
    return running_actions.begin(meeting=meeting, by=organisers[0])


def item(meeting, number):
    return meeting.agenda_items.get(number=str(number))


def events(meeting, verb):
    return Event.objects.about(meeting).filter(verb=verb).count()


def test_three_begin_and_it_begins_once(meeting, organisers):
    at_once([lambda by=by: running_actions.begin(meeting=meeting, by=by) for by in organisers])
    assert meeting.spans.count() == 1
    assert events(meeting, "meetings.begun") == 1


def test_three_make_the_minutes_and_there_is_one_set(running, organisers):
    made = at_once([lambda by=by: writing.create(meeting=running, by=by) for by in organisers])
    assert len({minutes.pk for minutes in made}) == 1
    assert Minutes.objects.get().sections.count() == 3


def test_three_clicks_on_next_go_on_once(running, organisers):
    seen, two = running.spans.get().pk, item(running, 2)
    at_once(
        [
            lambda by=by: running_actions.go_to(meeting=running, item=two, seen=seen, by=by)
            for by in organisers
        ]
    )
    assert [span.agenda_item_id for span in running.spans.in_order()] == [item(running, 1).pk, two.pk]
    assert running.spans.running().count() == 1
    assert events(running, "meetings.item_called") == 1


def test_two_call_different_tops_and_one_is_told(running, organisers):
    seen = running.spans.get().pk
    answers = at_once(
        [
            lambda: running_actions.go_to(
                meeting=running, item=item(running, 2), seen=seen, by=organisers[0]
            ),
            lambda: running_actions.pause(meeting=running, seen=seen, by=organisers[1]),
        ]
    )
    assert answers.count(Stale) == 1
    assert running.spans.count() == 2
    assert running.spans.running().count() == 1


def test_three_end_it_and_it_ends_once(running, organisers):
    at_once([lambda by=by: running_actions.end(meeting=running, by=by) for by in organisers])
    assert Meeting.objects.get(pk=running.pk).state == State.HELD
    assert events(running, "meetings.ended") == 1


def test_ending_and_calling_at_once_leave_no_clock_running(running, organisers):
    seen = running.spans.get().pk
    at_once(
        [
            lambda: running_actions.end(meeting=running, by=organisers[0]),
            lambda: running_actions.go_to(
                meeting=running, item=item(running, 2), seen=seen, by=organisers[1]
            ),
        ]
    )
    assert not running.spans.running().exists()


@pytest.mark.parametrize("same", [True, False])
def test_two_mark_one_person(running, organisers, same):
    person = organisers[2].person
    wanted = [Presence.PRESENT, Presence.PRESENT if same else Presence.EXCUSED]
    answers = at_once(
        [
            lambda by=by, presence=presence: attendance.mark(
                meeting=running, person=person, presence=presence, version=0, by=by
            )
            for by, presence in zip(organisers, wanted, strict=False)
        ]
    )
    assert answers.count(Stale) == (0 if same else 1)
    assert Attendance.objects.get(meeting=running, person=person).version == 1


def test_a_guest_sent_three_times_is_one(running, organisers):
    key = uuid.uuid4()
    at_once(
        [
            lambda by=by: attendance.add_guest(meeting=running, name="Gast", submission_key=key, by=by)
            for by in organisers
        ]
    )
    assert Attendance.objects.count() == 1


def test_nobody_is_added_to_what_is_being_frozen(running, organisers):
    """Whichever comes first: the revision and the list of who was there say the same."""
    minutes = writing.create(meeting=running, by=organisers[0])
    section = minutes.sections.first()
    writing.save_section(section=section, body="Gesagt.", version=1, by=organisers[0])
    running_actions.end(meeting=running, by=organisers[0])
    until = today() + dt.timedelta(days=14)
    fresh = Meeting.objects.select_related("minutes").get(pk=running.pk)
    answers = at_once(
        [
            lambda: circulation.circulate(minutes=minutes, until=until, by=organisers[0]),
            lambda: attendance.add_guest(meeting=fresh, name="Gast", by=organisers[1]),
        ]
    )
    frozen = minutes.revisions.get().content["attendance"]
    assert [row["name"] for row in frozen] == [row.name for row in Attendance.objects.all()]
    assert (Forbidden in answers) == (not frozen)
