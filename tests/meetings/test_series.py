"""»vierteljährlich« proposes the next drafts; nothing comes into being but by a click."""

import datetime as dt
import re

import pytest

from activity.models import Event
from core.access import Forbidden
from core.dates import local
from meetings.actions import meetings, series
from meetings.enums import Kind, State
from meetings.models import Meeting
from members import audience
from members.enums import Rhythm
from members.models import GroupRules
from tests.factories.rows import MeetingFactory, MembershipFactory, UserFactory
from tests.meetings.conftest import at, fresh
from tests.meetings.test_races import at_once

URL = "/treffen/reihe/"


def proposed(client, address=URL):
    return re.findall(r'name="quarter" value="([^"]+)"', client.get(address).text)


def make(client, quarter):
    return client.post(URL, {"quarter": quarter}, follow=True)


@pytest.fixture
def organiser(client_of):
    return client_of("organiser")


@pytest.fixture
def summer_meeting(cast):
    """In the second quarter of 2025; today is the first day of the third."""
    return MeetingFactory(
        title="Auftakt", number=1, state=State.HELD, starts_at=at(2025, 6, 4), place_name="JEDI",
        place_address="Engelplatz 8", place_room="Saal", capacity=30, online_url="https://konferenz.example.org/alt",
        audience=audience.PUBLIC,
    )  # fmt: skip


def test_this_quarter_and_the_next_three_are_proposed(organiser, summer_meeting):
    assert proposed(organiser) == ["2025-3", "2025-4", "2026-1", "2026-2"]


def test_a_quarter_with_a_group_meeting_is_left_out(organiser, summer_meeting):
    MeetingFactory(state=State.DRAFT, starts_at=None, target_year=2025, target_quarter=4)
    MeetingFactory(starts_at=at(2026, 3, 31, 23))  # in Jena still the first quarter
    MeetingFactory(starts_at=at(2025, 9, 10), kind=Kind.WORKSHOP)
    MeetingFactory(starts_at=at(2025, 9, 10), state=State.CANCELLED)
    assert proposed(organiser) == ["2025-3", "2026-2"]


def test_a_meeting_counts_in_the_quarter_of_its_date(organiser, summer_meeting):
    MeetingFactory(starts_at=at(2025, 10, 1), target_year=2025, target_quarter=3)
    assert proposed(organiser) == ["2025-3", "2026-1", "2026-2"]


@pytest.mark.parametrize(
    "starts_at, expected",
    [(at(2025, 6, 4), ["2025-4", "2026-2"]), (at(2025, 2, 4), ["2025-3", "2026-1"]),
     (at(2025, 7, 4), ["2026-1"])],
)  # fmt: skip
def test_twice_a_year_keeps_the_beat_of_the_last_meeting(organiser, starts_at, expected):
    GroupRules.objects.create(rhythm=Rhythm.HALF_YEARLY)
    MeetingFactory(starts_at=starts_at, state=State.HELD)
    assert proposed(organiser) == expected


def test_without_a_rhythm_nothing_is_proposed(organiser, summer_meeting):
    GroupRules.objects.create(rhythm=Rhythm.NONE)
    assert proposed(organiser) == []
    assert "keinen Rhythmus" in organiser.get(URL).text
    assert make(organiser, "2025-4").status_code == 422
    assert Meeting.objects.count() == 1


def test_looking_makes_nothing(client_of, summer_meeting, clock):
    clock.move_to(at(2026, 2, 1))
    organiser = client_of("organiser")
    for address in (URL, "/treffen/", "/treffen/neu/"):
        organiser.get(address)
    assert Meeting.objects.count() == 1
    assert proposed(organiser) == ["2026-1", "2026-2", "2026-3", "2026-4"]  # what has passed is no longer


def test_one_click_makes_a_draft_after_the_last_meeting(organiser, summer_meeting, mailbox, worker):
    page = make(organiser, "2025-4")
    draft = Meeting.objects.exclude(pk=summer_meeting.pk).get()
    assert page.redirect_chain == [(draft.get_absolute_url(), 303)]
    assert "Das ist der Entwurf für das 4. Quartal 2025. Noch erfährt niemand davon." in page.text
    assert (draft.title, draft.kind, draft.state) == ("Auftakt", Kind.GROUP, State.DRAFT)
    assert (draft.target_year, draft.target_quarter, draft.audience) == (2025, 4, audience.PUBLIC)
    assert (draft.place_name, draft.place_room, draft.place_address) == ("JEDI", "Saal", "Engelplatz 8")
    assert draft.capacity == 30
    assert (draft.online_url, draft.starts_at, draft.number, draft.is_announced) == ("", None, None, False)
    assert Event.objects.filter(verb="meetings.created", target_id=draft.pk).count() == 1
    worker.drain()
    assert mailbox == []


def test_a_title_with_its_quarter_names_the_new_one(organiser, summer_meeting):
    MeetingFactory(
        title="Fortsetzung im 3. Quartal 2025", state=State.DRAFT, starts_at=None, place_name="",
        target_year=2025, target_quarter=3,
    )  # fmt: skip
    make(organiser, "2025-4")
    draft = Meeting.objects.get(target_quarter=4)
    assert (draft.title, draft.place_name) == ("Fortsetzung im 4. Quartal 2025", "JEDI")


