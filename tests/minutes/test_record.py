"""What a revision keeps beside the text, and who may read that."""

import datetime as dt

import pytest
from django.db import transaction

from core.dates import local
from meetings.enums import Presence
from meetings.models import Attendance
from minutes.actions.circulation import freeze
from minutes.models import Revision
from minutes.selectors.record import content_of
from tests.factories.rows import PersonFactory

DAY = dt.date(2025, 6, 4)
ARRIVED = "2025-06-04T12:20:00+00:00"


@pytest.fixture
def attended(circulating, cast):
    meeting = circulating.meeting
    meeting.began_at, meeting.ended_at = local(DAY, dt.time(14, 2)), local(DAY, dt.time(16, 10))
    meeting.save(update_fields=["began_at", "ended_at"])
    Attendance.objects.create(
        meeting=meeting, person=cast.member_city.person, organisation=cast.organisations["city"],
        presence=Presence.PRESENT, arrived_at=local(DAY, dt.time(14, 20)),
    )  # fmt: skip
    Attendance.objects.create(
        meeting=meeting, person=cast.member_utility.person, organisation=cast.organisations["utility"],
        presence=Presence.REPRESENTED, deputy=PersonFactory(name="Vera Tretung"),
    )  # fmt: skip
    Attendance.objects.create(
        meeting=meeting, person=cast.member_enterprise.person, presence=Presence.EXCUSED, reason="Urlaub"
    )
    Attendance.objects.create(
        meeting=meeting, guest_name="Gustav Gast", guest_organisation="Hochschule", presence=Presence.PRESENT
    )
    Attendance.objects.create(meeting=meeting, person=cast.admin.person)  # nobody said anything yet
    with transaction.atomic():
        freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    return circulating


def test_a_revision_keeps_who_was_there_and_when_it_really_was(attended):
    content = Revision.objects.get().content
    assert content["meeting"]["began"] == "2025-06-04T12:02:00+00:00"
    assert content["meeting"]["ended"] == "2025-06-04T14:10:00+00:00"
    shown = ("name", "house", "presence", "reason", "deputy", "arrived", "left", "guest")
    rows = {row["name"]: [row[key] for key in shown[1:]] for row in content["attendance"]}
    assert rows == {
        "Mitglied Stadtverwaltung": ["Stadt Jena", "PRESENT", "", "", ARRIVED, None, False],
        "Mitglied Stadtwerke": ["Stadtwerke Jena", "REPRESENTED", "", "Vera Tretung", None, None, False],
        "Mitglied Eigenbetrieb": ["", "EXCUSED", "Urlaub", "", None, None, False],
        "Gustav Gast": ["Hochschule", "PRESENT", "", "", None, None, True],
    }  # fmt: skip


def test_tasks_say_that_they_are_due_at_the_next_meeting(circulating):
    circulating.task.due_next_meeting = True
    circulating.task.save(update_fields=["due_next_meeting"])
    tasks = content_of(circulating.minutes)["sections"][0]["tasks"]
    assert [task["next_meeting"] for task in tasks] == [True]


def test_members_read_in_a_revision_who_was_there(client_of, attended):
    html = client_of("member_city").get(f"{attended.url}fassungen/1/").content.decode()
    assert "14:02–16:10 Uhr" in html
    assert "vertreten durch Vera Tretung" in html
    assert "anwesend, gekommen um 14:20" in html
    assert "Gustav Gast" in html
    assert "anwesend, Gast" in html


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_others_do_not(client_of, attended, persona):
    response = client_of(persona).get(f"{attended.url}fassungen/1/")
    assert response.status_code in (302, 404)
    assert "Gustav Gast" not in response.content.decode()


def test_a_revision_from_before_stays_readable(client_of, circulating, cast):
    """It was frozen when nobody kept who was there."""
    content = content_of(circulating.minutes)
    del content["attendance"]
    del content["meeting"]["began"], content["meeting"]["ended"]
    Revision.objects.create(
        minutes=circulating.minutes, number=1, author=cast.organiser, author_name="Organisation",
        reason="Umlauf", content=content, digest="0" * 64,
    )  # fmt: skip
    response = client_of("member_city").get(f"{circulating.url}fassungen/1/")
    assert response.status_code == 200
    assert "Die Runde sprach" in response.content.decode()
