"""Three days before its day and once when it is late: who is reminded, how often, and when not."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from core.dates import is_working_time, local, working_days_before
from outcomes.actions import releasing, reminding, tasks
from outcomes.enums import TaskVerb
from outcomes.models import ActionItem
from tests.factories.rows import ActionItemFactory, MeetingFactory, MembershipFactory, UserFactory


@pytest.fixture
def task(task):
    """Due on Friday 11 July, released a while ago."""
    ActionItem.objects.filter(pk=task.pk).update(
        due_on=dt.date(2025, 7, 11), released_at=timezone.now() - dt.timedelta(days=9)
    )
    return task


def day_by_day(clock, worker, first, last, month=7):
    """On each of these days the portal looks before, in and after working hours."""
    for day in range(first, last + 1):
        for hour in (7, 9, 15, 19):
            clock.move_to(local(dt.date(2025, month, day), dt.time(hour, 30)))
            worker.tick()


@pytest.mark.slow
def test_once_before_and_once_after(task, clock, mailbox, worker):
    day_by_day(clock, worker, 1, 20)
    assert [mail.subject for mail in mailbox] == [
        "Fällig am 11. Juli 2025: Datenquellen auflisten",
        "Überfällig: Datenquellen auflisten",
    ]
    assert {mail.to[0] for mail in mailbox} == {"member.city@example.org"}
    assert all("/aufgaben/erledigt/" in mail.body for mail in mailbox)
    assert Event.objects.about(task).filter(verb="tasks.reminded", actor_id=None).count() == 2


@pytest.mark.slow
def test_it_comes_in_working_hours_three_days_before(task, clock, mailbox, worker):
    day_by_day(clock, worker, 1, 7)
    assert mailbox == []
    clock.move_to("2025-07-08T07:59:00+02:00")
    worker.tick()
    assert mailbox == []
    clock.move_to("2025-07-08T09:00:00+02:00")
    worker.tick()
    assert len(mailbox) == 1


@pytest.mark.slow
def test_late_on_a_weekend_is_told_on_monday(task, clock, mailbox, worker):
    day_by_day(clock, worker, 8, 13)
    assert len(mailbox) == 1
    day_by_day(clock, worker, 14, 14)
    assert len(mailbox) == 2


@pytest.mark.slow
def test_a_moved_day_is_reminded_of_again(cast, task, clock, mailbox, worker):
    day_by_day(clock, worker, 8, 9)
    current = ActionItem.objects.get(pk=task.pk)
    tasks.change_task(
        task=current, version=1, wording=task.wording, assignee=task.assignee, due_on=dt.date(2025, 7, 18),
        by=cast.organiser,
    )  # fmt: skip
    day_by_day(clock, worker, 10, 17)
    assert [mail.subject[:22] for mail in mailbox] == ["Fällig am 11. Juli 202", "Fällig am 18. Juli 202"]


@pytest.mark.slow
def test_what_is_done_or_dropped_is_left_alone(cast, task, clock, mailbox, worker):
    tasks.move_task(task=task, verb=TaskVerb.DROP, reason="Nicht nötig.", by=cast.organiser)
    day_by_day(clock, worker, 8, 20)
    assert mailbox == []


@pytest.mark.slow
def test_what_is_still_a_draft_is_left_alone(cast, meeting, task, clock, mailbox, worker):
    releasing.recall(meeting=meeting, by=cast.organiser)
    day_by_day(clock, worker, 8, 20)
    assert mailbox == []


def test_who_got_it_today_is_not_reminded_today(cast, task, clock, mailbox, worker):
    ActionItem.objects.filter(pk=task.pk).update(released_at=timezone.now(), due_on=dt.date(2025, 7, 2))
    worker.tick()
    assert mailbox == []
    clock.move_to("2025-07-02T10:00:00+02:00")
    worker.tick()
    assert len(mailbox) == 1


@pytest.mark.slow
def test_the_next_meeting_is_a_day_as_well(cast, meeting, task, clock, mailbox, worker):
    meeting.starts_at, meeting.ends_at = local(dt.date(2025, 6, 4), dt.time(14)), None
    meeting.save()
    coming = MeetingFactory(starts_at=local(dt.date(2025, 7, 17), dt.time(14)))
    ActionItem.objects.filter(pk=task.pk).update(due_on=None, due_next_meeting=True)
    day_by_day(clock, worker, 8, 13)
    assert mailbox == []
    day_by_day(clock, worker, 14, 14)
    assert len(mailbox) == 1
    coming.starts_at, coming.ends_at = local(dt.date(2025, 7, 24), dt.time(14)), None
    coming.save()
    day_by_day(clock, worker, 17, 25)
    about_it = [mail for mail in mailbox if task.wording in mail.subject]
    assert [mail.subject[:12] for mail in about_it] == ["Fällig am 17", "Fällig am 24", "Überfällig: "]


def test_a_house_is_reminded_through_its_ansprechperson(cast, task, clock, mailbox, worker):
    contact = UserFactory()
    house = cast.organisations["utility"]
    MembershipFactory(person=contact.person, organisation=house, is_contact=True)
    ActionItem.objects.filter(pk=task.pk).update(assignee=None, assignee_organisation=house)
    day_by_day(clock, worker, 8, 8)
    assert [mail.to for mail in mailbox] == [[contact.email]]


def test_a_mail_that_waited_is_not_sent_when_it_is_no_longer_true(cast, task, clock, mailbox, worker):
    from activity.jobs import tick

    clock.move_to("2025-07-08T09:00:00+02:00")
    tick()
    ActionItem.objects.filter(pk=task.pk).update(due_on=dt.date(2025, 8, 1))
    worker.drain()
    assert mailbox == []


def test_looking_twice_at_once_reminds_once(cast, task, clock, mailbox, worker):
    clock.move_to("2025-07-08T09:00:00+02:00")
    seen_by_two_hosts = list(reminding.tasks_to_remind_of()) * 2
    assert [reminding.remind_of_task(task=each) for each in seen_by_two_hosts] == [True, False]
    worker.drain()
    assert len(mailbox) == 1


def test_the_kinds_can_be_chosen(client_of):
    page = client_of("member_city").get(reverse("activity:preferences"))
    for words in ("eine Aufgabe wird fällig", "eine Aufgabe ist überfällig", "was wurde aus …?"):
        assert words in page.text


def test_working_time_and_working_days():
    assert is_working_time(local(dt.date(2025, 7, 1), dt.time(8)))
    assert not is_working_time(local(dt.date(2025, 7, 1), dt.time(18)))
    assert not is_working_time(local(dt.date(2025, 7, 5), dt.time(10)))
    assert working_days_before(dt.date(2025, 7, 8), 2) == dt.date(2025, 7, 4)
    assert working_days_before(dt.date(2025, 7, 6), 2) == dt.date(2025, 7, 3)


def test_the_cost_of_looking_does_not_grow(cast, item, circulating, clock, django_assert_num_queries):
    ActionItemFactory.create_batch(
        30, agenda_item=item, assignee=cast.member_city.person, due_on=dt.date(2025, 6, 1),
        reminded_late=dt.date(2025, 6, 1), released_at=timezone.now() - dt.timedelta(days=9),
    )  # fmt: skip
    with django_assert_num_queries(1):
        assert list(reminding.tasks_to_remind_of()) == []
