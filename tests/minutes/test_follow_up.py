"""»Was wurde aus …?« before a meeting: each reads what they may, as a page, on paper and from a mail."""

import datetime as dt

import pytest

from activity.models import Event
from core.dates import local
from meetings.enums import Kind
from meetings.enums import State as MeetingState
from members import audience
from minutes.models import Objection
from minutes.presenters.follow_up import counts_of, paper_of
from minutes.selectors.follow_up import follow_up_of
from outcomes.models import Decision
from tests.factories.rows import ActionItemFactory, MeetingFactory, TopicFactory
from tests.files import read_pdf

from .conftest import HELD_ON

SECRET = ("Vertrag aufsetzen.", "Zuschlag für Unbekannt.", "Geheimes Thema", "Das stimmt so nicht.")


@pytest.fixture
def coming(circulating):
    """On Thursday 17 July 2025."""
    return MeetingFactory(title="Sommertreffen", starts_at=local(dt.date(2025, 7, 17), dt.time(14)))


@pytest.fixture
def left_open(cast, circulating, coming):
    """Something of each kind, and something of each kind for the Stadtverwaltung alone."""
    ActionItemFactory(
        agenda_item=circulating.items[0], wording="Zahlen liefern.", due_on=dt.date(2025, 6, 20),
        assignee=cast.member_utility.person, assignee_organisation=None, released_at=HELD_ON,
    )  # fmt: skip
    Decision.objects.all().update(review_on=dt.date(2025, 7, 17))
    TopicFactory(title="Sensornetz", state="POSTPONED", reason="Es fehlte die Zeit.")
    TopicFactory(title="Geheimes Thema", state="POSTPONED", audience=audience.CITY)
    TopicFactory(title="Erledigtes Thema", state="CLOSED")
    for section, reason in ((None, "Der Ort fehlt."), (circulating.secret, "Das stimmt so nicht.")):
        Objection.objects.create(
            minutes=circulating.minutes, section=section, author=cast.member_city.person, reason=reason
        )
    Objection.objects.create(
        minutes=circulating.minutes, author=cast.member_city.person, reason="Schon beantwortet.",
        state="FOLLOWED", answer="Ja.",
    )  # fmt: skip
    return f"/treffen/{coming.pk}/was-wurde-aus/"


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 200), ("member_utility", 200), ("organiser", 200), ("admin", 200),
    ("former_member", 404),
])  # fmt: skip
def test_who_reads_it(client_of, left_open, persona, status):
    assert client_of(persona).get(left_open).status_code == status
    assert client_of(persona).get(f"{left_open}pdf/").status_code == status


def test_of_a_public_meeting_it_is_for_members_as_well(client_of, coming, left_open):
    coming.audience = audience.PUBLIC
    coming.save()
    answer = client_of("former_member").get(left_open)
    assert answer.status_code == 403
    assert "lesen nur Mitglieder der Fachgruppe" in answer.text
    assert "Zahlen liefern." not in answer.text


def test_a_hidden_or_announced_meeting_has_none(client_of, coming, left_open):
    coming.audience = audience.UTILITY
    coming.save()
    assert client_of("member_city").get(left_open).status_code == 404
    coming.audience, coming.state, coming.is_announced = audience.MEMBERS, MeetingState.DRAFT, True
    coming.save()
    assert client_of("member_city").get(left_open).status_code == 404
    assert client_of("organiser").get(left_open).status_code == 200


def test_everything_that_is_open_and_nothing_that_is_not(client_of, left_open):
    page = client_of("member_city").get(left_open).text
    for word in (
        "Zahlen liefern.", "überfällig seit 20. Juni", "Quellen nachtragen.", "Stadtwerke Jena",
        "Wir listen Datenquellen.", "Sensornetz", "Es fehlte die Zeit.", "Der Ort fehlt.", *SECRET,
    ):  # fmt: skip
        assert word in page, word
    for word in ("Erledigtes Thema", "Schon beantwortet."):
        assert word not in page


def test_outsiders_read_neither_rows_nor_counts_of_what_is_hidden(client_of, cast, coming, left_open):
    page = client_of("member_utility").get(left_open).text
    assert "Zahlen liefern." in page
    for word in SECRET:
        assert word not in page
    inside, outside = (follow_up_of(coming, user) for user in (cast.member_city, cast.member_utility))
    assert [words for _label, words in counts_of(inside)] == ["3, davon 1 überfällig", "2", "2", "2"]
    assert [words for _label, words in counts_of(outside)] == ["2, davon 1 überfällig", "1", "1", "1"]
    paper = str(paper_of(outside))
    assert "Zahlen liefern." in paper
    assert not [word for word in SECRET if word in paper]


def test_a_decision_comes_up_at_the_meeting_on_or_after_its_day(cast, coming, left_open):
    Decision.objects.all().update(review_on=dt.date(2025, 7, 18))
    assert follow_up_of(coming, cast.organiser).decisions == []


