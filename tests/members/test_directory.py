"""Who sees whom, and how the directory is filtered."""

import pytest

from activity.models import Event
from members import audience
from tests.factories.rows import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TopicFactory,
    UserFactory,
)
from tests.personas import PERSONAS

MEMBERS = [name for name in PERSONAS if name != "former_member"]


@pytest.mark.parametrize("persona", MEMBERS)
def test_members_see_the_directory(client_of, persona):
    page = client_of(persona).get("/mitglieder/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Mitglied Stadtverwaltung", "Kommunalservice Jena", "Mitglied Stadtwerke"):
        assert words in text
    assert "Ehemaliges Mitglied" not in text


@pytest.mark.parametrize("url", ["/mitglieder/", "/mitglieder/organisation/stadt-jena/"])
def test_the_public_and_former_members_do_not(client_of, url):
    assert client_of("anonymous").get(url).url == f"/konto/login/?next={url}"
    refused = client_of("former_member").get(url)
    assert refused.status_code == 403
    assert "sehen nur Mitglieder" in refused.content.decode()
    assert "Mitglied Stadtwerke" not in refused.content.decode()


def test_a_persons_page_is_for_members_and_oneself(client_of, cast):
    url = cast.member_city.person.get_absolute_url()
    assert client_of("anonymous").get(url).status_code == 302
    assert client_of("former_member").get(url).status_code == 404
    page = client_of("member_utility").get(url).content.decode()
    assert 'href="mailto:member.city@example.org"' in page
    former = cast.former_member.person.get_absolute_url()
    assert client_of("former_member").get(former).status_code == 200


def test_ended_memberships_are_seen_by_admins_and_the_person_alone(client_of, cast):
    url = cast.former_member.person.get_absolute_url()
    row = cast.former_member.person.memberships.get()
    row.ended_because = "Grund der nicht alle angeht"
    row.save()
    seen = {
        persona: row.ended_because in client_of(persona).get(url).content.decode()
        for persona in ("member_city", "organiser", "admin", "former_member")
    }
    assert seen == {"member_city": False, "organiser": False, "admin": True, "former_member": True}


def test_proposed_topics_obey_their_audience(client_of, cast):
    person = cast.member_city.person
    TopicFactory(title="Thema nur der Stadtverwaltung", proposed_by=person, audience=audience.CITY)
    TopicFactory(title="Thema für alle Mitglieder", proposed_by=person, audience=audience.MEMBERS)
    page = client_of("member_utility").get(person.get_absolute_url()).content.decode()
    assert "Thema für alle Mitglieder" in page
    assert "Thema nur der Stadtverwaltung" not in page


@pytest.mark.parametrize(
    "query, names",
    [
        ("saeule=stadtwerke", {"Mitglied Stadtwerke"}),
        ("saeule=eigenbetriebe", {"Mitglied Eigenbetrieb", "Protokollführung"}),
        ("organisation=stadt-jena", {"Mitglied Stadtverwaltung"}),
        ("suche=eigenbetrieb", {"Mitglied Eigenbetrieb"}),
        ("suche=kommunalservice", {"Mitglied Eigenbetrieb", "Protokollführung"}),
        ("suche=protokollfuhrung", {"Protokollführung"}),
        ("suche=mitglied+stadtwerke", {"Mitglied Stadtwerke"}),
        ("saeule=stadtwerke&suche=protokoll", set()),
        ("saeule=unsinn", {"Mitglied Stadtverwaltung", "Mitglied Eigenbetrieb", "Protokollführung"}
         | {"Mitglied Stadtwerke", "Organisation", "Admin"}),
    ],
)  # fmt: skip
def test_filters_are_links(client_of, query, names):
    response = client_of("member_city").get(f"/mitglieder/?{query}")
    shown = {row.person.name for _house, rows in response.context["directory"] for row in rows}
    assert shown == names


@pytest.mark.parametrize("typed", ["ärzte", "ÄRZTE", "Arzte", "STRASSE", "straße", "ÖFFENTLICH", "иван"])
def test_capitals_and_umlauts_make_no_difference(client_of, cast, typed):
    about = "Ärztehaus Goethestraße, öffentlicher Raum"
    MembershipFactory(
        person=PersonFactory(name="Ада иван", slug="ada", about=about),
        organisation=cast.organisations["city"],
    )
    found = client_of("member_city").get("/mitglieder/", {"suche": typed}).context["directory"]
    assert [row.person.name for _house, rows in found for row in rows] == ["Ада иван"]


