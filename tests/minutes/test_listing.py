import pytest

from meetings.enums import Kind
from members import audience
from minutes.enums import State
from tests.factories.rows import CommentFactory, SectionFactory

from .conftest import make_minutes

LIST_QUERIES = 14  # the first of all with the same rights
KEPT_QUERIES = 3


def listed(client, query=""):
    response = client.get(f"/protokolle/{query}")
    assert response.status_code == 200
    return response.content.decode()


def line_of(html, title):
    """The words below the title of one line."""
    return html.split(title)[1].split("</li>")[0]


@pytest.fixture
def workshop(cast):
    made = make_minutes(cast, title="Werkstatt", number=7)
    made.meeting.kind = Kind.WORKSHOP
    made.meeting.starts_at = made.meeting.starts_at.replace(year=2024)
    made.meeting.ends_at = made.meeting.starts_at.replace(hour=16)
    made.meeting.save(update_fields=["kind", "starts_at", "ends_at"])
    item = made.items[2]
    item.presenter_organisation = cast.organisations["utility"]
    item.save(update_fields=["presenter_organisation"])
    hidden = made.items[1]
    hidden.presenter_organisation = cast.organisations["enterprise"]
    hidden.save(update_fields=["presenter_organisation"])
    return made


def test_the_newest_comes_first_with_its_state(client_of, circulating, workshop):
    html = listed(client_of("member_city"))
    assert html.index("1. Treffen: Auftakt") < html.index("7. Treffen: Werkstatt")
    assert "im Umlauf" in html
    assert "Mittwoch, 4. Juni 2025" in html


def test_counts_are_of_what_this_reader_would_find(client_of, circulating):
    CommentFactory(section=circulating.open, parent=circulating.thread)
    CommentFactory(section=circulating.open, withdrawn_at=circulating.meeting.starts_at)
    city = line_of(listed(client_of("member_city")), "Auftakt")
    utility = line_of(listed(client_of("member_utility")), "Auftakt")
    assert "3 TOPs · 2 Beschlüsse · 2 Aufgaben · 3 Kommentare" in city
    assert "2 TOPs · 1 Beschluss · 1 Aufgabe · 2 Kommentare" in utility


def test_the_public_is_not_told_of_comments(client_of, published):
    line = line_of(listed(client_of("anonymous")), "Öffentliches Treffen")
    assert "1 TOP" in line
    assert "Kommentar" not in line


@pytest.mark.parametrize(
    "query, titles",
    [
        ("?jahr=2024", {"Werkstatt"}),
        ("?jahr=2025", {"Auftakt"}),
        ("?art=WORKSHOP", {"Werkstatt"}),
        ("?art=GROUP&jahr=2024", set()),
        ("?saeule=UTILITY", {"Werkstatt"}),
        ("?saeule=ENTERPRISE", set()),
        ("?jahr=abc&art=x&thema=-1&saeule=y", {"Auftakt", "Werkstatt"}),
        ("?seite=99", {"Auftakt", "Werkstatt"}),
    ],
)
def test_filters_are_addresses(client_of, circulating, workshop, query, titles):
    html = listed(client_of("member_utility"), query)
    assert {title for title in ("Auftakt", "Werkstatt") if f"Treffen: {title}" in html} == titles


def test_a_filter_keeps_the_others_and_shows_itself(client_of, circulating, workshop):
    html = listed(client_of("member_city"), "?jahr=2024")
    assert '<a href="?jahr=2024&amp;art=WORKSHOP"' in html
    assert html.count('aria-current="true"') >= 4


def test_a_hidden_item_does_not_answer_filters(client_of, circulating, workshop):
    """The Eigenbetrieb presents only the TOP that the Stadtverwaltung alone may see."""
    assert "Werkstatt" in listed(client_of("member_city"), "?saeule=ENTERPRISE")
    assert "Treffen: Werkstatt" not in listed(client_of("member_utility"), "?saeule=ENTERPRISE")
    topic = circulating.items[0].topic
    secret = circulating.items[1]
    secret.topic = topic
    secret.save(update_fields=["topic"])
    circulating.items[0].topic = None
    circulating.items[0].save(update_fields=["topic"])
    query = f"?thema={topic.pk}"
    assert "Treffen: Auftakt" in listed(client_of("member_city"), query)
    assert "Treffen: Auftakt" not in listed(client_of("member_utility"), query)
    topic.audience = audience.CITY
    topic.save(update_fields=["audience"])
    assert query not in listed(client_of("member_utility"))
    assert query in listed(client_of("member_city"))


def test_drafts_are_listed_for_their_writers_only(client_of, draft):
    assert "Entwurfstreffen" in listed(client_of("minute_taker"))
    for persona in ("anonymous", "member_city", "admin"):
        assert "Entwurfstreffen" not in listed(client_of(persona))


def test_nothing_yet(client_of, cast):
    assert "Noch kein Protokoll" in listed(client_of("member_city"))
    assert "Kein Protokoll passt" in listed(client_of("member_city"), "?jahr=2001")


@pytest.mark.parametrize("persona", ["member_city", "admin", "organiser"])
def test_the_list_costs_the_same_for_one_and_thirty(
    client_of, circulating, cast, persona, django_assert_num_queries
):
    client = client_of(persona)
    listed(client)
    with django_assert_num_queries(KEPT_QUERIES + (persona == "admin")):
        listed(client)
    for n in range(30):
        made = make_minutes(cast, title=f"Nummer {n}", number=100 + n, state=State.CIRCULATING)
        CommentFactory(section=made.open)
        SectionFactory(minutes=made.minutes)
    # Whether they take minutes somewhere is not asked of organisers: they see all of each anyway.
    first = LIST_QUERIES - (persona == "organiser")
    for queries in (first, KEPT_QUERIES):
        with django_assert_num_queries(queries + (persona == "admin")):
            assert "Nummer 29" in listed(client)


def test_an_unchanged_list_is_not_sent_again(client_of, circulating, django_assert_max_num_queries):
    client = client_of("member_city")
    client.get("/protokolle/")
    etag = client.get("/protokolle/")["ETag"]
    with django_assert_max_num_queries(3):
        assert client.get("/protokolle/", headers={"If-None-Match": etag}).status_code == 304
