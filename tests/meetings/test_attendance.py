"""Teilnahme: who is listed, one click per person, what else is known, guests, and who reads it."""

import datetime as dt
import uuid

import pytest

from core.dates import clock as clock_of
from meetings.actions import attendance
from meetings.enums import Presence, State
from meetings.models import Attendance
from meetings.presenters.attendance import attendance_list
from members import audience
from members.enums import Kind
from tests.factories.rows import (
    AttendanceFactory,
    MeetingFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.meetings.conftest import at

HTMX = {"HX-Request": "true"}


@pytest.fixture
def running(cast):
    return MeetingFactory(
        number=2, state=State.RUNNING, starts_at=at(2025, 7, 1, 10), began_at=at(2025, 7, 1, 10),
        minute_taker=cast.minute_taker.person,
    )  # fmt: skip


def names(meeting, cast):
    return {attendee.name for attendee in attendance_list(meeting, cast.organiser).attendees}


def mark(client, meeting, person, presence, version=0, **headers):
    url = f"/treffen/{meeting.pk}/teilnahme/{person.pk}/vermerken/?version={version}"
    return client.post(url, {"presence": presence}, headers=headers)


def record(client, meeting, person, **typed):
    row = Attendance.objects.filter(meeting=meeting, person=person).first()
    data = {"presence": "PRESENT", "version": row.version if row else 0, **typed}
    return client.post(f"/treffen/{meeting.pk}/teilnahme/{person.pk}/", data)


def row_of(meeting, person):
    return Attendance.objects.get(meeting=meeting, person=person)


# --- who is listed ----------------------------------------------------------------------------------------


def test_members_of_that_day_are_listed(cast, running):
    assert "Ehemaliges Mitglied" not in names(running, cast)
    assert {"Mitglied Stadtverwaltung", "Mitglied Stadtwerke", "Organisation"} <= names(running, cast)
    before = MeetingFactory(number=3, starts_at=at(2025, 6, 15), state=State.HELD)
    assert "Ehemaliges Mitglied" in names(before, cast)
    early = MeetingFactory(number=4, starts_at=at(2025, 5, 15), state=State.HELD)
    assert names(early, cast) == set()


def test_only_the_chosen_pillars_and_whoever_takes_the_minutes(cast, running):
    running.audience = audience.UTILITY
    running.save()
    assert names(running, cast) == {"Mitglied Stadtwerke", "Protokollführung"}


def test_whoever_is_recorded_stays_listed(cast, running):
    former = cast.former_member.person
    AttendanceFactory(meeting=running, person=former, organisation=cast.organisations["city"])
    assert former.name in names(running, cast)


def test_a_person_of_two_houses_is_listed_once(cast, running):
    MembershipFactory(person=cast.member_utility.person, organisation=cast.organisations["city"])
    attendees = [
        s for s in attendance_list(running, cast.organiser).attendees if s.pk == cast.member_utility.person.pk
    ]
    assert [attendee.organisation for attendee in attendees] == ["Stadt Jena"]


def test_the_house_is_that_of_the_day(client_of, cast, running):
    person = cast.member_city.person
    mark(client_of("minute_taker"), running, person, "PRESENT")
    membership = person.memberships.get()
    membership.organisation = cast.organisations["utility"]
    membership.save()
    assert row_of(running, person).organisation == cast.organisations["city"]
    assert attendance_list(running, cast.organiser).attendee_of(person.pk).organisation == "Stadt Jena"


# --- one click --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("presence", Presence.values)
@pytest.mark.parametrize("persona", ["minute_taker", "organiser"])
def test_one_click_records_one_answer(client_of, cast, running, persona, presence):
    person = cast.member_city.person
    answer = mark(client_of(persona), running, person, presence, **HTMX)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'id="person-{person.pk}"' in html
    assert html.count('aria-pressed="true"') == 1
    assert 'id="zaehlung" hx-swap-oob="true"' in html  # the counts come along
    assert row_of(running, person).presence == presence
    assert cast.member_utility.person.name not in html  # one row, not the whole list


def test_without_scripts_the_page_comes_back_at_the_same_person(client_of, cast, running):
    person = cast.member_city.person
    client = client_of("minute_taker")
    url = f"/treffen/{running.pk}/teilnahme/{person.pk}/vermerken/?version=0"
    answer = client.post(url, {"presence": "PRESENT", "weiter": f"/treffen/{running.pk}/sitzung/"})
    assert answer.status_code == 303
    assert answer["Location"] == f"/treffen/{running.pk}/sitzung/#person-{person.pk}"
    elsewhere = client.post(url, {"presence": "PRESENT", "weiter": "https://example.org/"})
    assert elsewhere["Location"] == f"/treffen/{running.pk}/teilnahme/#person-{person.pk}"


def test_the_same_click_twice_is_one(client_of, cast, running):
    person, client = cast.member_city.person, client_of("minute_taker")
    for _click in range(2):
        assert mark(client, running, person, "PRESENT", version=0, **HTMX).status_code == 200
    assert row_of(running, person).version == 1


def test_a_click_on_an_old_row_loses_no_deputy(client_of, cast, running):
    person, client = cast.member_city.person, client_of("minute_taker")
    record(client, running, person, presence="REPRESENTED", deputy_name="Vera Tretung")
    answer = mark(client, running, person, "PRESENT", version=0, **HTMX)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Jemand anderes hat zu Mitglied Stadtverwaltung inzwischen etwas vermerkt." in html
    assert "Vera Tretung" in html
    assert row_of(running, person).presence == Presence.REPRESENTED
    plain = mark(client, running, person, "PRESENT", version=0)
    assert plain.status_code == 409
    assert "Vera Tretung" in plain.content.decode()


def test_an_answer_that_does_not_exist(client_of, cast, running):
    assert mark(client_of("minute_taker"), running, cast.member_city.person, "LATE").status_code == 422
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    "persona, status",
    [
        ("anonymous", 302),
        ("former_member", 404),
        ("member_city", 403),
        ("admin", 403),
        ("member_utility", 403),
    ],
)
def test_nobody_records_but_writers(client_of, cast, running, persona, status):
    client, person = client_of(persona), cast.member_city.person
    assert client.get(f"/treffen/{running.pk}/teilnahme/").status_code == status
    assert mark(client, running, person, "ABSENT").status_code == status
    assert record(client, running, person).status_code == status
    guests = client.post(f"/treffen/{running.pk}/gaeste/", {"name": "Gast"})
    assert guests.status_code == status
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("state", State.values)
def test_in_which_state(client_of, cast, state):
    dates = {"starts_at": None, "ends_at": None} if state in (State.DRAFT, State.POLLING) else {}
    meeting = MeetingFactory(state=state, **{"starts_at": at(2025, 6, 20), **dates})
    answer = client_of("organiser").get(f"/treffen/{meeting.pk}/teilnahme/")
    allowed = state not in (State.DRAFT, State.POLLING, State.CANCELLED)
    assert answer.status_code == (200 if allowed else 403)


