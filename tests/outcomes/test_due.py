"""»bis zum nächsten Treffen«: one rule about the day, and everything that hangs on it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.dates import local
from meetings.actions import meetings as meeting_actions
from meetings.enums import Kind
from meetings.enums import State as MeetingState
from members import audience
from outcomes.models import ActionItem
from tests.factories.rows import ActionItemFactory, MeetingFactory

SEPTEMBER = local(dt.date(2025, 9, 10), dt.time(14))


@pytest.fixture
def task(cast, meeting, item, circulating):
    meeting.starts_at, meeting.ends_at = local(dt.date(2025, 6, 4), dt.time(14)), None
    meeting.save()
    return ActionItemFactory(
        agenda_item=item, wording="Datenquellen auflisten", assignee=cast.member_city.person,
        assignee_organisation=None, due_next_meeting=True, released_at=timezone.now(),
    )  # fmt: skip


def day_of(task):
    return ActionItem.objects.with_due().get(pk=task.pk).due_day


def test_without_a_next_meeting_it_has_no_day(client_of, task):
    assert day_of(task) is None
    page = client_of("member_city").get(task.get_absolute_url()).text
    assert "bis zum nächsten Treffen" in page


def test_it_has_the_day_of_the_next_meeting_and_moves_with_it(cast, client_of, task):
    coming = MeetingFactory(starts_at=SEPTEMBER)
    MeetingFactory(starts_at=SEPTEMBER + dt.timedelta(days=90))
    assert day_of(task) == dt.date(2025, 9, 10)
    client = client_of("member_city")
    first = client.get("/aufgaben/")
    assert "fällig 10. September" in first.text
    meeting_actions.move(
        meeting=coming, version=coming.version, day=dt.date(2025, 9, 17), begins=dt.time(14), ends=None,
        reason="Der Saal ist belegt.", by=cast.organiser,
    )  # fmt: skip
    again = client.get("/aufgaben/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "fällig 17. September" in again.text
    assert "bis zum nächsten Treffen (17. September 2025)" in again.text


@pytest.mark.parametrize("fields", [
    {"state": MeetingState.CANCELLED},
    {"state": MeetingState.DRAFT},
    {"kind": Kind.WORKSHOP},
    {"kind": Kind.STAMMTISCH},
    {"starts_at": local(dt.date(2025, 6, 4), dt.time(13))},
    {"starts_at": None, "ends_at": None, "state": MeetingState.POLLING},
    {"audience": audience.UTILITY},
    {"audience": audience.ALL_PILLARS},
])  # fmt: skip
def test_what_is_not_the_next_meeting(task, fields):
    MeetingFactory(**{"starts_at": SEPTEMBER} | fields)
    assert day_of(task) is None


def test_a_meeting_of_few_is_not_told_by_a_task_of_all(client_of, task):
    """The Stadtwerke meet before; nobody learns of it from the day of a task."""
    MeetingFactory(starts_at=SEPTEMBER - dt.timedelta(days=30), audience=audience.UTILITY)
    MeetingFactory(starts_at=SEPTEMBER)
    page = client_of("member_city").get(task.get_absolute_url()).text
    assert "August" not in page
    assert "10. September 2025" in page


def test_a_task_of_few_takes_the_next_meeting_of_all(task, meeting):
    meeting.audience = audience.UTILITY
    meeting.save()
    MeetingFactory(starts_at=SEPTEMBER)
    assert day_of(task) == dt.date(2025, 9, 10)


def test_after_a_public_meeting_comes_one_of_the_members(task, meeting):
    """Tasks are for members: that the public does not see the next meeting is no matter."""
    meeting.audience = audience.PUBLIC
    meeting.save()
    MeetingFactory(starts_at=SEPTEMBER, audience=audience.MEMBERS)
    assert day_of(task) == dt.date(2025, 9, 10)


def test_a_meeting_after_midnight_counts_by_the_day_in_jena(task):
    MeetingFactory(starts_at=local(dt.date(2025, 9, 10), dt.time(0, 30)))
    assert day_of(task) == dt.date(2025, 9, 10)


def test_it_is_late_in_words_after_that_meeting(client_of, cast, item, task, clock):
    MeetingFactory(starts_at=SEPTEMBER)
    ActionItemFactory(
        agenda_item=item, wording="Ohne Termin", assignee=cast.member_city.person, released_at=timezone.now()
    )
    clock.move_to("2025-09-11T09:00:00+02:00")
    for url in ("/aufgaben/", "/aufgaben/nach-organisation/", task.get_absolute_url(), "/uebersicht/"):
        assert "überfällig seit 10. September" in client_of("member_city").get(url).text, url
    late = client_of("member_city").get("/aufgaben/?stand=ueberfaellig").text
    assert task.wording in late
    assert "Ohne Termin" not in late
    assert [row.pk for row in ActionItem.objects.overdue()] == [task.pk]


def test_the_soonest_comes_first_whichever_way_it_is_due(cast, item, task):
    MeetingFactory(starts_at=SEPTEMBER)
    early, late = (
        ActionItemFactory(agenda_item=item, due_on=day) for day in (dt.date(2025, 9, 9), dt.date(2025, 9, 11))
    )
    never = ActionItemFactory(agenda_item=item)
    order = [row.pk for row in ActionItem.objects.most_urgent_first()]
    assert order == [early.pk, task.pk, late.pk, never.pk]


# --- the form ---------------------------------------------------------------------------------------------


def send(client, item, **data):
    house = item.meeting.minute_taker.memberships.get().organisation_id
    words = {"wording": "Liste machen", "assignee_organisation": house}
    return client.post(f"/tops/{item.pk}/aufgabe/", words | data)


@pytest.mark.parametrize("data, kept", [
    ({"due": "ON_DAY", "due_on": "2025-08-01"}, (dt.date(2025, 8, 1), False)),
    ({"due": "NEXT_MEETING"}, (None, True)),
    ({"due": "NEXT_MEETING", "due_on": "2025-08-01"}, (None, True)),
    ({"due": "OPEN", "due_on": "2025-08-01"}, (None, False)),
    ({"due_on": "2025-08-01"}, (dt.date(2025, 8, 1), False)),
    ({}, (None, False)),
])  # fmt: skip
def test_three_ways_to_say_until_when(client_of, item, data, kept):
    assert send(client_of("minute_taker"), item, **data).status_code == 303
    task = ActionItem.objects.get()
    assert (task.due_on, task.due_next_meeting) == kept
    form = client_of("minute_taker").get(f"/aufgaben/{task.pk}/bearbeiten/").text
    way = "NEXT_MEETING" if kept[1] else "ON_DAY" if kept[0] else "OPEN"
    assert re.search(rf'<input[^>]*value="{way}"[^>]*checked', form)


def test_a_day_that_is_missing_is_asked_for(client_of, item):
    answer = send(client_of("minute_taker"), item, due="ON_DAY")
    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Tag oder oben »ohne Termin«." in answer.text
    assert "Liste machen" in answer.text


# --- cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [2, 30])
def test_lists_cost_the_same(client_of, cast, item, task, amount):
    now = timezone.now()
    task.delete()
    ActionItemFactory.create_batch(
        amount, agenda_item=item, assignee=cast.member_city.person, released_at=now, due_next_meeting=True
    )
    MeetingFactory(starts_at=SEPTEMBER)
    client = client_of("member_city")
    for url, budget in (("/aufgaben/", 4), ("/aufgaben/nach-organisation/", 8)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).text.count("fällig 10. September") == amount
        assert len(queries) == budget, url