@pytest.mark.parametrize("typed", ["amt für grünflächen", "GRÜN", "grun"])
def test_organisations_are_found_in_the_same_way(client_of, typed):
    MembershipFactory(
        person=PersonFactory(name="Jemand"), organisation=OrganisationFactory(name="AMT FÜR GRÜNFLÄCHEN")
    )
    found = client_of("member_city").get("/mitglieder/", {"suche": typed}).context["directory"]
    assert [row.person.name for _house, rows in found for row in rows] == ["Jemand"]


def test_the_bar_counts_people_once(client_of, cast):
    MembershipFactory(person=cast.member_city.person, organisation=OrganisationFactory(kind="CITY"))
    counts = client_of("member_city").get("/mitglieder/").context["counts"]
    assert counts == {"city": 1, "enterprise": 2, "utility": 1}


def test_an_unchanged_directory_is_not_sent_again(client_of, cast):
    client = client_of("member_city")
    client.get("/mitglieder/")  # brings the cookie that the pages depend on
    first = client.get("/mitglieder/")
    assert client.get("/mitglieder/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    data = {"name": "Neuer Name", "position": "", "phone": "", "about": "", "language": "de", "version": 1}
    client_of("member_utility").post("/profil/", data)
    again = client.get("/mitglieder/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 200
    assert "Neuer Name" in again.content.decode()


def grow(cast, count):
    for house in cast.organisations.values():
        for _ in range(count):
            person = PersonFactory()
            UserFactory(person=person)
            MembershipFactory(person=person, organisation=house, is_contact=True)


@pytest.mark.parametrize("count", [1, 30])
def test_the_directory_needs_the_same_queries_for_few_and_many(
    client_of, cast, count, django_assert_num_queries
):
    grow(cast, count)
    client = client_of("member_city")
    with django_assert_num_queries(6):
        client.get("/mitglieder/")


@pytest.mark.parametrize("count", [1, 30])
def test_a_house_needs_the_same_queries_for_few_and_many(client_of, cast, count, django_assert_num_queries):
    grow(cast, count)
    client = client_of("member_city")
    with django_assert_num_queries(4):
        client.get("/mitglieder/organisation/stadt-jena/")


@pytest.mark.parametrize(
    "path", ["/mitglieder/?organisation=stadt-jena", "/mitglieder/organisation/stadt-jena/?"]
)
def test_long_lists_have_pages(client_of, cast, path):
    people = PersonFactory.create_batch(129)
    for person in people:
        MembershipFactory(person=person, organisation=cast.organisations["city"])
    client, names = client_of("member_city"), []
    for number, expected in (("1", 60), ("2", 60), ("3", 10)):
        context = client.get(f"{path}&seite={number}").context
        rows = context.get("rows") or context["memberships"]
        assert (len(rows), rows.number, rows.paginator.count) == (expected, int(number), 130)
        names += [row.person.name for row in rows]
    assert sorted(names) == sorted([cast.member_city.person.name, *(person.name for person in people)])
    for number, shown in (("99", 3), ("9" * 30, 1), ("-1", 1), ("unsinn", 1), ("0", 1)):
        context = client.get(f"{path}&seite={number}").context
        assert (context.get("rows") or context["memberships"]).number == shown


# --- once a year ------------------------------------------------------------------------------------------


@pytest.fixture
def contact(cast):
    row = cast.member_city.person.memberships.get()
    row.is_contact = True
    row.save()
    return row


def test_the_contact_is_asked_once_a_year_and_confirms(client_of, contact, cast, clock):
    client = client_of("member_city")
    assert "Sie sind Ansprechperson" in client.get("/mitglieder/").content.decode()
    for _ in range(2):
        response = client.post("/mitglieder/organisation/stadt-jena/bestaetigen/")
        assert response.status_code == 303
    assert Event.objects.filter(verb="members.people_confirmed").count() == 1
    assert "Sie sind Ansprechperson" not in client.get("/mitglieder/").content.decode()


def test_only_the_contact_of_that_house_confirms(client_of, contact):
    url = "/mitglieder/organisation/stadt-jena/bestaetigen/"
    for persona in ("member_utility", "organiser"):
        refused = client_of(persona).post(url)
        assert refused.status_code == 403
        assert "nur deren Ansprechperson" in refused.content.decode()
    assert (
        client_of("member_city").post("/mitglieder/organisation/stadtwerke-jena/bestaetigen/").status_code
        == 403
    )
    assert not Event.objects.filter(verb="members.people_confirmed").exists()
