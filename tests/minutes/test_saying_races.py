"""Several people, hosts and clicks at the same moment, on real connections of their own."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from activity.models import Event, OutboxMail
from core.dates import local
from minutes import jobs
from minutes.actions import objections, readings, writing
from minutes.enums import ObjectionState, State
from minutes.models import Minutes, MinutesSection, Objection, Reading, Revision
from tests.factories.rows import MembershipFactory, MinutesFactory, SectionFactory, UserFactory
from tests.meetings.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TUESDAY = local(dt.date(2025, 7, 8), dt.time(10))


@pytest.fixture
def people(transactional_db):
    users = [UserFactory() for _ in range(5)]
    for user in users:
        MembershipFactory(person=user.person, is_organiser=user in users[:2])
    return users


@pytest.fixture
def minutes(people):
    made = MinutesFactory(
        state=State.CIRCULATING, circulated_at=timezone.now() - dt.timedelta(days=3),
        objections_until=timezone.now() + dt.timedelta(days=2),
    )  # fmt: skip
    SectionFactory(minutes=made)
    return made


def mails(kind):
    return list(OutboxMail.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_two_organisers_remind_each_person_once(people, minutes):
    at_once([lambda by=by: readings.remind(minutes=minutes, by=by) for by in people[:2] * 2])
    told = mails("minutes.reminder")
    assert sorted(told) == sorted(user.pk for user in people)
    assert Reading.objects.count() == len(people)
    assert Event.objects.filter(verb="minutes.reminded").count() == 1


def test_the_portal_and_an_organiser_remind_once(people, minutes):
    import time_machine

    with time_machine.travel(TUESDAY, tick=False):
        Minutes.objects.update(
            circulated_at=TUESDAY - dt.timedelta(days=3), objections_until=TUESDAY + dt.timedelta(days=2)
        )
        works = [lambda: readings.remind(minutes=minutes, by=people[0]), jobs.remind_before_end]
        at_once([*works, *works])
    assert sorted(mails("minutes.reminder")) == sorted(user.pk for user in people)


def test_three_hosts_end_it_once(people, minutes):
    Minutes.objects.update(objections_until=timezone.now() - dt.timedelta(seconds=1))
    at_once([jobs.end_circulation] * 3)
    assert Minutes.objects.get().state == State.FOR_APPROVAL
    assert Event.objects.filter(verb="minutes.closed").count() == 1
    assert sorted(mails("minutes.ended")) == sorted(user.pk for user in people[:2])


def test_a_form_sent_four_times_raises_one_objection(people, minutes):
    key = uuid.uuid4()
    made = at_once([lambda: objections.object_to(minutes=minutes, reason="Nein.", by=people[3], key=key)] * 4)
    assert len({objection.pk for objection in made}) == 1
    assert Objection.objects.count() == 1


def test_two_answers_at_once_leave_the_first(people, minutes):
    objection = objections.object_to(minutes=minutes, reason="Nein.", by=people[3])
    answers = at_once(
        [
            lambda by=by, at=at: (
                objections.answer(
                    objection=objection, verb="NOT_FOLLOW", answer=f"Antwort {at}", version=1, by=by
                ).answer
            )
            for at, by in enumerate(people[:2])
        ]
    )
    stored = Objection.objects.get()
    assert stored.state == ObjectionState.NOT_FOLLOWED
    assert stored.answer in answers
    assert len([answer for answer in answers if isinstance(answer, type)]) == 1


def test_reading_and_consenting_at_once_makes_one_row(people, minutes):
    works = [
        lambda: readings.mark_read(minutes=minutes, by=people[4]),
        lambda: readings.consent(minutes=minutes, by=people[4]),
    ]
    at_once(works * 3)
    reading = Reading.objects.get()
    assert reading.read_at is not None
    assert reading.consented_at is not None


def test_objecting_and_consenting_at_once_never_leaves_both(people, minutes):
    for _round in range(3):
        at_once(
            [
                lambda: objections.object_to(minutes=minutes, reason="Nein.", by=people[4]),
                lambda: readings.consent(minutes=minutes, by=people[4]),
            ]
        )
        has_consented = Reading.objects.filter(consented_at__isnull=False).exists()
        assert not (has_consented and Objection.objects.open().exists())
        Objection.objects.all().delete()


def test_two_who_write_in_one_draft_at_once_lose_no_text_and_no_number(people):
    """Each save may first keep the state before it as a revision."""
    draft = MinutesFactory(state=State.DRAFT)
    sections = [
        SectionFactory(minutes=draft, position=at, body="Anfang.", updated_by=people[1 - at]) for at in (0, 1)
    ]
    MinutesSection.objects.update(updated_at=timezone.now() - dt.timedelta(minutes=30))

    def write(section, by):
        for line in range(4):
            section = writing.save_section(
                section=section, body=f"{section.body}\n{line}", version=section.version, by=by
            )

    at_once([lambda at=at: write(sections[at], people[at]) for at in (0, 1)])
    assert [section.body for section in draft.sections.in_order()] == ["Anfang.\n0\n1\n2\n3"] * 2
    numbers = list(Revision.objects.filter(minutes=draft).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
    assert Minutes.objects.get(pk=draft.pk).revision_number == numbers[-1]
