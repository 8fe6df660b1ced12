import re

import pytest

from members import audience
from minutes.enums import State
from minutes.models import Minutes
from tests.factories.rows import AgendaItemFactory, CommentFactory, PersonFactory, SectionFactory
from tests.minutes.conftest import HELD_ON

SECRETS = ["Geheime Vergabe", "Zuschlag", "Das war knapp", "Vertrag aufsetzen"]


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "persona, status",
    [
        ("anonymous", 404),
        ("former_member", 404),
        ("member_city", 200),
        ("member_enterprise", 200),
        ("minute_taker", 200),
        ("organiser", 200),
        ("admin", 200),
    ],
)
def test_who_reads_circulating_minutes(client_of, circulating, persona, status):
    assert client_of(persona).get(circulating.url).status_code == status


@pytest.mark.parametrize(
    "persona, status",
    [
        ("anonymous", 404),
        ("former_member", 404),
        ("member_city", 404),
        ("admin", 404),
        ("minute_taker", 200),
        ("organiser", 200),
    ],
)
def test_a_draft_is_for_those_who_write_it(client_of, draft, persona, status):
    client = client_of(persona)
    assert client.get(draft.url).status_code == status
    assert ("Entwurfstreffen" in html_of(client, "/protokolle/")) == (status == 200)


@pytest.mark.parametrize("persona", ["member_enterprise", "member_utility", "admin"])
def test_a_restricted_section_is_a_gap(client_of, circulating, persona):
    html = html_of(client_of(persona), circulating.url)
    assert "nichtöffentlich" in html
    assert "Datenstrategie als Fundament" in html
    assert "Ausblick" in html
    assert [secret for secret in SECRETS if secret in html] == []
    assert f"abschnitt-{circulating.secret.pk}" not in html


@pytest.mark.parametrize("persona", ["member_city", "minute_taker", "organiser"])
def test_those_who_may_see_it_read_all(client_of, circulating, persona):
    html = html_of(client_of(persona), circulating.url)
    assert [secret for secret in SECRETS if secret not in html] == []
    assert "nichtöffentlich" not in html
    assert "sichtbar für" in html


def test_a_narrowed_section_takes_its_comments_and_outcomes_along(client_of, circulating):
    circulating.open.audience = audience.CITY
    circulating.open.save(update_fields=["audience"])
    html = html_of(client_of("member_utility"), circulating.url)
    assert "Bitte die Quelle nennen" not in html
    assert "Wir listen Datenquellen" not in html
    assert "1 Kommentar" not in html
    assert "Bitte die Quelle nennen" in html_of(client_of("member_city"), circulating.url)


def test_what_stands_below_a_hidden_item_is_gone(client_of, circulating):
    child = AgendaItemFactory(
        meeting=circulating.meeting, parent=circulating.items[1], position=1, number="2.1", title="Unterpunkt"
    )
    SectionFactory(minutes=circulating.minutes, agenda_item=child, position=4, body="Verborgen")
    html = html_of(client_of("member_utility"), circulating.url)
    assert html.count("nichtöffentlich") == 2  # contents and text
    assert "2.1" not in html
    open_html = html_of(client_of("member_city"), circulating.url)
    assert open_html.index("Geheime Vergabe") < open_html.index("Unterpunkt") < open_html.index("Ausblick")


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_the_public_reads_published_minutes_without_comments_and_names(client_of, published, cast, persona):
    html = html_of(client_of(persona), published.url)
    assert "Die Runde sprach über" in html
    assert "Nur unter uns" not in html
    assert "Es geht weiter" not in html
    assert "Zuschlag" not in html
    assert cast.minute_taker.person.name not in html.replace(persona, "")
    assert "kommentieren" not in html


def test_approved_but_unpublished_minutes_stay_with_the_members(client_of, published):
    Minutes.objects.update(published_at=None)
    assert client_of("anonymous").get(published.url).status_code == 404
    assert client_of("member_city").get(published.url).status_code == 200
    assert "Öffentliches Treffen" not in html_of(client_of("anonymous"), "/protokolle/")


def test_a_hidden_topic_is_not_linked(client_of, circulating):
    topic = circulating.items[0].topic
    topic.audience = audience.CITY
    topic.save(update_fields=["audience"])
    assert f"/themen/{topic.pk}/" in html_of(client_of("member_city"), circulating.url)
    assert f"/themen/{topic.pk}/" not in html_of(client_of("member_utility"), circulating.url)


def test_steps_say_where_the_minutes_stand(client_of, circulating):
    html = html_of(client_of("member_city"), circulating.url)
    assert "Im Umlauf bis 15. Juli" in html
    assert html.index("Entwurf") < html.index("Im Umlauf bis") < html.index("Genehmigt")
    Minutes.objects.update(state=State.FOR_APPROVAL)
    assert "Zur Genehmigung" in html_of(client_of("member_city"), circulating.url)


