"""Two organisers at the same moment, on real connections of their own."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.access import Forbidden
from core.locking import Stale
from meetings.actions import agenda as agenda_actions
from meetings.actions import meetings
from meetings.actions import report as report_actions
from meetings.enums import State
from meetings.models import Meeting, Report
from tests.factories.rows import MeetingFactory, MembershipFactory, TopicFactory, UserFactory
from tests.meetings.conftest import fresh, numbers

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works):
    """Run all of them together; answers with what each returned or which refusal it met."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait(20)
            return work()
        except (Stale, Forbidden) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def organisers(transactional_db):
    users = [UserFactory() for _ in range(4)]
    for user in users:
        MembershipFactory(person=user.person, is_organiser=True)
    return users


@pytest.fixture
def agenda(organisers):
    meeting = MeetingFactory(number=1)
    for title in ("Eins", "Zwei", "Drei", "Vier"):
        agenda_actions.add_item(meeting=meeting, title=title, by=organisers[0])
    return fresh(meeting)


def test_two_numbers_for_two_meetings(organisers):
    MeetingFactory(number=1, state=State.HELD)
    drafts = [MeetingFactory(state=State.DRAFT, starts_at=None) for _ in organisers]

    def schedule(draft, by):
        return lambda: meetings.schedule(meeting=draft, version=1, day=dt.date(2030, 1, 2), by=by)

    at_once([schedule(draft, by) for draft, by in zip(drafts, organisers, strict=True)])
    assert sorted(fresh(draft).number for draft in drafts) == [2, 3, 4, 5]


def test_a_form_sent_four_times_makes_one_meeting(organisers):
    key = uuid.uuid4()
    made = at_once(
        [
            lambda by=by: meetings.create(title="Einmal", audience=15, submission_key=key, by=by)
            for by in organisers
        ]
    )
    assert len({meeting.pk for meeting in made}) == 1
    assert Meeting.objects.count() == 1


def test_an_item_sent_four_times_stands_once(organisers, agenda):
    key = uuid.uuid4()
    at_once(
        [
            lambda by=by: agenda_actions.add_item(meeting=agenda, title="Neu", submission_key=key, by=by)
            for by in organisers
        ]
    )
    assert numbers(agenda)[4:] == [("5", "Neu")]


def test_items_added_at_once_all_stand_there(organisers, agenda):
    at_once(
        [
            lambda by=by, at=at: agenda_actions.add_item(meeting=agenda, title=f"Neu {at}", by=by)
            for at, by in enumerate(organisers)
        ]
    )
    assert [number for number, _title in numbers(agenda)] == [str(at) for at in range(1, 9)]
    assert {title for _number, title in numbers(agenda)[4:]} == {f"Neu {at}" for at in range(4)}


def test_one_item_moved_by_four_moves_once(organisers, agenda):
    item = agenda.agenda_items.get(title="Vier")
    answers = at_once(
        [
            lambda by=by: agenda_actions.shift(
                item=item, direction="hoch", version=agenda.agenda_version, by=by
            )
            for by in organisers
        ]
    )
    assert sorted(map(str, answers)) == sorted(map(str, [True, Stale, Stale, Stale]))
    assert [title for _number, title in numbers(agenda)] == ["Eins", "Zwei", "Vier", "Drei"]


def test_moving_and_removing_at_once_loses_and_doubles_nothing(organisers, agenda):
    two, three = agenda.agenda_items.get(title="Zwei"), agenda.agenda_items.get(title="Drei")
    seen = agenda.agenda_version
    at_once(
        [
            lambda: agenda_actions.shift(item=three, direction="hoch", version=seen, by=organisers[0]),
            lambda: agenda_actions.remove_item(item=two, version=seen, by=organisers[1]),
        ]
    )
    titles = [title for _number, title in numbers(agenda)]
    assert titles in (["Eins", "Drei", "Zwei", "Vier"], ["Eins", "Drei", "Vier"])
    assert [number for number, _title in numbers(agenda)] == [str(at + 1) for at in range(len(titles))]


def test_a_topic_is_taken_on_once(organisers, agenda):
    topic = TopicFactory(state="ACCEPTED")
    at_once(
        [lambda by=by: agenda_actions.add_topics(meeting=agenda, topics=[topic], by=by) for by in organisers]
    )
    assert agenda.agenda_items.filter(topic=topic).count() == 1


def test_cancelled_or_moved_but_not_both_unseen(organisers):
    meeting = MeetingFactory()
    answers = at_once(
        [
            lambda: meetings.cancel(meeting=meeting, version=1, reason="Urlaub", by=organisers[0]).state,
            lambda: (
                meetings.move(
                    meeting=meeting, version=1, day=dt.date(2030, 9, 1), reason="Raum", by=organisers[1]
                ).state
            ),
        ]
    )
    assert len([answer for answer in answers if isinstance(answer, type)]) == 1


def test_one_report_of_one_meeting(organisers):
    meeting = MeetingFactory(state=State.HELD)
    answers = at_once(
        [
            lambda by=by, at=at: (
                report_actions.write_report(
                    meeting=meeting, version=0, title=f"Text {at}", body="Text", by=by
                ).title
            )
            for at, by in enumerate(organisers)
        ]
    )
    assert answers.count(Stale) == 3
    assert Report.objects.get().title in answers


def test_topics_taken_in_opposite_order_do_not_block_each_other(organisers):
    one, two = TopicFactory(state="ACCEPTED"), TopicFactory(state="ACCEPTED")
    for _round in range(5):
        first, second = MeetingFactory(), MeetingFactory()

        def take(meeting, topics, by):
            return lambda: len(agenda_actions.add_topics(meeting=meeting, topics=topics, by=by))

        taken = at_once([take(first, [one, two], organisers[0]), take(second, [two, one], organisers[1])])
        assert taken == [2, 2]


def test_publishing_survives_a_writer_of_the_same_moment(organisers):
    meeting = MeetingFactory(state=State.HELD)
    report = report_actions.write_report(
        meeting=meeting, version=0, title="Eins", body="Text", by=organisers[0]
    )
    at_once(
        [
            lambda: report_actions.publish_report(report=report, version=1, by=organisers[0]),
            lambda: report_actions.write_report(
                meeting=meeting, version=1, title="Zwei", body="Text", by=organisers[1]
            ),
        ]
    )
    stored = fresh(report)
    assert stored.version == 2
    assert (stored.title == "Zwei") != (stored.published_at is not None)
