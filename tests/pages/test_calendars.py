"""Calendars to subscribe to: who finds what in them, and that they tell the truth about changes."""

import datetime as dt
import re

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.dates import local
from meetings.actions import meetings as meeting_actions
from meetings.enums import Kind, State
from meetings.models import Meeting
from members import audience
from members.actions.memberships import end_membership
from minutes.enums import State as MinutesState
from polls.models import DatePoll, PollReply
from tests.factories.rows import ActionItemFactory, AgendaItemFactory, MeetingFactory, MinutesFactory

pytestmark = pytest.mark.django_db
SECRET = re.compile(r'value="http://testserver(/kalender/[\w-]{43}\.ics)"')


def events(path, **headers):
    response = Client().get(path, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(response.content).events}


@pytest.fixture
def meetings(cast):
    at = local(dt.date(2025, 9, 10), dt.time(14))
    usual = {"starts_at": at, "ends_at": at + dt.timedelta(hours=2)}
    link = "https://example.org/konferenz"
    return {
        "public": MeetingFactory(title="Offenes", audience=audience.PUBLIC, online_url=link, **usual),
        "members": MeetingFactory(title="Inneres", online_url=link, **usual),
        "utility": MeetingFactory(title="Geheimes", audience=audience.UTILITY, **usual),
        "cancelled": MeetingFactory(
            title="Ausfall", audience=audience.PUBLIC, state=State.CANCELLED,
            cancelled_because="Grippe", **usual,
        ),
        "draft": MeetingFactory(title="Entwurf", audience=audience.PUBLIC, state=State.DRAFT, **usual),
        "day": MeetingFactory(
            title="Auftakt", audience=audience.PUBLIC, state=State.HELD, has_times=False, ends_at=None,
            starts_at=local(dt.date(2025, 6, 4), dt.time.min),
        ),
    }  # fmt: skip


@pytest.fixture
def address(client_of):
    """`address("member_city")`: the page makes their calendar's address."""

    def made(persona):
        page = client_of(persona).post(reverse("members:calendar"))
        return SECRET.search(page.content.decode())[1]

    return made


def test_the_public_calendar_is_public_whoever_asks(meetings, client_of):
    assert set(events("/kalender.ics")) == {"Offenes", "Abgesagt: Ausfall", "Auftakt"}
    page = client_of("organiser").get("/kalender.ics").content.decode()
    assert "Inneres" not in page
    assert "konferenz" not in page


def test_an_entry_says_when_where_and_whether(meetings):
    found = events("/kalender.ics")
    event = found["Offenes"]
    assert event.start == local(dt.date(2025, 9, 10), dt.time(14))
    assert event.end == local(dt.date(2025, 9, 10), dt.time(16))
    assert str(event["LOCATION"]) == "JEDI"
    assert str(event["URL"]) == f"http://testserver{meetings['public'].get_absolute_url()}"
    assert found["Auftakt"].start == dt.date(2025, 6, 4)
    cancelled = found["Abgesagt: Ausfall"]
    assert str(cancelled["STATUS"]) == "CANCELLED"
    assert str(cancelled["DESCRIPTION"]).startswith("Grippe")


@pytest.mark.parametrize(
    "persona, more",
    [("member_city", {"Inneres"}), ("member_utility", {"Inneres", "Geheimes"}), ("admin", {"Inneres"}),
     ("organiser", {"Inneres", "Geheimes"}), ("former_member", set())],
)  # fmt: skip
def test_ones_own_calendar_has_what_one_may_see(meetings, address, persona, more):
    found = events(address(persona))
    assert set(found) == {"Offenes", "Abgesagt: Ausfall", "Auftakt"} | more
    assert ("konferenz" in str(found["Offenes"]["DESCRIPTION"])) == (persona != "former_member")


def test_rights_end_with_the_membership(meetings, address, cast):
    path = address("member_city")
    assert "Inneres" in events(path)
    etag = Client().get(path)["ETag"]
    membership = cast.member_city.person.memberships.get()
    end_membership(membership=membership, ends_on=dt.date(2025, 6, 30), by=cast.admin)
    assert "Inneres" not in events(path, **{"If-None-Match": etag})


def test_a_closed_account_has_no_calendar(meetings, address, cast):
    path = address("member_city")
    cast.member_city.is_active = False
    cast.member_city.save(update_fields=["is_active"])
    assert Client().get(path).status_code == 404


def test_ones_own_deadlines_are_in_it_and_nobody_elses(cast, address):
    held = MeetingFactory(
        title="Vorbei", state=State.HELD, starts_at=local(dt.date(2025, 6, 18), dt.time(14))
    )
    item = AgendaItemFactory(meeting=held, position=1)
    task = {"agenda_item": item, "released_at": timezone.now(), "due_on": dt.date(2025, 7, 11)}
    mine = ActionItemFactory(wording="Quellen auflisten", assignee=cast.member_city.person, **task)
    ActionItemFactory(wording="Etwas anderes", assignee=cast.member_utility.person, **task)
    until = local(dt.date(2025, 7, 15), dt.time(23, 59))
    MinutesFactory(meeting=held, state=MinutesState.CIRCULATING, objections_until=until)
    found = events(address("member_city"))
    assert set(found) == {
        "Vorbei", "Aufgabe fällig: Quellen auflisten", "Einwendungsfrist endet: Protokoll Vorbei"
    }  # fmt: skip
    due = found["Aufgabe fällig: Quellen auflisten"]
    assert due.start == dt.date(2025, 7, 11)
    assert str(due["TRANSP"]) == "TRANSPARENT"
    assert f"/aufgaben/{mine.pk}/" in str(due["URL"])
    assert found["Einwendungsfrist endet: Protokoll Vorbei"].start == dt.date(2025, 7, 15)