@pytest.mark.parametrize("title, expected", [
    ("Fortsetzung im 3. Quartal 2024", "Fortsetzung im 4. Quartal 2025"),
    ("Rückblick Q1/2025 und Ausblick", "Rückblick 4. Quartal 2025 und Ausblick"),
    ("Sommertreffen", "Treffen im 4. Quartal 2025"),
    ("Treffen im Juni", "Treffen im 4. Quartal 2025"),
    ("Strategie 2030", "Treffen im 4. Quartal 2025"),
    ("Auftakt im JEDI", "Auftakt im JEDI"),
])  # fmt: skip
def test_no_draft_is_named_after_another_time(organiser, summer_meeting, title, expected):
    Meeting.objects.update(title=title)
    organiser.cookies["django_language"] = "en"
    make(organiser, "2025-4")
    assert Meeting.objects.get(target_quarter=4).title == expected


def test_in_an_empty_portal_the_first_meeting_is_proposed(organiser):
    make(organiser, "2025-3")
    draft = Meeting.objects.get()
    assert (draft.title, draft.audience) == ("Treffen im 3. Quartal 2025", audience.MEMBERS)


def test_a_second_click_finds_the_draft_of_the_first(organiser, summer_meeting):
    first, second = make(organiser, "2025-4"), make(organiser, "2025-4")
    assert first.redirect_chain == second.redirect_chain
    assert Meeting.objects.count() == 2
    assert "2025-4" not in proposed(organiser)


def test_whoever_comes_too_late_is_led_to_the_meeting_that_is_there(organiser, summer_meeting):
    there = MeetingFactory(starts_at=at(2025, 11, 5))
    page = make(organiser, "2025-4")
    assert page.redirect_chain == [(there.get_absolute_url(), 303)]
    assert "Für das 4. Quartal 2025 gibt es schon dieses Treffen." in page.text


def test_a_cancelled_draft_does_not_stand_in_the_way(organiser, cast, summer_meeting):
    make(organiser, "2025-4")
    draft = Meeting.objects.get(target_quarter=4)
    meetings.cancel(meeting=draft, version=1, reason="Verschoben ins neue Jahr", by=cast.organiser)
    make(organiser, "2025-4")
    assert Meeting.objects.filter(target_quarter=4, state=State.DRAFT).count() == 1


def test_nor_does_one_that_moved_to_another_quarter(organiser, cast, summer_meeting):
    make(organiser, "2025-4")
    draft = Meeting.objects.get(target_quarter=4)
    meetings.edit(meeting=draft, version=1, target_year=2026, target_quarter=1, by=cast.organiser)
    make(organiser, "2025-4")
    assert Meeting.objects.filter(state=State.DRAFT).count() == 2
    assert fresh(draft).target_quarter == 1


@pytest.mark.parametrize("quarter", ["2025-2", "2030-1", "2025-5", "", "x", "2025-04", "²025-4", "2025-4\n"])
def test_only_what_is_proposed_can_be_made(organiser, summer_meeting, quarter):
    summer_meeting.starts_at = at(2024, 6, 4)
    summer_meeting.save()
    assert organiser.post(URL, {"quarter": quarter}).status_code == 422
    assert Meeting.objects.count() == 1


def test_the_list_and_the_form_show_the_proposals(organiser, client_of, summer_meeting):
    listed = organiser.get("/treffen/").text
    assert f'hx-get="{URL}"' in listed
    assert f'<a href="{URL}">' in listed  # without scripts
    part = organiser.get(URL, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "Nächste Treffen der Reihe" in part
    assert proposed(organiser, "/treffen/neu/") == proposed(organiser)
    assert URL not in client_of("member_city").get("/treffen/").text
    assert URL not in organiser.get("/treffen/?jahr=2025").text


def test_nothing_is_left_of_the_part_when_there_is_nothing_to_propose(organiser, summer_meeting):
    GroupRules.objects.create(rhythm=Rhythm.NONE)
    assert organiser.get(URL, headers={"HX-Request": "true"}).text.strip() == ""


@pytest.mark.parametrize(
    "persona", ["member_city", "minute_taker", "admin", "former_member"],
)  # fmt: skip
def test_only_organisers_get_proposals(client_of, cast, summer_meeting, persona):
    client = client_of(persona)
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"quarter": "2025-4"}).status_code == 403
    with pytest.raises(Forbidden):
        series.draft_for_quarter(year=2025, quarter=4, by=cast.users[persona])
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("number", [2, 60])
def test_the_questions_do_not_grow(organiser, cast, number, django_assert_max_num_queries):
    MeetingFactory.create_batch(number, starts_at=at(2024, 9, 10))
    organiser.get(URL)
    with django_assert_max_num_queries(4):
        organiser.get(URL)


@pytest.mark.django_db(transaction=True)
def test_four_organisers_at_once_make_one_draft(transactional_db):
    users = [UserFactory() for _ in range(4)]
    for user in users:
        MembershipFactory(person=user.person, is_organiser=True, starts_on=dt.date(2020, 1, 1))
    today = local(dt.date.today(), dt.time(12))
    year, quarter = today.year + (today.month > 9), (today.month + 2) // 3 % 4 + 1
    made = at_once(
        [lambda by=by: series.draft_for_quarter(year=year, quarter=quarter, by=by).pk for by in users]
    )
    assert len(set(made)) == 1
    assert Meeting.objects.count() == 1
