"""The TOP of the approval comes and goes with the change of a meeting, not some time afterwards."""

import datetime as dt
import uuid

import pytest

from meetings.models import Meeting
from members import audience
from minutes.actions import approval, circulation
from minutes.models import Minutes
from tests.invitations.inviting import WAIT, invite
from tests.meetings.conftest import dated
from tests.meetings.test_races import at_once
from tests.minutes.approving import NEXT, fresh, hold, next_meeting, waiting
from tests.minutes.conftest import make_minutes

TITLE = "Genehmigung des Protokolls vom 4. Juni 2025"


@pytest.fixture
def made(cast):
    return waiting(cast)


@pytest.fixture
def unplaced(cast):
    made = make_minutes(cast)
    circulation.close(minutes=made.minutes, by=cast.organiser)
    return made


def post(client, meeting, verb, **data):
    data = {"version": Meeting.objects.get(pk=meeting.pk).version, **data}
    response = client.post(f"/treffen/{meeting.pk}/{verb}/", data)
    assert response.status_code == 303
    return response


def place_of(made):
    item = fresh(made.minutes).approval_item
    return item and item.meeting


def test_a_new_meeting_takes_it_and_who_invites_at_once_has_it_in_the_mail(
    client_of, cast, unplaced, clock, worker, mailbox
):
    client = client_of("organiser")
    data = {"title": "Herbst", "kind": "GROUP", "audience": audience.MEMBERS, "target": "2025-3"}
    assert client.post("/treffen/neu/", data | {"submission_key": str(uuid.uuid4())}).status_code == 303
    meeting = Meeting.objects.get(title="Herbst")
    assert place_of(unplaced) == meeting
    post(client, meeting, "terminieren", **dated(version=meeting.version))
    invite(client_of, cast, meeting, ["member_city"])
    clock.shift(WAIT)
    worker.drain()
    (mail,) = [
        mail for mail in mailbox if mail.to == ["member.city@example.org"] and "Einladung" in mail.subject
    ]
    assert TITLE in mail.body


def test_a_meeting_that_becomes_one_of_the_group_takes_it(client_of, cast, unplaced):
    other = next_meeting(cast, kind="WORKSHOP")
    data = {"title": "Herbst", "kind": "GROUP", "audience": audience.MEMBERS}
    post(client_of("organiser"), other, "bearbeiten", **data)
    assert place_of(unplaced) == other


def test_a_move_behind_the_meeting_of_the_minutes_takes_it(client_of, cast, unplaced):
    early = next_meeting(cast, starts_at=unplaced.meeting.starts_at - dt.timedelta(days=9), ends_at=None)
    post(client_of("organiser"), early, "verschieben", **dated(reason="Tippfehler"))
    assert place_of(unplaced) == early


def test_with_a_cancellation_it_goes_on_to_the_next(client_of, cast, made):
    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    post(client_of("organiser"), made.next, "absagen", reason="Zu wenige.")
    assert place_of(made) == later


def test_taken_off_one_agenda_it_goes_on_to_the_next(client_of, cast, made):
    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    item, version = made.minutes.approval_item, Meeting.objects.get(pk=made.next.pk).agenda_version
    data = {"version": version}
    client_of("organiser").post(f"/treffen/{made.next.pk}/tagesordnung/{item.pk}/entfernen/", data)
    assert place_of(made) == later


def test_postponed_in_the_room_it_is_on_the_next_agenda_when_the_meeting_ends(client_of, cast, made, clock):
    from tests.factories.rows import DecisionFactory

    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    hold(made.next, clock)
    DecisionFactory(agenda_item=made.minutes.approval_item, number=200, result="POSTPONED")
    assert client_of("organiser").post(f"/treffen/{made.next.pk}/sitzung/beenden/").status_code == 303
    assert place_of(made) == later


@pytest.mark.django_db(transaction=True)
def test_a_date_and_the_end_of_a_circulation_at_once(cast, clock):
    """Both want the minutes and the meeting, each from its own side: neither waits for ever."""
    from meetings.actions.meetings import schedule

    made = [make_minutes(cast, title=f"Treffen {n}", number=n) for n in (1, 2)]
    circulation.close(minutes=made[0].minutes, by=cast.organiser)
    draft = next_meeting(cast, state="DRAFT", starts_at=None, ends_at=None)
    at_once(
        [
            lambda: circulation.close(minutes=Minutes.objects.get(pk=made[1].pk), by=cast.organiser),
            lambda: schedule(meeting=draft, version=1, day=NEXT.date(), by=cast.organiser),
            lambda: approval.place_all(),
        ]
    )
    assert {place_of(each) for each in made} == {draft}
    assert draft.agenda_items.count() == 2
