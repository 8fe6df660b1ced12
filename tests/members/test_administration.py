"""/verwaltung/: who gets in, what it lists, organisations."""

import datetime as dt

import pytest

from activity.models import Event
from members.models import AccountInvitation, Organisation
from tests.factories.rows import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory

LISTS = (
    "/verwaltung/",
    "/verwaltung/mitgliedschaften/",
    "/verwaltung/einladungen/",
    "/verwaltung/einladungen/neu/",
    "/verwaltung/organisationen/",
    "/verwaltung/organisationen/neu/",
)


@pytest.fixture
def pages(cast):
    membership = cast.member_city.person.memberships.get()
    house = cast.organisations["city"]
    return (
        *LISTS,
        f"/verwaltung/mitgliedschaften/{membership.pk}/",
        f"/verwaltung/mitgliedschaften/{membership.pk}/beenden/",
        f"/verwaltung/personen/{membership.person.slug}/",
        f"/verwaltung/personen/{membership.person.slug}/mitgliedschaft/",
        f"/verwaltung/organisationen/{house.pk}/",
    )


@pytest.mark.parametrize(
    "persona, status, sentence",
    [
        ("anonymous", 302, ""),
        ("former_member", 403, "verwalten nur Admins"),
        ("member_city", 403, "verwalten nur Admins"),
        ("minute_taker", 403, "verwalten nur Admins"),
        ("organiser", 403, "verwaltet damit noch keine Mitgliedschaften"),
        ("admin", 200, ""),
    ],
)
def test_who_reaches_the_administration(client_of, pages, persona, status, sentence):
    client = client_of(persona)
    for url in pages:
        response = client.get(url)
        assert response.status_code == status, url
        assert sentence in response.content.decode(), url


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "organiser", "former_member"])
def test_nobody_else_changes_anything(client_of, cast, persona):
    membership = cast.member_utility.person.memberships.get()
    house = OrganisationFactory()
    invitation = AccountInvitation.objects.create(
        email="x@example.org",
        name="X",
        organisation=house,
        starts_on=dt.date(2025, 7, 1),
        expires_at=dt.datetime(2025, 8, 1, tzinfo=dt.UTC),
        nonce="n",
    )
    client = client_of(persona)
    posts = {
        f"/verwaltung/mitgliedschaften/{membership.pk}/": {"roles": ["admin"]},
        f"/verwaltung/mitgliedschaften/{membership.pk}/beenden/": {"ends_on": "2025-06-30"},
        f"/verwaltung/personen/{membership.person.slug}/mitgliedschaft/": {"organisation": house.pk},
        "/verwaltung/einladungen/neu/": {"email": "neu@example.org", "name": "Neu", "organisation": house.pk},
        f"/verwaltung/einladungen/{invitation.pk}/erneut/": {},
        f"/verwaltung/einladungen/{invitation.pk}/zurueckziehen/": {},
        "/verwaltung/organisationen/neu/": {"name": "Neu", "kind": "CITY"},
        f"/verwaltung/organisationen/{house.pk}/": {"name": "Anders", "kind": "CITY", "version": 1},
        f"/verwaltung/organisationen/{house.pk}/aufloesen/": {},
        f"/verwaltung/organisationen/{house.pk}/oeffnen/": {},
    }
    for url, data in posts.items():
        assert client.post(url, data).status_code == (302 if persona == "anonymous" else 403), url
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "query, names",
    [
        ("saeule=stadtwerke", ["Mitglied Stadtwerke"]),
        ("rolle=admin", ["Admin"]),
        ("rolle=organisation", ["Organisation"]),
        ("stand=beendet", ["Ehemaliges Mitglied"]),
        ("stand=kuenftig", ["Künftiges Mitglied"]),
        ("stand=laeuft-aus", ["Mitglied mit Ende"]),
        ("stand=alle&suche=ehemalig", ["Ehemaliges Mitglied"]),
        ("organisation=stadt-jena&stand=beendet", ["Ehemaliges Mitglied"]),
    ],
)
def test_the_list_is_filtered_by_links(admin, cast, query, names):
    city = cast.organisations["city"]
    MembershipFactory(
        person=PersonFactory(name="Künftiges Mitglied"), organisation=city, starts_on=dt.date(2025, 8, 1)
    )
    MembershipFactory(
        person=PersonFactory(name="Mitglied mit Ende"), organisation=city, ends_on=dt.date(2025, 8, 1)
    )
    rows = admin.get(f"/verwaltung/mitgliedschaften/?{query}").context["rows"]
    assert [row.person.name for row in rows] == names


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_needs_the_same_queries_for_few_and_many(admin, cast, count, django_assert_num_queries):
    for _ in range(count):
        person = PersonFactory()
        UserFactory(person=person)
        MembershipFactory(person=person, organisation=cast.organisations["city"])
    with django_assert_num_queries(6):
        admin.get("/verwaltung/mitgliedschaften/")


