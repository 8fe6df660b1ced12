"""»Gelesen« and »keine Einwendungen«: who says it, what the page shows, what another round does to it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Event
from meetings.enums import State as MeetingState
from members import audience
from minutes.enums import State
from minutes.models import Minutes, Objection, Reading
from minutes.presenters.readings import standing_of
from minutes.selectors import readings
from tests.factories.rows import MeetingFactory, MembershipFactory, MinutesFactory, UserFactory
from tests.minutes.conftest import make_minutes

READ, CONSENT, BACK = "gelesen/", "keine-einwaende/", "keine-einwaende/zuruecknehmen/"
MEMBERS = ["member_city", "member_enterprise", "minute_taker", "organiser", "admin"]
FRAGMENT = {"HTTP_HX_REQUEST": "true"}


def text_of(response):
    return response.content.decode()


def reading_of(cast, persona):
    return Reading.objects.filter(person=cast.users[persona].person).first()


def circulate(client, made, until="2025-07-15"):
    response = client.post(f"{made.url}umlauf/", {"until": until})
    assert response.status_code == 303


def recall(client, made):
    assert client.post(f"{made.url}zurueckholen/").status_code == 303


@pytest.mark.parametrize("persona", MEMBERS)
@pytest.mark.parametrize("path", [READ, CONSENT])
def test_members_say_it_once(client_of, circulating, cast, clock, persona, path):
    client = client_of(persona)
    assert client.post(f"{circulating.url}{path}").status_code == 303
    first = reading_of(cast, persona)
    assert first.read_at is not None
    assert (first.consented_at is not None) == (path == CONSENT)
    clock.shift(dt.timedelta(hours=1))
    assert client.post(f"{circulating.url}{path}").status_code == 303
    again = reading_of(cast, persona)
    assert (again.read_at, again.consented_at) == (first.read_at, first.consented_at)
    assert Event.objects.filter(verb="minutes.consented").count() == (path == CONSENT)


@pytest.mark.parametrize("path", [READ, CONSENT, BACK])
@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("former_member", 404)])
def test_others_cannot(client_of, circulating, path, persona, status):
    assert client_of(persona).post(f"{circulating.url}{path}").status_code == status
    assert not Reading.objects.exists()


@pytest.mark.parametrize("path", [READ, CONSENT, BACK])
@pytest.mark.parametrize("persona", MEMBERS)
@pytest.mark.parametrize("state", [State.DRAFT, State.FOR_APPROVAL, State.APPROVED])
def test_only_while_they_go_round(client_of, circulating, path, persona, state):
    Minutes.objects.filter(pk=circulating.pk).update(state=state)
    response = client_of(persona).post(f"{circulating.url}{path}")
    sees = state != State.DRAFT or persona in ("minute_taker", "organiser")
    assert response.status_code == (409 if sees else 404)
    assert not sees or "nicht im Umlauf" in text_of(response)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("path", [READ, CONSENT, BACK])
def test_not_after_the_end(client_of, circulating, clock, path):
    clock.move_to(circulating.minutes.objections_until + dt.timedelta(seconds=1))
    response = client_of("member_city").post(f"{circulating.url}{path}")
    assert response.status_code == 409
    assert "Der Umlauf ist zu Ende" in text_of(response)


@pytest.mark.parametrize("path", [READ, CONSENT, BACK])
def test_reading_a_page_says_nothing(client_of, circulating, path):
    client = client_of("member_city")
    assert client.get(f"{circulating.url}{path}").status_code == 405
    client.get(circulating.url)
    assert not Reading.objects.exists()


def test_the_page_says_what_this_reader_said(client_of, circulating):
    client = client_of("member_city")
    html = text_of(client.get(circulating.url))
    assert "Noch nicht als gelesen vermerkt" in html
    assert "noch 14 Tage" in html
    client.post(f"{circulating.url}{READ}")
    html = text_of(client.get(circulating.url))
    assert "gelesen am 1. Juli 2025" in html
    assert f'action="{circulating.url}{READ}"' not in html
    client.post(f"{circulating.url}{CONSENT}")
    html = text_of(client.get(circulating.url))
    assert "keine Einwendungen, gesagt am 1. Juli 2025" in html
    assert f'action="{circulating.url}{BACK}"' in html
    client.post(f"{circulating.url}{BACK}")
    html = text_of(client.get(circulating.url))
    assert "keine Einwendungen, gesagt" not in html
    assert "gelesen am 1. Juli 2025" in html
    other = text_of(client_of("member_utility").get(circulating.url))
    assert "Noch nicht als gelesen vermerkt" in other


def test_htmx_gets_the_bar_and_the_line_at_the_head(client_of, circulating):
    client = client_of("member_city")
    response = client.post(f"{circulating.url}{CONSENT}", **FRAGMENT)
    html = text_of(response)
    assert response.status_code == 200
    assert html.lstrip().startswith('<section class="panel no-print say" id="umlauf"')
    assert 'id="umlauf-stand" hx-swap-oob="true"' in html
    assert "Vermerkt: Sie haben keine Einwendungen." in html
    assert "data-quiet" not in html
    by_itself = client.post(f"{circulating.url}{READ}", {"von_selbst": "1"}, **FRAGMENT)
    assert "data-quiet" in text_of(by_itself)


def test_without_scripts_one_lands_at_the_bar(client_of, circulating):
    response = client_of("member_city").post(f"{circulating.url}{READ}")
    assert response["Location"] == f"{circulating.url}#umlauf"


@pytest.mark.parametrize("state", [State.DRAFT, State.FOR_APPROVAL, State.APPROVED])
def test_outside_the_circulation_there_is_no_bar(client_of, circulating, state):
    Minutes.objects.filter(pk=circulating.pk).update(state=state)
    assert 'id="umlauf"' not in text_of(client_of("organiser").get(circulating.url))


def test_the_public_has_no_bar(client_of, published):
    for persona in ("anonymous", "former_member"):
        assert 'id="umlauf"' not in text_of(client_of(persona).get(published.url))


# --- the copy in the browser ------------------------------------------------------------------------------


def etag_of(client, url):
    client.get(url)
    return client.get(url)["ETag"]


def status_again(client, url, etag):
    return client.get(url, headers={"If-None-Match": etag}).status_code


@pytest.mark.slow
@pytest.mark.parametrize("url, of_others", [("page", 200), ("/uebersicht/", 304)])
def test_ones_own_reading_makes_ones_own_copy_old(client_of, circulating, url, of_others):
    """For the others only the page that says how many have read: no event, no other page of the portal."""
    url = circulating.url if url == "page" else url
    mine, other = client_of("member_city"), client_of("member_utility")
    etag, others = etag_of(mine, url), etag_of(other, url)
    mine.post(f"{circulating.url}{READ}", **FRAGMENT)
    assert status_again(mine, url, etag) == 200
    assert status_again(other, url, others) == of_others
    etag = etag_of(mine, url)
    assert status_again(mine, url, etag) == 304
    mine.post(f"{circulating.url}{CONSENT}", **FRAGMENT)
    assert status_again(mine, url, etag) == 200
    etag = etag_of(mine, url)
    mine.post(f"{circulating.url}{BACK}", **FRAGMENT)
    assert status_again(mine, url, etag) == 200


@pytest.mark.parametrize("url", ["page", "/uebersicht/"])
def test_an_unchanged_page_costs_no_more_than_before(client_of, circulating, cast, url):
    url = circulating.url if url == "page" else url
    client = client_of("member_city")
    client.post(f"{circulating.url}{CONSENT}", **FRAGMENT)
    etag = etag_of(client, url)
    with CaptureQueriesContext(connection) as queries:
        assert status_again(client, url, etag) == 304
    assert len(queries) <= 5


# --- another round ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_was_said_stays_and_is_asked_again(client_of, cast, clock, draft):
    organiser, client = client_of("organiser"), client_of("member_city")
    circulate(organiser, draft)
    client.post(f"{draft.url}{CONSENT}")
    recall(organiser, draft)
    clock.shift(dt.timedelta(days=1))
    circulate(organiser, draft)
    html = text_of(client.get(draft.url))
    assert "gelesen am 1. Juli 2025 (Fassung 1)" in html
    assert "keine Einwendungen, gesagt am 1. Juli 2025 (Fassung 1)" in html
    assert "Der Text hat sich seitdem geändert" in html
    assert "Protokoll lesen" in text_of(client.get("/uebersicht/"))
    client.post(f"{draft.url}{READ}")
    reading = reading_of(cast, "member_city")
    assert (reading.read_revision, reading.consented_revision) == (2, 1)
    html = text_of(client.get(draft.url))
    assert "gelesen am 2. Juli 2025</li>" in html
    assert "(Fassung 1)" in html
    assert "Protokoll lesen" not in text_of(client.get("/uebersicht/"))
    client.post(f"{draft.url}{CONSENT}")
    assert reading_of(cast, "member_city").consented_revision == 2


def test_a_change_amid_the_round_is_shown_but_nags_nobody(client_of, cast, circulating):
    """An accepted suggestion makes a new revision; the round goes on."""
    client = client_of("member_city")
    Minutes.objects.filter(pk=circulating.pk).update(revision_number=1, revised_at=timezone.now())
    client.post(f"{circulating.url}{READ}")
    Minutes.objects.filter(pk=circulating.pk).update(revision_number=2, version=9)
    html = text_of(client.get(circulating.url))
    assert "(Fassung 1)" in html
    assert "Bitte lesen Sie ihn noch einmal" in html
    assert "Protokoll lesen" not in text_of(client.get("/uebersicht/"))


# --- to do ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [READ, CONSENT])
def test_the_to_do_is_gone_once_something_was_said(client_of, circulating, path):
    client, other = client_of("member_city"), client_of("member_utility")
    assert "Protokoll lesen: Einwendungen bis 15. Juli" in text_of(client.get("/uebersicht/"))
    client.post(f"{circulating.url}{path}")
    assert "Protokoll lesen" not in text_of(client.get("/uebersicht/"))
    assert "Protokoll lesen" in text_of(other.get("/uebersicht/"))


def test_whoever_objected_or_wrote_is_not_asked(client_of, circulating):
    client = client_of("member_city")
    client.post(f"{circulating.url}einwendungen/neu/", {"reason": "Das fehlt."})
    assert "Protokoll lesen" not in text_of(client.get("/uebersicht/"))
    assert "Protokoll lesen" not in text_of(client_of("minute_taker").get("/uebersicht/"))


@pytest.mark.parametrize(
    "persona, asked", [("member_city", False), ("admin", False), ("minute_taker", True), ("organiser", True)]
)
def test_writers_find_objections_to_answer(client_of, circulating, persona, asked):
    client_of("member_utility").post(f"{circulating.url}einwendungen/neu/", {"reason": "Das fehlt."})
    html = text_of(client_of(persona).get("/uebersicht/"))
    assert ("1 Einwendung beantworten" in html) == asked
    assert (f'href="{circulating.url}einwendungen/"' in html) == asked


@pytest.mark.parametrize("persona, asked", [("member_enterprise", False), ("minute_taker", True)])
def test_so_do_writers_who_see_no_more_than_the_others(client_of, cast, persona, asked):
    meeting = MeetingFactory(
        state=MeetingState.HELD, starts_at=timezone.now() - dt.timedelta(days=7), audience=audience.MEMBERS,
        minute_taker=cast.minute_taker.person,
    )  # fmt: skip
    minutes = MinutesFactory(
        meeting=meeting, state=State.CIRCULATING, circulated_at=timezone.now(),
        objections_until=timezone.now() + dt.timedelta(days=7),
    )  # fmt: skip
    Objection.objects.create(minutes=minutes, author=cast.member_city.person, reason="Das fehlt.")
    client_of("member_city").get("/uebersicht/")  # with the same rights as the one who writes
    html = text_of(client_of(persona).get("/uebersicht/"))
    assert ("1 Einwendung beantworten" in html) == asked


def test_writers_find_what_waits_for_approval(client_of, circulating, cast):
    Minutes.objects.filter(pk=circulating.pk).update(state=State.FOR_APPROVAL)
    assert "Protokoll genehmigen lassen" in text_of(client_of("organiser").get("/uebersicht/"))
    assert "Protokoll genehmigen lassen" not in text_of(client_of("member_city").get("/uebersicht/"))
    make_minutes(cast, state=State.APPROVED, title="Fertiges", number=9)
    assert (
        "Fertiges" not in text_of(client_of("organiser").get("/uebersicht/")).partition("Für Sie zu tun")[2]
    )


# --- how many have read: for every member, without names ---------------------------------------------------


def counts_of(made):
    return readings.counts_of(Minutes.objects.get(pk=made.pk))


@pytest.mark.parametrize("mask", [audience.PUBLIC, audience.MEMBERS, audience.CITY, audience.UTILITY, 3, 6])
@pytest.mark.parametrize("author", ["minute_taker", "member_city", None])
def test_members_read_the_number_that_the_writers_see(cast, clock, mask, author):
    person = cast.users[author].person if author else None
    made = make_minutes(cast, mask=mask, author=person)
    second = {"person": cast.member_city.person, "organisation": cast.organisations["utility"]}
    MembershipFactory(starts_on=dt.date(2025, 1, 1), **second)
    said = {"minutes": made.minutes, "read_revision": 0}
    now = timezone.now()
    Reading.objects.create(person=cast.member_city.person, read_at=now, **said)
    Reading.objects.create(person=cast.organiser.person, consented_at=now, **said)
    Reading.objects.create(person=cast.former_member.person, read_at=now, **said)
    before = made.minutes.circulated_at - dt.timedelta(days=1)
    Reading.objects.create(person=cast.member_enterprise.person, read_at=before, **said)
    Reading.objects.create(person=cast.admin.person, reminded_on=now.date(), **said)
    Objection.objects.create(minutes=made.minutes, author=cast.member_utility.person, reason="Nein.")
    Objection.objects.create(minutes=made.minutes, author=cast.admin.person, reason="x", state="WITHDRAWN")
    standing = standing_of(made.minutes)
    assert standing.said > 0
    assert counts_of(made) == (standing.all, standing.said)


def test_the_panel_tells_how_many_and_nobody_who(client_of, circulating, cast):
    client_of("member_utility").post(f"{circulating.url}{READ}")
    html = text_of(client_of("member_enterprise").get(circulating.url))
    panel = html[html.index('id="umlauf"') : html.index("</section>", html.index('id="umlauf"'))]
    standing = standing_of(circulating.minutes)
    assert f"1 von {standing.all} hat gelesen" in panel
    assert cast.member_utility.person.name not in panel
    answer = text_of(client_of("member_city").post(f"{circulating.url}{READ}", **FRAGMENT))
    assert f"2 von {standing.all} haben gelesen" in answer


def test_when_somebody_reads_the_copies_of_the_others_are_old(client_of, circulating):
    client = client_of("member_enterprise")
    client.get(circulating.url)
    etag = client.get(circulating.url)["ETag"]
    assert client.get(circulating.url, headers={"If-None-Match": etag}).status_code == 304
    client_of("member_utility").post(f"{circulating.url}{READ}")
    assert client.get(circulating.url, headers={"If-None-Match": etag}).status_code == 200


def test_a_membership_that_begins_tomorrow_counts_tomorrow(cast, circulating, clock):
    tomorrow = timezone.now().date() + dt.timedelta(days=1)
    person = UserFactory().person
    MembershipFactory(person=person, organisation=cast.organisations["city"], starts_on=tomorrow)
    asked, _answered = counts_of(circulating)
    clock.shift(dt.timedelta(days=1))
    assert counts_of(circulating) == (asked + 1, 0)


def test_the_public_and_other_states_have_no_count(cast, circulating, published):
    assert counts_of(published) == (None, None)
    Minutes.objects.filter(pk=circulating.pk).update(state=State.FOR_APPROVAL)
    assert counts_of(circulating) == (None, None)
