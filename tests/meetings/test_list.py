"""The list: what comes first, then the years; filters that live in the address."""

import re

import pytest

from meetings.enums import Kind, State
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory, TopicFactory
from tests.meetings.conftest import at


def titles(page):
    return re.findall(r'<a href="/treffen/\d+/">([^<]+)</a>', page)


def headings(page):
    return re.findall(r"<h2>([^<]+)</h2>", page.partition('id="ergebnis"')[2])


@pytest.fixture
def years(cast):
    rows = [
        ("Alt", State.HELD, at(2023, 5, 3)),
        ("Neuer", State.HELD, at(2024, 11, 20)),
        ("Silvester", State.HELD, at(2024, 12, 31, 23, 30)),
        ("Später", State.SCHEDULED, at(2025, 11, 5)),
        ("Bald", State.SCHEDULED, at(2025, 9, 10)),
        ("Vergessen", State.SCHEDULED, at(2025, 3, 5)),
        ("Abgesagt im Herbst", State.CANCELLED, at(2025, 10, 1)),
    ]
    for title, state, starts_at in rows:
        MeetingFactory(title=title, state=state, starts_at=starts_at, audience=audience.PUBLIC)
    MeetingFactory(
        title="Ohne Termin", state=State.DRAFT, starts_at=None, is_announced=True, target_year=2025,
        target_quarter=4, audience=audience.PUBLIC,
    )  # fmt: skip


def test_what_comes_stands_first_and_then_the_years(client_of, years):
    page = client_of("organiser").get("/treffen/").content.decode()
    assert headings(page) == ["Was kommt", "2025", "2024", "2023"]
    assert titles(page) == [
        "Bald", "Abgesagt im Herbst", "Später", "Ohne Termin", "Vergessen", "Silvester", "Neuer", "Alt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question, expected",
    [
        ("jahr=2024", ["Silvester", "Neuer"]),
        ("jahr=2025&stand=held", []),
        ("stand=cancelled", ["Abgesagt im Herbst"]),
        ("jahr=2023&stand=held&art=group", ["Alt"]),
        ("jahr=Unsinn&stand=nie&art=x&saeule=y&thema=z&jahr=", None),
    ],
)
def test_filters_live_in_the_address(client_of, years, question, expected):
    page = client_of("anonymous").get(f"/treffen/?{question}").content.decode()
    assert titles(page) == expected if expected is not None else len(titles(page)) == 8


def test_the_chosen_filter_survives_the_reload(client_of, years):
    page = client_of("anonymous").get("/treffen/?jahr=2024").content.decode()
    assert '<a href="?jahr=2024" aria-current="true">2024</a>' in page
    assert '<a href="?jahr=2024&amp;stand=HELD">durchgeführt</a>' in page
    assert "Filter zurücksetzen" in page


def test_by_kind_topic_and_pillar(client_of, cast):
    topic = TopicFactory(title="Offene Daten", audience=audience.PUBLIC, state="PLANNED")
    one = MeetingFactory(title="Mit Thema", kind=Kind.WORKSHOP, audience=audience.PUBLIC)
    two = MeetingFactory(title="Mit Stadtwerken", audience=audience.PUBLIC)
    MeetingFactory(title="Nur für die Stadtverwaltung", audience=audience.CITY)
    AgendaItemFactory(meeting=one, topic=topic)
    AgendaItemFactory(meeting=two, presenter_organisation=cast.organisations["utility"])
    client = client_of("member_city")

    def found(question):
        return titles(client.get(f"/treffen/?{question}").content.decode())

    assert found("art=workshop") == ["Mit Thema"]
    assert found(f"thema={topic.pk}") == ["Mit Thema"]
    assert found("saeule=utility") == ["Mit Stadtwerken"]
    assert found("saeule=city") == ["Nur für die Stadtverwaltung"]
    assert found("saeule=enterprise") == []


def choices(client, name):
    """What a filter offers, in words."""
    page = client.get("/treffen/").content.decode()
    return re.findall(rf'<a href="\?{name}=[^"]+">([^<]+)</a>', page)


def test_only_what_leads_to_something_can_be_chosen(client_of, years):
    anybody = client_of("anonymous")
    assert choices(anybody, "jahr") == ["2025", "2024", "2023"]
    assert choices(anybody, "stand") == ["Termin offen", "Termin steht", "durchgeführt", "abgesagt"]
    assert "Entwurf" in choices(client_of("organiser"), "stand")
    assert choices(anybody, "art") == []  # all of one kind
    assert choices(anybody, "saeule") == []


def test_filters_offer_nothing_of_what_is_hidden(client_of, cast):
    shown, hidden = (MeetingFactory(kind=kind, audience=audience.MEMBERS) for kind in list(Kind)[:2])
    secret = MeetingFactory(kind=Kind.EXCURSION, audience=audience.UTILITY, starts_at=at(2019, 5, 3))
    for topic in ("Eins", "Zwei"):
        AgendaItemFactory(meeting=shown, topic=TopicFactory(title=topic, state="PLANNED"))
    for house in ("city", "enterprise"):
        AgendaItemFactory(meeting=shown, presenter_organisation=cast.organisations[house])
    for row, mask in [(hidden, audience.UTILITY), (secret, None)]:
        topic = TopicFactory(title="Geheimes Thema", state="PLANNED", audience=audience.UTILITY)
        AgendaItemFactory(
            meeting=row, topic=topic, audience=mask, presenter_organisation=cast.organisations["utility"]
        )
    city, utility = client_of("member_city"), client_of("member_utility")
    assert choices(city, "art") == ["Fachgruppentreffen", "Stammtisch"]
    assert choices(utility, "art") == ["Fachgruppentreffen", "Stammtisch", "Exkursion"]
    assert (choices(city, "jahr"), choices(utility, "jahr")) == ([], ["2025", "2019"])
    assert choices(city, "thema") == ["Eins", "Zwei"]
    assert "Geheimes Thema" in choices(utility, "thema")
    assert choices(city, "saeule") == ["Stadtverwaltung", "Eigenbetriebe"]
    assert "Stadtwerke" in choices(utility, "saeule")


def test_an_empty_list_says_what_to_do(client_of):
    assert "Sobald ein Treffen öffentlich ist" in client_of("anonymous").get("/treffen/").content.decode()
    page = client_of("anonymous").get("/treffen/?jahr=2001").content.decode()
    assert "Mit diesen Filtern gibt es nichts." in page


def test_beyond_two_hundred_there_are_pages(client_of, cast):
    MeetingFactory.create_batch(203, audience=audience.PUBLIC)
    client = client_of("anonymous")
    first = client.get("/treffen/").content.decode()
    second = client.get("/treffen/?seite=2").content.decode()
    assert (len(titles(first)), len(titles(second))) == (200, 3)
    assert "203 Treffen" in second
    assert len(titles(client.get("/treffen/?seite=99").content.decode())) == 3
    assert "?jahr=2025&amp;seite=2" in client.get("/treffen/?jahr=2025").content.decode()


def test_titles_are_escaped(client_of, cast):
    MeetingFactory(title="<script>alert(1)</script>", audience=audience.PUBLIC, place_name="<b>Ort</b>")
    page = client_of("anonymous").get("/treffen/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Ort" not in page
