"""What a visitor learns at a glance, and what a member finds to do."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.dates import local
from fachgruppe.checks import operator_is_named
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members import audience
from minutes.enums import State as MinutesState
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    MinutesFactory,
    ReportFactory,
    SectionFactory,
    TopicFactory,
)
from topics.enums import State as TopicState

PUBLIC_PAGES = ("/", "/ueber-uns/", "/impressum/", "/datenschutz/", "/barrierefreiheit/")


@pytest.fixture
def kickoff(cast):
    call_command("seed_kickoff", verbosity=0)
    return Meeting.objects.get(number=1)


@pytest.mark.parametrize("url", PUBLIC_PAGES)
@pytest.mark.slow
def test_everybody_reaches_the_public_pages(client_of, kickoff, url):
    for persona in ("anonymous", "member_city", "former_member"):
        assert client_of(persona).get(url).status_code == 200


def test_a_visitor_learns_what_it_is_what_was_and_what_comes(client_of, kickoff):
    page = client_of("anonymous").get("/").text
    assert "Stadtverwaltung, Eigenbetriebe und Stadtwerke tauschen sich hier" in page
    assert "Erstes Treffen der Fachgruppe" in page
    assert "https://smartcity.jena.de/en/node/333" in page
    assert "3. Quartal 2025" in page
    assert "smartcity@jena.de" in page
    assert "Datenstrategie" in page


def test_a_visitor_learns_nothing_else(client_of, kickoff):
    Meeting.objects.filter(target_quarter=3).update(
        title="Geheimer Arbeitstitel", description="Geheim", place_name="Keller"
    )
    TopicFactory(title="Thema der Mitglieder", state=TopicState.ACCEPTED)
    TopicFactory(title="Ungeprüfte Idee", audience=audience.PUBLIC)
    MeetingFactory(title="Treffen der Mitglieder", starts_at=local(dt.date(2025, 7, 2), dt.time(9)))
    ReportFactory(title="Noch nicht veröffentlicht")
    for url in (*PUBLIC_PAGES, "/sitemap.xml"):
        page = client_of("anonymous").get(url).text
        for secret in (
            "Geheim",
            "Keller",
            "der Mitglieder",
            "Ungeprüfte",
            "Noch nicht veröff",
            "Mitglied Stadt",
        ):
            assert secret not in page, (url, secret)


def test_nobody_is_redirected_from_the_front_page(client_of, kickoff):
    page = client_of("member_city").get("/")
    assert page.status_code == 200
    assert "Zu meiner Übersicht" in page.text


def test_the_overview_shows_what_is_next_and_what_is_to_do(client_of, cast, kickoff):
    minutes = kickoff.minutes
    minutes.state, minutes.circulated_at = MinutesState.CIRCULATING, timezone.now()
    minutes.objections_until = local(dt.date(2025, 7, 6), dt.time(23, 59))
    minutes.save()
    ActionItemFactory(
        agenda_item=kickoff.agenda_items.first(), wording="Daten zählen", assignee=cast.member_city.person,
        due_on=dt.date(2025, 7, 4), released_at=timezone.now(),
    )  # fmt: skip
    page = client_of("member_city").get("/uebersicht/").text
    assert "3. Quartal 2025" in page
    assert "Daten zählen" in page
    assert "fällig 4. Juli" in page
    assert "Protokoll lesen: Einwendungen bis 6. Juli" in page
    assert "noch 5 Tage" in page
    assert "6 Mitglieder aus 4 Organisationen" in page
    other = client_of("member_utility").get("/uebersicht/").text
    assert "Daten zählen" not in other


def test_roles_have_their_own_work(client_of, cast, kickoff):
    TopicFactory(title="Neue Idee")
    organiser = client_of("organiser").get("/uebersicht/").text
    assert "Termin festlegen: Treffen im 3. Quartal 2025" in organiser
    assert "1 neuer Themenvorschlag" in organiser
    member = client_of("member_city").get("/uebersicht/").text
    assert "Termin festlegen" not in member
    assert "Jemanden einladen" not in member
    assert "Jemanden einladen" in client_of("admin").get("/uebersicht/").text


def test_a_former_member_finds_what_is_public(client_of, kickoff):
    TopicFactory(title="Thema der Mitglieder", state=TopicState.ACCEPTED)
    page = client_of("former_member").get("/uebersicht/").text
    assert "Zurzeit besteht keine Mitgliedschaft" in page
    assert "Stadt Jena" in page
    assert "Thema der Mitglieder" not in page
    assert "Für Sie zu tun" not in page


def test_the_overview_asks_for_sign_in(client_of, kickoff):
    answer = client_of("anonymous").get("/uebersicht/")
    assert (answer.status_code, answer.url) == (302, "/konto/login/?next=/uebersicht/")


@pytest.mark.parametrize("amount", [1, 30])
@pytest.mark.parametrize("persona, budget", [("member_city", 24), ("organiser", 29), ("admin", 27)])
def test_the_overview_costs_the_same_for_one_and_thirty(client_of, cast, amount, persona, budget):
    """`budget` is for the first reader of an audience; all others need the few queries of their own."""
    now = timezone.now()
    for number in range(amount):
        held = MeetingFactory(title=f"Altes {number}", state=MeetingState.HELD)
        minutes = MinutesFactory(
            meeting=held, state=MinutesState.CIRCULATING, circulated_at=now,
            objections_until=now + dt.timedelta(days=3),
        )  # fmt: skip
        section = SectionFactory(minutes=minutes)
        for person in (cast.member_city.person, cast.admin.person, cast.organiser.person):
            ActionItemFactory(agenda_item=section.agenda_item, assignee=person, released_at=now)
        TopicFactory(title=f"Idee {number}")
        MeetingFactory(title=f"Entwurf {number}", state=MeetingState.DRAFT, starts_at=None)
    coming = MeetingFactory(title="Nächstes")
    AgendaItemFactory.create_batch(amount, meeting=coming)
    client = client_of(persona)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uebersicht/").status_code == 200
    assert len(queries) == budget
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uebersicht/").status_code == 200
    assert len(queries) == (6 if persona == "admin" else 3)  # admins are told how the mails fare


def test_an_unchanged_overview_is_not_sent_again(client_of, kickoff):
    client = client_of("member_city")
    client.get("/uebersicht/")
    etag = client.get("/uebersicht/").headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uebersicht/", headers={"If-None-Match": etag}).status_code == 304
    assert len(queries) <= 5


@pytest.mark.parametrize("persona, shows_rules", [("anonymous", False), ("member_city", True)])
def test_the_foot_leads_to_decisions_and_rules(client_of, kickoff, persona, shows_rules):
    client = client_of(persona)
    foot = client.get("/").text.partition('<footer class="foot">')[2]
    assert 'href="/beschluesse/"' in foot
    assert ('href="/regeln/"' in foot) == shows_rules
    assert client.get("/beschluesse/").status_code == 200


# --- legal pages and machines ------------------------------------------------------------------------------


def test_empty_fields_of_the_operator_are_marked_in_the_demonstration(client_of, settings):
    assert "bitte ausfüllen: OPERATOR_NAME" in client_of("anonymous").get("/impressum/").text
    settings.DEMO = False
    assert "bitte ausfüllen" not in client_of("anonymous").get("/impressum/").text


def test_the_operator_stands_where_the_law_wants_it(client_of, settings):
    settings.OPERATOR = settings.OPERATOR | {
        "name": "Stadt Beispiel", "address": ["Am Markt 1", "07743 Jena"],
        "privacy_officer": "Datenschutz <dsb>", "enforcement_body": "Durchsetzungsstelle Erfurt",
    }  # fmt: skip
    client = client_of("anonymous")
    assert "Stadt Beispiel" in client.get("/impressum/").text
    assert "07743 Jena" in client.get("/impressum/").text
    assert "Datenschutz &lt;dsb&gt;" in client.get("/datenschutz/").text
    assert "Durchsetzungsstelle Erfurt" in client.get("/barrierefreiheit/").text


def test_programs_find_their_files(client_of, kickoff):
    client = client_of("anonymous")
    robots = client.get("/robots.txt").text
    assert "Disallow: /uebersicht/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    sitemap = client.get("/sitemap.xml").text
    assert f"<loc>http://testserver{kickoff.get_absolute_url()}</loc>" in sitemap
    security = client.get("/.well-known/security.txt")
    assert security["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:" in security.text
    assert "Expires: 2025-12-28T" in security.text


def test_a_member_sees_the_same_sitemap_as_everybody(client_of, cast):
    topic = TopicFactory(title="Thema der Mitglieder", state=TopicState.ACCEPTED)
    assert topic.get_absolute_url() not in client_of("organiser").get("/sitemap.xml").text


def test_the_check_before_operation_names_what_is_missing(settings):
    settings.OPERATOR = dict.fromkeys(settings.OPERATOR, "da") | {"email": ""}
    (warning,) = operator_is_named(None)
    assert "OPERATOR_EMAIL" in warning.msg
    assert "OPERATOR_NAME" not in warning.msg