def test_a_poll_that_waits_for_an_answer_is_a_deadline_of_ones_own(cast, address):
    meeting = MeetingFactory(title="Winter", state=State.POLLING, starts_at=None, ends_at=None)
    poll = DatePoll.objects.create(
        meeting=meeting, state="OPEN", opened_at=timezone.now(),
        deadline=local(dt.date(2025, 7, 10), dt.time(23, 59, 59)),
    )  # fmt: skip
    entry = events(address("member_city"))["Terminabstimmung endet: Winter"]
    assert entry.start == dt.date(2025, 7, 10)
    assert f"/treffen/{meeting.pk}/terminabstimmung/antworten/" in str(entry["URL"])
    reply = {"poll": poll, "person": cast.member_city.person, "answered_at": timezone.now()}
    PollReply.objects.create(**reply, organisation=cast.organisations["city"])
    assert "Terminabstimmung endet: Winter" not in events(address("member_city"))
    assert "Terminabstimmung endet: Winter" in events(address("member_utility"))


def test_the_address_is_shown_once_and_a_new_one_ends_the_old(meetings, address, client_of):
    first = address("member_city")
    page = client_of("member_city").get("/profil/kalender/").content.decode()
    assert SECRET.search(page) is None
    assert "noch nie" in page
    events(first)
    assert "noch nie" not in client_of("member_city").get("/profil/kalender/").content.decode()
    second = address("member_city")
    assert Client().get(first).status_code == 404
    events(second)
    assert client_of("member_city").post("/profil/kalender/loeschen/").status_code == 303
    assert Client().get(second).status_code == 404
    assert client_of("member_city").post("/profil/kalender/loeschen/").status_code == 303


@pytest.mark.parametrize("number", [2, 30])
def test_an_unchanged_calendar_is_not_sent_again(cast, address, django_assert_num_queries, number):
    for _n in range(number):
        MeetingFactory()
    path, client = address("member_city"), Client()
    with django_assert_num_queries(3):
        response = client.get(path)
    assert response["Last-Modified"].endswith("GMT")
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    meeting = Meeting.objects.first()
    meeting_actions.edit(meeting=meeting, version=meeting.version, title="Anders", by=cast.organiser)
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert "Anders" in again.content.decode()


def sequence_of(meeting):
    (event,) = icalendar.Calendar.from_ical(Client().get(f"/treffen/{meeting.pk}/termin.ics").content).events
    return int(event["SEQUENCE"]), str(event["UID"])


def test_only_what_a_calendar_shows_raises_its_sequence(meetings, cast):
    meeting, by = meetings["public"], cast.organiser

    def current():
        return Meeting.objects.get(pk=meeting.pk)

    def step(action, **values):
        action(meeting=current(), version=current().version, by=by, **values)
        number, uid = sequence_of(meeting)
        assert uid == f"{meeting.uid}@fachgruppe"
        return number

    when = {"day": dt.date(2025, 9, 10), "begins": dt.time(14), "ends": dt.time(16), "place_name": "JEDI"}
    assert step(meeting_actions.edit, description="Mehr Worte.") == 0
    assert step(meeting_actions.move, **when, online_url="https://example.org/anders") == 0
    assert step(meeting_actions.edit, title="Neuer Titel") == 1
    assert step(meeting_actions.move, **{**when, "place_name": "Rathaus"}) == 2
    assert step(meeting_actions.move, **{**when, "day": dt.date(2025, 9, 11)}, reason="Raum belegt") == 3
    assert step(meeting_actions.cancel, reason="Zu wenige") == 4


def test_a_draft_that_gets_its_date_begins_at_nought(cast):
    draft = MeetingFactory(state=State.DRAFT, audience=audience.PUBLIC, starts_at=None, ends_at=None)
    assert Client().get(f"/treffen/{draft.pk}/termin.ics").status_code == 404
    meeting_actions.edit(meeting=draft, version=1, title="Anderer Titel", by=cast.organiser)
    meeting_actions.schedule(meeting=draft, version=2, day=dt.date(2025, 9, 10), by=cast.organiser)
    assert sequence_of(draft)[0] == 0


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"number": 12}, "12-Treffen-2025-09-10.ics"),
        ({"number": None}, "Treffen-2025-09-10.ics"),
        ({"number": None, "kind": Kind.WORKSHOP}, "Workshop-2025-09-10.ics"),
    ],
)
def test_a_downloaded_meeting_is_named_by_number_and_day(meetings, client_of, fields, name):
    Meeting.objects.filter(pk=meetings["members"].pk).update(**fields)
    response = client_of("member_city").get(f"/treffen/{meetings['members'].pk}/termin.ics")
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_page_of_a_meeting_leads_to_its_file(meetings, client_of):
    page = client_of("member_city").get(meetings["members"].get_absolute_url()).content.decode()
    assert f"/treffen/{meetings['members'].pk}/termin.ics" in page
    draft = client_of("organiser").get(meetings["draft"].get_absolute_url()).content.decode()
    assert "termin.ics" not in draft
