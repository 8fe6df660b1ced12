"""Query budgets: the same literal number for little and for much; unchanged pages are not made again."""

import pytest

from meetings.models import AgendaTemplate, Attachment
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory, ReportFactory, TopicFactory

READERS = ["member_city", "organiser", "admin", "minute_taker", "former_member"]


def visit(client, address, etag=None):
    client.get(address)  # the first visit sets the cookie for forms
    return client.get(address, headers={"If-None-Match": etag} if etag else {})


@pytest.mark.parametrize("persona", READERS)
@pytest.mark.parametrize("items", [2, 30])
def test_the_page_of_a_meeting(client_of, cast, public_meeting, persona, items, django_assert_num_queries):
    parent = None
    for at in range(1, items + 1):
        item = AgendaItemFactory(
            meeting=public_meeting, position=at, number=str(at), parent=parent if at % 3 else None,
            topic=TopicFactory(audience=audience.PUBLIC), presenter=cast.member_city.person,
            presenter_organisation=cast.organisations["city"],
            audience=audience.UTILITY if at == 2 else None,
        )  # fmt: skip
        parent = item if item.parent is None else parent
    ReportFactory(meeting=public_meeting, published_at=public_meeting.starts_at)
    client = client_of(persona)
    client.get(f"/treffen/{public_meeting.pk}/")
    # Organisers are told how the mails fare and what is missing, admins whether any go out, members what
    # waits for them.
    is_member, is_organiser = persona not in ("anonymous", "former_member"), persona == "organiser"
    budget = 3 + (is_organiser or persona == "admin") + is_organiser + is_member
    with django_assert_num_queries(budget):
        assert client.get(f"/treffen/{public_meeting.pk}/").status_code == 200


@pytest.mark.parametrize("persona", READERS)
@pytest.mark.parametrize("meetings", [2, 30, 210])
def test_the_list(client_of, cast, persona, meetings, django_assert_num_queries):
    MeetingFactory.create_batch(meetings, audience=audience.PUBLIC)
    client = client_of(persona)
    client.get("/treffen/")
    own = persona == "admin"  # state of the mails
    with django_assert_num_queries(3 + own):  # the list itself is kept
        assert client.get("/treffen/").status_code == 200
    with django_assert_num_queries(5 + own):
        client.get("/treffen/?jahr=2025&art=GROUP&thema=1&saeule=UTILITY&stand=SCHEDULED&seite=2")


@pytest.mark.parametrize("items, papers", [(2, 0), (40, 30)])
def test_the_builder(client_of, meeting, held, build, items, papers, django_assert_num_queries):
    """With suggestions: the last meeting left as much as stands here."""
    made = build(meeting, *(f"Punkt {at}" for at in range(items)))
    for at in range(items):
        AgendaItemFactory(meeting=held, position=at, title=f"Alt {at}", dropped_at=held.starts_at)
        AgendaTemplate.objects.create(name=f"Vorlage {at}")
    for at in range(papers):
        Attachment.objects.create(
            meeting=meeting, agenda_item=made[at], title="Plan", url="https://example.org/"
        )
    client = client_of("organiser")
    client.get(f"/treffen/{meeting.pk}/tagesordnung/")
    with django_assert_num_queries(13):
        assert client.get(f"/treffen/{meeting.pk}/tagesordnung/").status_code == 200


@pytest.mark.parametrize("address", ["/treffen/", "/treffen/{pk}/"])
@pytest.mark.parametrize("persona", READERS)
def test_an_unchanged_page_is_not_made_again(
    client_of, public_meeting, persona, address, django_assert_max_num_queries
):
    client, address = client_of(persona), address.format(pk=public_meeting.pk)
    etag = visit(client, address).headers["ETag"]
    with django_assert_max_num_queries(4 + (persona == "organiser")):
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_change_by_anybody_makes_the_page_new(client_of, public_meeting, build):
    client, address = client_of("member_city"), f"/treffen/{public_meeting.pk}/"
    etag = visit(client, address).headers["ETag"]
    build(public_meeting, "Ganz neu")
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Ganz neu" in response.content.decode()


def test_the_begin_of_the_meeting_makes_the_page_new(client_of, public_meeting, clock):
    address = f"/treffen/{public_meeting.pk}/"
    clock.move_to(public_meeting.starts_at - (public_meeting.ends_at - public_meeting.starts_at))
    client = client_of("organiser")
    etag = visit(client, address).headers["ETag"]
    clock.move_to(public_meeting.starts_at)
    page = client.get(address, headers={"If-None-Match": etag})
    assert page.status_code == 200
    assert "Als durchgeführt vermerken" in page.content.decode()