def test_who_was_not_to_be_there_is_a_guest(client_of, cast, running):
    answer = mark(client_of("minute_taker"), running, cast.former_member.person, "PRESENT")
    assert answer.status_code == 403
    assert "Vermerken Sie sie als Gast." in answer.content.decode()


# --- more than a click ------------------------------------------------------------------------------------


def test_late_early_and_why(client_of, cast, running):
    person, client = cast.member_city.person, client_of("minute_taker")
    record(client, running, person, arrived="10:20", left="11:05")
    row = row_of(running, person)
    assert (clock_of(row.arrived_at), clock_of(row.left_at)) == ("10:20", "11:05")
    assert (
        "gekommen um 10:20, gegangen um 11:05"
        in client.get(f"/treffen/{running.pk}/teilnahme/").content.decode()
    )
    record(client, running, person, presence="EXCUSED", reason="verhindert", arrived="10:20")
    row = row_of(running, person)
    assert (row.reason, row.arrived_at) == ("verhindert", None)  # who is not there cannot come late


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"presence": "REPRESENTED"}, "Bitte nennen Sie die Vertretung."),
        ({"arrived": "11:00", "left": "10:30"}, "Das Gehen muss nach dem Kommen liegen."),
        ({"arrived": "elf"}, "gültige Uhrzeit"),
    ],
)
def test_what_cannot_be_stays_in_the_form(client_of, cast, running, typed, sentence):
    answer = record(client_of("minute_taker"), running, cast.member_city.person, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Attendance.objects.exists()


def test_nobody_represents_themselves(client_of, cast, running):
    person = cast.member_city.person
    answer = record(client_of("minute_taker"), running, person, presence="REPRESENTED", deputy=person.pk)
    assert answer.status_code == 422
    assert "Niemand vertritt sich selbst." in answer.content.decode()


def test_two_forms_about_one_person(client_of, cast, running):
    person, client = cast.member_city.person, client_of("organiser")
    record(client, running, person, presence="EXCUSED", reason="verhindert")
    answer = record(client, running, person, presence="ABSENT", version=0)
    assert answer.status_code == 409
    assert "verhindert" in answer.content.decode()
    assert row_of(running, person).presence == Presence.EXCUSED


def test_across_midnight_the_early_hours_are_the_next_day(cast):
    night = MeetingFactory(
        number=5, state=State.RUNNING, starts_at=at(2025, 6, 30, 22), began_at=at(2025, 6, 30, 22),
        ends_at=at(2025, 7, 1, 1),
    )  # fmt: skip
    row = attendance.record_attendance(
        meeting=night, person=cast.member_city.person, version=0, presence="PRESENT", left=dt.time(0, 30),
        by=cast.organiser,
    )  # fmt: skip
    assert row.left_at == at(2025, 7, 1, 0, 30)


# --- guests -----------------------------------------------------------------------------------------------


def test_a_guest_comes_changes_and_goes(client_of, running, clock):
    client, key = client_of("minute_taker"), str(uuid.uuid4())
    url = f"/treffen/{running.pk}/gaeste/"
    for _click in range(2):
        client.post(url, {"name": "Gerda Gast", "organisation": "Hochschule", "submission_key": key})
    guest = Attendance.objects.get(guest_name="Gerda Gast")
    assert "Gerda Gast" in client.get(f"/treffen/{running.pk}/teilnahme/").content.decode()

    changed = {"name": "Gerda Gast-Neu", "organisation": "EAH", "left": "11:00", "version": guest.version}
    assert client.post(f"{url}{guest.pk}/", changed).status_code == 303
    clock.shift(dt.timedelta(minutes=3))  # no second click any more
    assert client.post(f"{url}{guest.pk}/", changed).status_code == 409
    guest.refresh_from_db()
    said = (guest.name, guest.organisation_name, clock_of(guest.left_at))
    assert said == ("Gerda Gast-Neu", "EAH", "11:00")

    assert client.post(f"{url}{guest.pk}/streichen/").status_code == 303
    clock.shift(dt.timedelta(minutes=3))
    assert client.post(f"{url}{guest.pk}/streichen/").status_code == 404
    assert not Attendance.objects.exists()


def test_a_guest_needs_a_name(client_of, running):
    answer = client_of("minute_taker").post(f"/treffen/{running.pk}/gaeste/", {"organisation": "Hochschule"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bitte füllen Sie dieses Feld aus." in page
    assert "Hochschule" in page


def test_a_member_is_not_removed_as_a_guest(client_of, cast, running):
    row = AttendanceFactory(meeting=running, person=cast.member_city.person)
    assert client_of("organiser").post(f"/treffen/{running.pk}/gaeste/{row.pk}/streichen/").status_code == 404
    assert Attendance.objects.filter(pk=row.pk).exists()


def test_a_guest_of_another_meeting(client_of, cast, running):
    other = AttendanceFactory(meeting=MeetingFactory(number=7), person=None, guest_name="Fremder Gast")
    assert client_of("organiser").get(f"/treffen/{running.pk}/gaeste/{other.pk}/").status_code == 404


# --- counts -----------------------------------------------------------------------------------------------


def counts(client, meeting):
    html = client.get(f"/treffen/{meeting.pk}/teilnahme/").content.decode()
    return html[html.index('id="zaehlung"') : html.index('id="vermerken"')]


def test_counts_per_pillar(client_of, cast, running):
    client = client_of("minute_taker")
    for persona in ("member_city", "member_enterprise"):
        mark(client, running, cast.users[persona].person, "PRESENT")
    html = counts(client, running)
    assert "2 von 6 anwesend" in html
    assert "4 ohne Angabe" in html
    assert "Noch niemand da von: Stadtwerke" in html
    assert "alle drei Säulen vertreten" not in html
    record(client, running, cast.member_utility.person, presence="REPRESENTED", deputy_name="Vera Tretung")
    html = counts(client, running)
    assert "alle drei Säulen vertreten" in html  # a deputy is there for the house
    assert "1 vertreten" in html


def test_a_meeting_of_one_pillar_does_not_miss_the_others(client_of, cast, running):
    running.audience = audience.UTILITY
    running.save()
    html = counts(client_of("minute_taker"), running)
    assert "Noch niemand da von: Stadtwerke" in html
    assert "Stadtverwaltung" not in html


# --- who reads it -----------------------------------------------------------------------------------------


def test_members_read_who_was_there_and_the_public_nothing(client_of, cast, held):
    AttendanceFactory(meeting=held, person=cast.member_city.person, organisation=cast.organisations["city"])
    AttendanceFactory(
        meeting=held,
        person=PersonFactory(name="Karla Kann Nicht"),
        presence=Presence.EXCUSED,
        reason="verhindert",
    )
    AttendanceFactory(meeting=held, person=None, guest_name="Gerda Gast", guest_organisation="Hochschule")
    AttendanceFactory(meeting=held, person=PersonFactory(name="Ohne Angabe"), presence="")
    member = client_of("member_utility").get(f"/treffen/{held.pk}/").content.decode()
    for words in ("Mitglied Stadtverwaltung", "Karla Kann Nicht", "verhindert", "Gerda Gast", "Hochschule"):
        assert words in member
    assert "Ohne Angabe" not in member
    for persona in ("anonymous", "former_member"):
        page = client_of(persona).get(f"/treffen/{held.pk}/").content.decode()
        for words in ("Mitglied Stadtverwaltung", "Karla", "verhindert", "Gerda", "Hochschule", "Wer da war"):
            assert words not in page


def test_a_click_makes_the_pages_new(client_of, cast, running):
    reader, url = client_of("member_city"), f"/treffen/{running.pk}/"
    reader.get(url)
    etag = reader.get(url)["ETag"]
    mark(client_of("minute_taker"), running, cast.member_city.person, "PRESENT")
    answer = reader.get(url, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "anwesend" in answer.content.decode()


# --- however many -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [5, 60])
@pytest.mark.parametrize("address, budget", [("teilnahme", 7), ("", 9)])
def test_few_and_many_cost_the_same(
    client_of, cast, running, people, address, budget, django_assert_max_num_queries
):
    houses = [OrganisationFactory(kind=kind) for kind in Kind]
    for n in range(people):
        membership = MembershipFactory(organisation=houses[n % len(houses)])
        AttendanceFactory(
            meeting=running, person=membership.person, organisation=membership.organisation,
            presence=Presence.values[n % 4],
        )  # fmt: skip
    client = client_of("minute_taker")
    url = f"/treffen/{running.pk}/{address}{'/' if address else ''}"
    client.get(url)
    with django_assert_max_num_queries(budget):
        assert client.get(url).status_code == 200
    person = cast.member_city.person
    with django_assert_max_num_queries(17):
        assert mark(client, running, person, "PRESENT", **HTMX).status_code == 200
