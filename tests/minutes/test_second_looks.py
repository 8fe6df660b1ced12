"""What the writers of minutes do not do alone; and approval by silence."""

import datetime as dt

import pytest
from django.utils import timezone

from core.access import Forbidden
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members.models import GroupRules
from minutes.actions import approval, circulation, second_looks, writing
from minutes.enums import Approval, State, Verb
from minutes.models import Minutes, Objection, Seal, SecondLook
from outcomes.enums import Result
from outcomes.models import Decision
from tests.factories.rows import MembershipFactory, PersonFactory, UserFactory
from tests.minutes.approving import fresh, hold, waiting
from tests.minutes.conftest import make_minutes


@pytest.fixture
def made(cast):
    return waiting(cast)


@pytest.fixture
def held(made, clock):
    hold(made.next, clock)
    return made


def approve(client, made, **fields):
    data = {"result": Result.CONSENSUS, "wording": "Das Protokoll wird genehmigt.", **fields}
    return client.post(f"{made.url}genehmigen/", data)


def said(response):
    return response.content.decode()


# --- the second person -----------------------------------------------------------------------------------


@pytest.fixture
def asked(held, client_of, cast):
    """The minute-taker, who wrote it, takes the minutes of the approving meeting as well, and approves."""
    Meeting.objects.filter(pk=held.next.pk).update(minute_taker=cast.minute_taker.person)
    response = approve(client_of("minute_taker"), held)
    assert response.status_code == 303
    held.look = SecondLook.objects.get()
    held.look_url = f"/protokolle/bestaetigen/{held.look.pk}/"
    return held


def test_whoever_asked_does_not_confirm_past_the_page_either(asked, cast):
    with pytest.raises(Forbidden):
        second_looks.confirm(asked.look, by=cast.minute_taker)


@pytest.mark.slow
def test_who_wrote_the_minutes_does_not_approve_them_alone(asked, client_of):
    assert fresh(asked.minutes).state == State.FOR_APPROVAL
    assert not Seal.objects.exists()
    assert Decision.objects.filter(agenda_item=asked.minutes.approval_item).count() == 1
    page = said(client_of("minute_taker").get(asked.url))
    assert "Wartet auf die Bestätigung durch eine zweite Person: Genehmigung." in page


def test_typing_in_a_section_makes_a_writer(held, client_of, cast):
    circulation.recall(minutes=held.minutes, by=cast.organiser)
    section = held.open
    section.refresh_from_db()
    writing.save_section(section=section, body="Neu getippt.", version=section.version, by=cast.organiser)
    section.refresh_from_db()
    writing.save_section(section=section, body="Noch einmal.", version=section.version, by=cast.minute_taker)
    now = timezone.now()
    Minutes.objects.filter(pk=held.pk).update(state=State.FOR_APPROVAL, circulated_at=now)
    Meeting.objects.filter(pk=held.next.pk).update(state=MeetingState.SCHEDULED)
    approval.place_all()
    Meeting.objects.filter(pk=held.next.pk).update(state=MeetingState.RUNNING)
    assert fresh(held.minutes).approval_item is not None
    approve(client_of("organiser"), held)
    assert fresh(held.minutes).state == State.FOR_APPROVAL
    assert SecondLook.objects.get().verb == Verb.APPROVE


def test_the_asked_hear_of_it_and_nobody_else(asked, cast, mailbox, worker):
    worker.drain()
    mails = [mail for mail in mailbox if mail.subject.startswith("Bitte bestätigen")]
    assert [mail.to[0] for mail in mails] == [cast.organiser.email]
    assert asked.look_url in mails[0].body


@pytest.mark.parametrize(
    "persona, told", [("organiser", True), ("minute_taker", False), ("member_city", False)]
)
def test_it_stands_on_the_overview_of_those_who_may_confirm(asked, client_of, persona, told):
    html = said(client_of(persona).get("/uebersicht/"))
    assert ("Bestätigung als zweite Person: Genehmigung" in html) == told
    assert (asked.look_url in html) == told


@pytest.mark.parametrize(
    "persona, status, sentence",
    [("anonymous", 302, ""), ("former_member", 404, ""), ("member_city", 404, ""), ("admin", 404, ""),
     ("minute_taker", 403, "nicht wer darum gebeten hat"), ("organiser", 303, "")],
)  # fmt: skip
def test_who_confirms(asked, client_of, persona, status, sentence):
    response = client_of(persona).post(asked.look_url)
    assert response.status_code == status
    assert sentence in said(response)
    assert (fresh(asked.minutes).state == State.APPROVED) == (status == 303)
    assert Seal.objects.count() == (status == 303)


@pytest.mark.slow
def test_confirming_twice_seals_once(asked, client_of):
    client = client_of("organiser")
    assert [client.post(asked.look_url).status_code for _click in range(2)] == [303, 303]
    assert Seal.objects.count() == 1


def test_the_second_person_sees_what_is_decided(asked, client_of):
    html = said(client_of("organiser").get(asked.look_url))
    assert "Das Protokoll wird genehmigt." in html
    assert "Protokollführung hat am" in html