def test_no_buttons_for_what_a_reader_cannot_do(client_of, circulating):
    html = html_of(client_of("member_city"), circulating.url)
    assert f"{circulating.url}zurueckholen/" not in html
    assert f"{circulating.url}schreiben/" not in html
    writer = html_of(client_of("minute_taker"), circulating.url)
    assert f"{circulating.url}zurueckholen/" in writer
    assert f"{circulating.url}schreiben/" not in writer  # the text is frozen while it goes round


# --- conditional requests ---------------------------------------------------------------------------------


def etag_of(client, url):
    """As of the second visit: the first one brings the cookie that forms need."""
    client.get(url)
    return client.get(url)["ETag"]


def revisit(client, url, etag):
    return client.get(url, headers={"If-None-Match": etag})


def test_an_unchanged_page_is_not_sent_again(client_of, circulating, django_assert_max_num_queries):
    client = client_of("member_city")
    etag = etag_of(client, circulating.url)
    with django_assert_max_num_queries(3):
        response = revisit(client, circulating.url, etag)
    assert response.status_code == 304
    assert response.content == b""


def test_another_reader_never_gets_the_copy(client_of, circulating):
    etag = etag_of(client_of("organiser"), circulating.url)
    assert revisit(client_of("member_utility"), circulating.url, etag).status_code == 200


@pytest.mark.slow
def test_what_is_said_and_written_makes_the_copy_old(client_of, circulating, draft):
    client = client_of("member_city")
    etag = etag_of(client, circulating.url)
    client_of("member_utility").post(
        f"/protokolle/abschnitte/{circulating.open.pk}/kommentieren/", {"body": "Neu"}
    )
    assert revisit(client, circulating.url, etag).status_code == 200
    writer = client_of("minute_taker")
    for text in ("Erster Satz", "Zweiter Satz"):  # the second save is silent in the log
        etag = etag_of(writer, draft.url)
        section = draft.open
        section.refresh_from_db()
        saved = client_of("organiser").post(
            f"/protokolle/abschnitte/{section.pk}/", {"body": text, "version": section.version}
        )
        assert saved.status_code == 200
        assert revisit(writer, draft.url, etag).status_code == 200


def test_a_lost_right_makes_the_copy_old(client_of, circulating, cast):
    client = client_of("member_city")
    etag = etag_of(client, circulating.url)
    cast.member_city.person.memberships.update(ends_on="2025-06-30")
    assert revisit(client, circulating.url, etag).status_code == 404


FIRST, LATER = 15, 3  # queries of the first reader with the same rights, and of others
# Administrators look for held mails, organisers for the next step; these take minutes or not, nobody asks.
MORE = {"member_city": (0, 0), "admin": (1, 1), "organiser": (2, 3)}


# --- budgets ----------------------------------------------------------------------------------------------


def grown(minutes, cast, sections, comments):
    for _n in range(sections):
        section = SectionFactory(minutes=minutes.minutes)
    authors = [PersonFactory() for _n in range(3)]
    for n in range(comments):
        first = CommentFactory(section=minutes.open if n % 2 else section, author=authors[n % 3])
        CommentFactory(section=first.section, parent=first, author=cast.member_city.person)


@pytest.mark.parametrize("sections, comments", [(1, 3), (30, 100)])
@pytest.mark.parametrize("persona", ["member_city", "admin", "organiser"])
def test_the_page_costs_the_same_however_much_is_on_it(
    client_of, circulating, cast, persona, sections, comments, django_assert_num_queries
):
    grown(circulating, cast, sections, comments)
    client = client_of(persona)
    for queries, more in zip((FIRST, LATER), MORE[persona], strict=True):
        with django_assert_num_queries(queries + more):
            html = html_of(client, circulating.url)
    assert html.count("Punkt") >= sections


@pytest.mark.parametrize("fields, here", [
    ({"state": State.DRAFT}, "Entwurf"),
    ({"state": State.FOR_APPROVAL}, "Zur Genehmigung"),
    ({"state": State.APPROVED, "approved_at": HELD_ON}, "Genehmigt"),  # nobody has published them yet
    ({"state": State.APPROVED, "approved_at": HELD_ON, "published_at": HELD_ON}, None),
])  # fmt: skip
def test_the_steps_say_where_the_minutes_are(client_of, circulating, fields, here):
    Minutes.objects.filter(pk=circulating.pk).update(**fields)
    html = html_of(client_of("organiser"), circulating.url)
    current = re.findall(r'<li aria-current="step">([^<]+)', html)
    assert current == ([here] if here else [])
