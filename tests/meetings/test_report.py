"""The Rückblick: written in peace, looked at, published deliberately, withdrawn again."""

import pytest
from django.utils import timezone

from meetings.actions import report as report_actions
from meetings.enums import State
from meetings.models import Report
from members import audience
from tests.factories.rows import (
    AgendaItemFactory,
    DecisionFactory,
    MinutesFactory,
    ReportFactory,
    SectionFactory,
)
from tests.meetings.conftest import fresh


def write(client, meeting, **fields):
    data = {"title": "Ein guter Auftakt", "body": "Es ging um **Daten**.", "source_url": "", "version": 0}
    return client.post(f"/treffen/{meeting.pk}/rueckblick/", data | fields)


@pytest.fixture
def report(held):
    return ReportFactory(meeting=held, title="Ein guter Auftakt")


def test_writing_shows_the_preview_and_publishes_nothing(client_of, held):
    client = client_of("organiser")
    response = write(client, held, source_url="https://smartcity.jena.de/en/node/333")
    assert response.url == f"/treffen/{held.pk}/rueckblick/veroeffentlichen/"
    preview = client.get(response.url).content.decode()
    assert "<strong>Daten</strong>" in preview
    assert "Sichtbar für: öffentlich." in preview
    assert "Ein guter Auftakt" not in client_of("anonymous").get(f"/treffen/{held.pk}/").content.decode()
    assert "Ein guter Auftakt" not in client_of("member_city").get(f"/treffen/{held.pk}/").content.decode()
    assert "noch nicht veröffentlicht" in client.get(f"/treffen/{held.pk}/").content.decode()


def test_published_it_is_part_of_the_meeting_for_everybody(client_of, held, report):
    client = client_of("organiser")
    client.post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 1})
    page = client_of("anonymous").get(f"/treffen/{held.pk}/").content.decode()
    assert "Ein guter Auftakt" in page
    assert "noch nicht veröffentlicht" not in page
    client.post(f"/treffen/{held.pk}/rueckblick/zuruecknehmen/")
    assert "Ein guter Auftakt" not in client_of("anonymous").get(f"/treffen/{held.pk}/").content.decode()


def test_what_changed_since_the_preview_is_not_published(client_of, cast, held, report):
    report_actions.write_report(
        meeting=held, version=1, title="Anders", body="Ganz anders.", by=cast.organiser
    )
    response = client_of("organiser").post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 1})
    assert response.status_code == 409
    assert "Ganz anders." in response.content.decode()
    assert fresh(report).published_at is None


def test_two_authors_lose_no_word(client_of, cast, held):
    report_actions.write_report(
        meeting=held, version=0, title="Erster", body="Erster Text.", by=cast.organiser
    )
    response = write(client_of("organiser"), held, body="Zweiter Text.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Zweiter Text." in page
    assert "Erster" in page
    assert Report.objects.get().body == "Erster Text."
    assert write(client_of("organiser"), held, body="Zweiter Text.", version=1).status_code == 303
    assert Report.objects.get().body == "Zweiter Text."


def test_others_neither_publish_nor_withdraw(client_of, held, report):
    for persona in ("member_city", "minute_taker", "admin"):
        client = client_of(persona)
        assert client.post(f"/treffen/{held.pk}/rueckblick/", {}).status_code == 403
        assert client.post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/").status_code in (403, 404)
        assert client.post(f"/treffen/{held.pk}/rueckblick/zuruecknehmen/").status_code in (403, 404)
    assert fresh(report).published_at is None


def test_published_twice_and_withdrawn_twice_are_refused_with_a_reason(client_of, held, report):
    client = client_of("organiser")
    assert client.post(f"/treffen/{held.pk}/rueckblick/zuruecknehmen/").status_code == 409
    client.post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 1})
    again = client.post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 2})
    assert again.status_code == 409
    assert "Der Rückblick ist schon veröffentlicht." in again.content.decode()


def test_no_script_gets_through(client_of, held):
    client = client_of("organiser")
    write(client, held, body="<script>alert(1)</script> [x](javascript:alert(1))")
    client.post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 1})
    page = client_of("anonymous").get(f"/treffen/{held.pk}/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_report_of_a_meeting_for_members_stays_with_them(client_of, held, report):
    held.audience = 15
    held.save()
    client_of("organiser").post(f"/treffen/{held.pk}/rueckblick/veroeffentlichen/", {"version": 1})
    assert client_of("anonymous").get(f"/treffen/{held.pk}/").status_code == 404
    assert "Ein guter Auftakt" in client_of("member_city").get(f"/treffen/{held.pk}/").content.decode()
    assert held.state == State.HELD


# --- what it begins with ----------------------------------------------------------------------------------


def decided(meeting, wording, *, item=None, **fields):
    item = item or AgendaItemFactory(meeting=meeting)
    SectionFactory(minutes=meeting.minutes, agenda_item=item, audience=fields.pop("section", None))
    return DecisionFactory(agenda_item=item, wording=wording, released_at=timezone.now(), **fields)


@pytest.fixture
def decisions(held):
    """Of a public meeting, in the order of their numbers: one for all, and one of each other kind."""
    MinutesFactory(meeting=held)
    decided(held, "Die Datenstrategie\nwird fortgeschrieben.")
    decided(held, "Nur Mitglieder lesen das.", audience=audience.MEMBERS)
    decided(held, "Nur ein Abschnitt.", section=audience.MEMBERS)
    decided(held, "Nur ein TOP.", item=AgendaItemFactory(meeting=held, audience=audience.pillars("CITY")))


def test_it_begins_with_the_decisions_that_its_readers_may_read(client_of, held, decisions):
    page = client_of("organiser").get(f"/treffen/{held.pk}/rueckblick/")
    body = page.context["form"]["body"].value()
    assert body == "Beschlüsse:\n\n- Die Datenstrategie wird fortgeschrieben. (einvernehmlich)\n"
    assert "Der Entwurf beginnt mit den Beschlüssen des Protokolls" in page.text
    assert not Report.objects.exists()


def test_a_meeting_for_members_offers_what_members_read(client_of, held, decisions):
    held.audience = audience.MEMBERS
    held.save()
    body = client_of("organiser").get(f"/treffen/{held.pk}/rueckblick/").context["form"]["body"].value()
    assert "Nur Mitglieder lesen das." in body
    assert "Nur ein TOP." not in body


def test_what_was_written_is_not_drafted_again(client_of, held, decisions):
    client = client_of("organiser")
    assert write(client, held, body="").status_code == 422
    write(client, held)
    page = client.get(f"/treffen/{held.pk}/rueckblick/")
    assert page.context["form"]["body"].value() == "Es ging um **Daten**."
    assert "Der Entwurf beginnt" not in page.text