@pytest.mark.parametrize("count", [1, 30])
def test_the_invitations_need_the_same_queries_for_few_and_many(
    admin, cast, count, django_assert_num_queries
):
    for number in range(count):
        AccountInvitation.objects.create(
            email=f"x{number}@example.org",
            name="X",
            organisation=cast.organisations["city"],
            starts_on=dt.date(2025, 7, 1),
            expires_at=dt.datetime(2025, 8, 1, tzinfo=dt.UTC),
            nonce=str(number),
            invited_by=cast.admin,
        )
    with django_assert_num_queries(5):
        admin.get("/verwaltung/einladungen/")


def test_the_overview_says_what_wants_attention(admin, cast):
    row = cast.member_utility.person.memberships.get()
    row.ends_on = dt.date(2025, 7, 31)
    row.save()
    page = admin.get("/verwaltung/").content.decode()
    assert "bis 31. Juli 2025" in page
    assert "nur eine Admin-Person" in page
    assert "Organisationen ohne Ansprechperson" in page


def test_a_persons_history_tells_who_did_what(admin, cast):
    row = cast.member_city.person.memberships.get()
    url = f"/verwaltung/mitgliedschaften/{row.pk}/"
    data = {
        "organisation": row.organisation_id,
        "roles": ["contact"],
        "starts_on": "2025-06-01",
        "version": 1,
    }
    admin.post(url, {**data, "ends_on": ""})
    page = admin.get(f"/verwaltung/personen/{row.person.slug}/").content.decode()
    assert "Admin hat die Mitgliedschaft »Mitglied Stadtverwaltung – Stadt Jena« geändert" in page
    assert 'href="/verwaltung/vorgaenge/"' in page


# --- organisations ----------------------------------------------------------------------------------------

NEW = "/verwaltung/organisationen/neu/"
KIJ = {"name": "Kommunale Immobilien Jena", "short_name": "KIJ", "kind": "ENTERPRISE", "website": ""}


def test_an_organisation_is_made_once(admin):
    for _ in range(2):
        assert admin.post(NEW, KIJ).status_code == 303
    house = Organisation.objects.get(name=KIJ["name"])
    assert (house.slug, house.kind) == ("kommunale-immobilien-jena", "ENTERPRISE")
    assert Event.objects.filter(verb="members.organisation_created").count() == 1


def test_names_are_unique_whatever_the_case(admin):
    page = admin.post(NEW, {**KIJ, "name": "STADT JENA"}).content.decode()
    assert "gibt es schon" in page


def test_changing_the_pillar_changes_what_its_people_see(admin, cast):
    house = cast.organisations["city"]
    data = {"name": house.name, "short_name": "", "kind": "UTILITY", "website": "", "version": house.version}
    assert admin.post(f"/verwaltung/organisationen/{house.pk}/", data).status_code == 303
    user = type(cast.member_city).objects.get(pk=cast.member_city.pk)
    assert user.viewer.pillars == {"UTILITY"}
    event = Event.objects.get(verb="members.organisation_changed")
    assert event.data["changes"]["kind"] == ["Stadtverwaltung", "Stadtwerke"]


def test_two_admins_at_one_organisation(admin, cast):
    house = cast.organisations["city"]
    old = {"name": house.name, "short_name": "", "kind": "CITY", "website": "", "version": house.version}
    url = f"/verwaltung/organisationen/{house.pk}/"
    admin.post(url, {**old, "short_name": "Stadt"})
    response = admin.post(url, {**old, "website": "https://jena.de"})
    assert response.status_code == 409
    assert "Stadt" in response.content.decode()
    assert "https://jena.de" in response.content.decode()
    house.refresh_from_db()
    assert (house.short_name, house.website) == ("Stadt", "")


def test_only_an_empty_organisation_can_be_dissolved_and_it_can_come_back(admin, cast):
    city = cast.organisations["city"]
    refused = admin.post(f"/verwaltung/organisationen/{city.pk}/aufloesen/")
    assert refused.status_code == 409
    assert "hat noch Mitgliedschaften" in refused.content.decode()
    empty = OrganisationFactory()
    for _ in range(2):
        assert admin.post(f"/verwaltung/organisationen/{empty.pk}/aufloesen/").status_code == 303
    empty.refresh_from_db()
    assert empty.closed_on == dt.date(2025, 7, 1)
    admin.post(f"/verwaltung/organisationen/{empty.pk}/oeffnen/")
    empty.refresh_from_db()
    assert empty.closed_on is None
    assert Event.objects.filter(verb="members.organisation_closed").count() == 1