def test_it_is_a_pdf_of_what_the_reader_sees(client_of, left_open):
    answer = client_of("member_city").get(f"{left_open}pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    said = " ".join(read_pdf(answer.content).split())
    assert "überfällig seit 20. Juni 2025" in said  # a paper is read in later years
    assert "Fachgruppe Smart City Jena" in said
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Was%20wurde%20aus%202025-07-17.pdf" in answer.headers["Content-Disposition"].replace(" ", "%20")


def test_the_page_of_the_meeting_leads_there_while_it_is_ahead(client_of, coming, left_open, clock):
    url = f"/treffen/{coming.pk}/"
    assert left_open in client_of("member_city").get(url).text
    coming.audience = audience.PUBLIC
    coming.save()
    assert left_open not in client_of("anonymous").get(url).text
    clock.move_to("2025-07-18T10:00:00+02:00")
    assert left_open not in client_of("member_city").get(url).text


@pytest.mark.slow
def test_the_organiser_finds_it_among_the_things_to_do_a_week_before(client_of, left_open, clock):
    assert left_open not in client_of("organiser").get("/uebersicht/").text
    clock.move_to("2025-07-11T10:00:00+02:00")
    assert left_open in client_of("organiser").get("/uebersicht/").text
    assert left_open not in client_of("member_city").get("/uebersicht/").text


@pytest.mark.parametrize("amount", [2, 30])
def test_it_costs_the_same(cast, client_of, circulating, coming, amount, django_assert_num_queries):
    ActionItemFactory.create_batch(
        amount, agenda_item=circulating.items[0], released_at=HELD_ON, assignee=cast.member_city.person
    )
    TopicFactory.create_batch(amount, state="POSTPONED")
    for _nr in range(amount):
        Objection.objects.create(
            minutes=circulating.minutes, section=circulating.open, author=cast.member_city.person,
            reason="Nein.",
        )  # fmt: skip
    Decision.objects.all().update(review_on=dt.date(2025, 7, 1))
    client = client_of("member_city")
    client.get(f"/treffen/{coming.pk}/was-wurde-aus/")
    with django_assert_num_queries(11):
        client.get(f"/treffen/{coming.pk}/was-wurde-aus/")


# --- the mail ---------------------------------------------------------------------------------------------


def about_it(mailbox):
    return [mail for mail in mailbox if "was wurde aus" in mail.subject]


@pytest.mark.slow
def test_two_working_days_before_everybody_is_told_once(client_of, left_open, clock, mailbox, worker):
    clock.move_to("2025-07-14T16:00:00+02:00")
    worker.tick()
    assert about_it(mailbox) == []
    for moment in ("07:30", "08:30", "09:45", "17:00"):
        clock.move_to(f"2025-07-15T{moment}:00+02:00")
        worker.tick()
    clock.move_to("2025-07-16T10:00:00+02:00")
    worker.tick()
    told = {mail.to[0]: mail for mail in about_it(mailbox)}
    assert len(told) == len(about_it(mailbox)) == 6
    assert "former.member@example.org" not in told
    city, utility = (told[f"member.{house}@example.org"].body for house in ("city", "utility"))
    assert "Offene Aufgaben: 3, davon 1 überfällig" in city
    assert "Offene Aufgaben: 2, davon 1 überfällig" in utility
    assert left_open in city
    assert not [word for word in SECRET if word in utility]
    assert Event.objects.filter(verb="minutes.follow_up_told", actor_id=None).count() == 1


@pytest.mark.slow
def test_a_meeting_that_was_moved_is_not_told_of_twice(coming, left_open, clock, mailbox, worker):
    clock.move_to("2025-07-15T10:00:00+02:00")
    worker.tick()
    coming.starts_at, coming.ends_at = local(dt.date(2025, 7, 24), dt.time(14)), None
    coming.save()
    clock.move_to("2025-07-22T10:00:00+02:00")
    worker.tick()
    assert len(about_it(mailbox)) == 6


@pytest.mark.parametrize("fields", [
    {"kind": Kind.WORKSHOP}, {"state": MeetingState.CANCELLED}, {"state": MeetingState.DRAFT},
])  # fmt: skip
def test_only_before_meetings_of_the_group_that_take_place(coming, left_open, clock, mailbox, worker, fields):
    type(coming).objects.filter(pk=coming.pk).update(**fields)
    clock.move_to("2025-07-15T10:00:00+02:00")
    worker.tick()
    assert about_it(mailbox) == []


def test_where_nothing_is_open_no_mail_goes(cast, clock, mailbox, worker):
    MeetingFactory(starts_at=local(dt.date(2025, 7, 17), dt.time(14)))
    clock.move_to("2025-07-15T10:00:00+02:00")
    worker.tick()
    assert about_it(mailbox) == []


def test_a_mail_that_waits_is_not_sent_after_the_meeting(coming, left_open, clock, mailbox, worker):
    from activity.jobs import tick

    clock.move_to("2025-07-15T10:00:00+02:00")
    tick()
    type(coming).objects.filter(pk=coming.pk).update(state=MeetingState.CANCELLED)
    worker.drain()
    assert about_it(mailbox) == []