def test_a_writer_confirms_only_where_nobody_else_could(asked, client_of, cast):
    """The organiser wrote as well, and there is no other one."""
    asked.open.updated_by = cast.organiser
    asked.open.save(update_fields=["updated_by"])
    assert client_of("organiser").post(asked.look_url).status_code == 303


def test_a_writer_does_not_confirm_where_another_could(asked, client_of, cast):
    asked.open.updated_by = cast.organiser
    asked.open.save(update_fields=["updated_by"])
    person = PersonFactory(name="Zweite Organisation")
    MembershipFactory(person=person, is_organiser=True)
    UserFactory(person=person, email="zwei@example.org")
    response = client_of("organiser").post(asked.look_url)
    assert response.status_code == 403
    assert "Bestätigen muss jemand anderes" in said(response)


@pytest.mark.parametrize("persona, tells", [("minute_taker", False), ("organiser", True)])
def test_the_question_can_be_taken_back_or_refused(asked, client_of, cast, mailbox, worker, persona, tells):
    assert client_of(persona).get(f"{asked.look_url}beenden/").status_code == 200
    assert client_of(persona).post(f"{asked.look_url}beenden/").status_code == 303
    assert client_of("organiser").post(asked.look_url).status_code == 409
    assert fresh(asked.minutes).state == State.FOR_APPROVAL
    worker.drain()
    told = [mail.to[0] for mail in mailbox if mail.subject.startswith("Nicht bestätigt")]
    assert told == ([cast.minute_taker.email] if tells else [])
    assert not [mail for mail in mailbox if mail.subject.startswith("Bitte bestätigen")]


def test_a_recall_ends_the_question(asked, cast, client_of):
    circulation.recall(minutes=fresh(asked.minutes), by=cast.organiser)
    assert SecondLook.objects.get().withdrawn_at is not None
    assert client_of("organiser").post(asked.look_url).status_code == 409


def test_confirming_checks_everything_again(asked, client_of, cast):
    Objection.objects.create(minutes=asked.minutes, author=cast.member_city.person, reason="Halt.")
    response = client_of("organiser").post(asked.look_url)
    assert response.status_code == 409
    assert fresh(asked.minutes).state == State.FOR_APPROVAL
    assert SecondLook.objects.get().confirmed_at is None


# --- silence ---------------------------------------------------------------------------------------------


def test_silence_approves_by_the_portal(made, cast, mailbox, worker):
    approval.approve_silently(minutes=fresh(made.minutes))
    minutes = fresh(made.minutes)
    assert (minutes.state, minutes.approval, minutes.approval_item) == (State.APPROVED, Approval.SILENT, None)
    seal = Seal.objects.get()
    assert seal.sealed_by_name == ""
    assert not made.next.agenda_items.exists()
    worker.drain()
    mails = [mail for mail in mailbox if mail.subject.startswith("Genehmigt")]
    assert len(mails) == 6
    assert "ohne offene Einwendung" in mails[0].body


def test_an_open_objection_is_no_silence(made, cast):
    Objection.objects.create(minutes=made.minutes, author=cast.member_city.person, reason="Halt.")
    with pytest.raises(Forbidden):
        approval.approve_silently(minutes=fresh(made.minutes))
    assert fresh(made.minutes).state == State.FOR_APPROVAL


@pytest.mark.parametrize("silent, objected, state", [
    (True, False, State.APPROVED), (True, True, State.FOR_APPROVAL), (False, False, State.FOR_APPROVAL),
])  # fmt: skip
def test_what_follows_the_end_of_the_period(cast, silent, objected, state):
    """Called where the portal ends the circulation."""
    from django.db import transaction

    from minutes.actions.approval import go_on_after_circulation

    made = waiting(cast)
    GroupRules.objects.create(approves_silently=silent)
    if objected:
        Objection.objects.create(minutes=made.minutes, author=cast.member_city.person, reason="Halt.")
    with transaction.atomic():
        minutes = fresh(made.minutes)
        go_on_after_circulation(minutes, by=None)
    assert minutes.state == fresh(made.minutes).state == state
    assert (fresh(made.minutes).approval_item is None) == (state == State.APPROVED)


@pytest.mark.parametrize("objected", [False, True])
@pytest.mark.slow
def test_the_portal_itself_ends_the_period_and_approves_by_silence(cast, clock, worker, mailbox, objected):
    """Nobody clicks: the job of the circulation comes by, twice."""
    made = make_minutes(cast)
    GroupRules.objects.create(approves_silently=True)
    if objected:
        Objection.objects.create(minutes=made.minutes, author=cast.member_city.person, reason="Halt.")
    clock.move_to(made.minutes.objections_until + dt.timedelta(minutes=1))
    for _minute in range(2):
        worker.tick()
        clock.shift(dt.timedelta(minutes=11))
    assert fresh(made.minutes).state == (State.FOR_APPROVAL if objected else State.APPROVED)
    assert Seal.objects.count() == (not objected)
    told = [mail.to[0] for mail in mailbox if mail.subject.startswith("Genehmigt")]
    assert len(told) == len(set(told)) == (0 if objected else 6)


def test_who_ends_it_by_hand_does_not_approve(cast):
    GroupRules.objects.create(approves_silently=True)
    assert waiting(cast).minutes.state == State.FOR_APPROVAL
