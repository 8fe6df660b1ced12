"""Who reaches which page, and what the others read."""

import pytest
from django.db import connection

from meetings.enums import State
from tests.access.conftest import refuse_writes
from tests.factories.rows import AgendaItemFactory, MeetingFactory, ReportFactory
from tests.meetings.conftest import fresh
from tests.personas import ALL

OTHERS = ["member_city", "member_enterprise", "member_utility", "minute_taker", "admin"]
PAGES = ["bearbeiten", "verschieben", "absagen", "durchgefuehrt", "tagesordnung"]
POSTS = ["tagesordnung/neu", "tagesordnung/themen", "tagesordnung/reihenfolge"]
ITEM_POSTS = ["dauer", "schieben", "entfernen"]


@pytest.mark.parametrize("persona", ALL)
def test_everybody_reads_the_list_and_a_public_meeting(client_of, public_meeting, persona):
    client = client_of(persona)
    assert client.get("/treffen/").status_code == 200
    assert client.get(f"/treffen/{public_meeting.pk}/").status_code == 200


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 404), ("former_member", 404), ("member_city", 200), ("admin", 200), ("organiser", 200)],
)
def test_a_meeting_for_members(client_of, meeting, persona, status):
    assert client_of(persona).get(f"/treffen/{meeting.pk}/").status_code == status


@pytest.mark.parametrize(
    "persona, status", [("member_city", 404), ("admin", 404), ("anonymous", 404), ("organiser", 200)]
)
def test_a_draft_is_the_organisers_own(client_of, draft, persona, status):
    assert client_of(persona).get(f"/treffen/{draft.pk}/").status_code == status
    assert (draft.title in client_of(persona).get("/treffen/").content.decode()) == (status == 200)


def test_the_minute_taker_sees_her_draft_but_does_not_build_it(client_of, cast, draft):
    draft.minute_taker = cast.minute_taker.person
    draft.save()
    client = client_of("minute_taker")
    assert client.get(f"/treffen/{draft.pk}/").status_code == 200
    assert client.get(f"/treffen/{draft.pk}/tagesordnung/").status_code == 403


@pytest.mark.parametrize("persona", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_others_are_refused_with_a_sentence(client_of, meeting, persona, page):
    response = client_of(persona).get(f"/treffen/{meeting.pk}/{page}/")
    assert response.status_code == 403
    assert "Nur die Organisation kann" in response.content.decode()


@pytest.mark.parametrize("persona", OTHERS)
def test_others_cannot_post_either(client_of, meeting, persona):
    item = AgendaItemFactory(meeting=meeting)
    client = client_of(persona)
    addresses = [*POSTS, *(f"tagesordnung/{item.pk}/{verb}" for verb in ITEM_POSTS)]
    for address in [*addresses, "bearbeiten", "verschieben", "absagen", "durchgefuehrt"]:
        assert client.post(f"/treffen/{meeting.pk}/{address}/").status_code == 403, address
    assert meeting.agenda_items.count() == 1


@pytest.mark.parametrize("page", ["neu", "terminhinweis"])
@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("admin", 403), ("organiser", 200)])
def test_pages_without_a_meeting(client_of, page, persona, status):
    assert client_of(persona).get(f"/treffen/{page}/").status_code == status


@pytest.mark.parametrize("page", ["bearbeiten", "terminieren", "tagesordnung", "absagen"])
def test_pages_of_an_invisible_meeting_do_not_exist(client_of, draft, page):
    assert client_of("member_city").get(f"/treffen/{draft.pk}/{page}/").status_code == 404
    assert client_of("anonymous").get(f"/treffen/{draft.pk}/{page}/").status_code == 302


@pytest.mark.parametrize("page", ["rueckblick", "rueckblick/veroeffentlichen"])
@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("member_city", 403), ("organiser", 200)])
def test_the_desk_of_the_report(client_of, held, page, persona, status):
    ReportFactory(meeting=held, published_at=held.starts_at)
    assert client_of(persona).get(f"/treffen/{held.pk}/{page}/").status_code == status


def test_an_unknown_meeting_and_a_huge_number_are_not_found(client_of):
    assert client_of("organiser").get("/treffen/999/").status_code == 404
    assert client_of("organiser").get(f"/treffen/{10**30}/").status_code == 404


def test_reading_never_writes(client_of, meeting):
    """What was meant to be sent is not taken from the address either; a removal is asked about first."""
    item = AgendaItemFactory(meeting=meeting)
    client = client_of("organiser")
    in_address = f"?version={fresh(meeting).agenda_version}&duration=25&richtung=runter"
    with connection.execute_wrapper(refuse_writes):
        for verb in ITEM_POSTS:
            answer = client.get(f"/treffen/{meeting.pk}/tagesordnung/{item.pk}/{verb}/{in_address}")
            assert answer.status_code == (200 if verb == "entfernen" else 405), verb
            assert verb != "entfernen" or f"»{item.title}« von der Tagesordnung entfernen?" in answer.text
        for address in POSTS:
            assert client.get(f"/treffen/{meeting.pk}/{address}/{in_address}").status_code == 405
    kept = fresh(item)
    assert (kept.dropped_at, kept.version, kept.duration) == (None, item.version, item.duration)


def test_an_item_is_reached_only_through_its_own_meeting(client_of, meeting, draft):
    item = AgendaItemFactory(meeting=draft)
    address = f"/treffen/{meeting.pk}/tagesordnung/{item.pk}"
    client = client_of("organiser")
    assert client.get(f"{address}/bearbeiten/").status_code == 404
    client.post(f"{address}/entfernen/", {"version": 1})
    assert draft.agenda_items.count() == 1


def test_the_online_link_is_for_members(client_of, public_meeting):
    public_meeting.online_url = "https://konferenz.example.org/geheim"
    public_meeting.save()
    for persona, sees in [("anonymous", False), ("former_member", False), ("member_utility", True)]:
        page = client_of(persona).get(f"/treffen/{public_meeting.pk}/").content.decode()
        assert ("konferenz.example.org" in page) == sees
        assert "Online" in page


def test_names_of_people_are_for_members(client_of, cast, public_meeting):
    public_meeting.minute_taker = cast.minute_taker.person
    public_meeting.save()
    AgendaItemFactory(
        meeting=public_meeting, presenter=cast.member_utility.person,
        presenter_organisation=cast.organisations["utility"],
    )  # fmt: skip
    AgendaItemFactory(meeting=public_meeting, presenter_name="Gast aus Weimar")
    public = client_of("anonymous").get(f"/treffen/{public_meeting.pk}/").content.decode()
    inside = client_of("member_city").get(f"/treffen/{public_meeting.pk}/").content.decode()
    assert "Mitglied Stadtwerke (Stadtwerke Jena)" in inside
    assert "Gast aus Weimar" in inside
    assert "Protokollführung" in inside
    assert "Mitglied Stadtwerke" not in public
    assert "Gast aus Weimar" not in public
    assert "Protokollführung" not in public
    assert "Stadtwerke Jena" in public


def test_a_cancelled_draft_stays_untold(client_of, cast):
    gone = MeetingFactory(title="Verworfene Idee", state=State.CANCELLED, starts_at=None, ends_at=None)
    assert client_of("member_city").get(f"/treffen/{gone.pk}/").status_code == 404
    assert client_of("organiser").get(f"/treffen/{gone.pk}/").status_code == 200
