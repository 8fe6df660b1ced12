"""The next meeting approves: its TOP, the decision, the second person, the seal."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from meetings.actions.agenda import remove_item
from meetings.enums import ItemKind, Kind
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, Meeting
from members import audience
from minutes.actions import approval, circulation
from minutes.enums import Approval, ObjectionState, State
from minutes.models import Minutes, Objection, Seal
from outcomes.enums import Result
from outcomes.models import Decision
from tests.factories.rows import AgendaItemFactory
from tests.minutes.approving import NEXT, approved, fresh, hold, next_meeting, waiting

TITLE = "Genehmigung des Protokolls vom 4. Juni 2025"


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


# --- the TOP ---------------------------------------------------------------------------------------------


def test_the_next_meeting_gets_the_item_when_the_circulation_ends(made):
    item = made.minutes.approval_item
    assert (item.meeting, item.title, item.kind) == (made.next, TITLE, ItemKind.FORMAL)
    assert item.approval_of == made.minutes


def test_it_stands_after_the_opening_formalities(cast):
    meeting = next_meeting(cast)
    kinds = [
        ("Begrüßung", ItemKind.FORMAL),
        ("Vortrag", ItemKind.TALK),
        ("Verschiedenes", ItemKind.ANY_OTHER),
    ]
    for position, (title, kind) in enumerate(kinds, start=1):
        AgendaItemFactory(meeting=meeting, position=position, number=str(position), title=title, kind=kind)
    made = waiting_for(cast, meeting)
    rows = AgendaItem.objects.filter(meeting=meeting).in_order()
    assert [(row.number, row.title) for row in rows] == [
        ("1", "Begrüßung"), ("2", TITLE), ("3", "Vortrag"), ("4", "Verschiedenes")
    ]  # fmt: skip
    assert made.minutes.approval_item.number == "2"


def waiting_for(cast, meeting, **fields):
    """Closed while `meeting` is the only one to come."""
    from tests.minutes.conftest import make_minutes

    made = make_minutes(cast, **fields)
    circulation.close(minutes=made.minutes, by=cast.organiser)
    made.minutes = fresh(made.minutes)
    return made


@pytest.mark.parametrize(
    "fields",
    [
        {"state": MeetingState.CANCELLED}, {"state": MeetingState.HELD},
        {"kind": Kind.WORKSHOP}, {"kind": Kind.STAMMTISCH}, {"starts_at": NEXT - dt.timedelta(days=200)},
    ],
)  # fmt: skip
def test_other_meetings_do_not_get_it(cast, fields):
    fields.setdefault("starts_at", NEXT)
    if "starts_at" in fields:
        fields["ends_at"] = fields["starts_at"] + dt.timedelta(hours=1)
    made = waiting_for(cast, next_meeting(cast, **fields))
    assert made.minutes.approval_item is None


def test_a_running_meeting_gets_it_at_its_end(cast, client_of):
    """Ended in the meeting itself, so that it can be approved there; what was called keeps its number."""
    running = next_meeting(cast, state=MeetingState.RUNNING, starts_at=NEXT, ends_at=None, began_at=NEXT)
    for position, (title, kind) in enumerate([("Begrüßung", ItemKind.FORMAL), ("Vortrag", ItemKind.TALK)], 1):
        AgendaItemFactory(meeting=running, position=position, number=str(position), title=title, kind=kind)
    made = waiting_for(cast, running)
    rows = AgendaItem.objects.filter(meeting=running).in_order()
    assert [(row.number, row.title) for row in rows] == [("1", "Begrüßung"), ("2", "Vortrag"), ("3", TITLE)]
    assert made.minutes.approval_item.number == "3"
    html = client_of("organiser").get(f"/treffen/{running.pk}/sitzung/").content.decode()
    assert TITLE in html
    approval.place_all()
    assert running.agenda_items.count() == 3


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.POLLING])
def test_a_meeting_without_a_date_gets_it_after_those_with_one(cast, state):
    undated = next_meeting(cast, state=state, starts_at=None, ends_at=None, number=None, target_year=2025)
    assert waiting_for(cast, undated).minutes.approval_item.meeting == undated
    dated = next_meeting(cast, state=MeetingState.INVITED)
    other = waiting_for(cast, dated, title="Zweites", number=2)
    assert other.minutes.approval_item.meeting == dated


def test_a_meeting_made_later_gets_it_by_itself(cast, worker):
    made = waiting_for(cast, None)
    assert made.minutes.approval_item is None
    worker.tick()
    later = next_meeting(cast)
    assert fresh(made.minutes).approval_item is None
    approval.place_all()
    approval.place_all()
    assert fresh(made.minutes).approval_item.meeting == later
    assert later.agenda_items.count() == 1


def test_the_job_is_known():
    from activity.jobs import JOBS

    assert {"minutes.place_approvals", "minutes.verify_records"} <= {job.name for job in JOBS}


def test_when_the_meeting_is_cancelled_the_next_one_gets_it(made, cast):
    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    Meeting.objects.filter(pk=made.next.pk).update(state=MeetingState.CANCELLED)
    approval.place_all()
    assert fresh(made.minutes).approval_item.meeting == later


def test_what_was_taken_off_does_not_come_back_but_goes_on(made, cast):
    item = made.minutes.approval_item
    version = Meeting.objects.get(pk=made.next.pk).agenda_version
    remove_item(item=item, version=version, by=cast.organiser)
    approval.place_all()
    assert fresh(made.minutes).approval_item is None
    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    approval.place_all()
    assert fresh(made.minutes).approval_item.meeting == later


def test_recalled_minutes_leave_the_agenda(made, cast, client_of):
    assert client_of("organiser").post(f"{made.url}zurueckholen/").status_code == 303
    assert fresh(made.minutes).approval_item is None
    assert not made.next.agenda_items.exists()


def test_a_second_round_gets_the_item_again(made, cast, clock):
    circulation.recall(minutes=made.minutes, by=cast.organiser)
    clock.shift(60)
    circulation.circulate(minutes=fresh(made.minutes), until=dt.date(2025, 7, 20), by=cast.organiser)
    circulation.close(minutes=fresh(made.minutes), by=cast.organiser)
    assert fresh(made.minutes).approval_item.meeting == made.next
    assert made.next.agenda_items.count() == 1


def test_the_item_never_tells_of_minutes_that_one_may_not_see(cast, client_of):
    """The next meeting is for everybody, the minutes are for the Stadtverwaltung."""
    meeting = next_meeting(cast, mask=audience.PUBLIC)
    made = waiting_for(cast, meeting, mask=audience.CITY)
    page = f"/treffen/{meeting.pk}/"
    assert TITLE in said(client_of("member_city").get(page))
    for persona in ("anonymous", "member_utility", "former_member"):
        html = said(client_of(persona).get(page))
        assert TITLE not in html
        assert "nichtöffentlich" in html
    assert made.minutes.approval_item.audience == audience.CITY


def test_it_stays_narrow_when_the_meeting_is_opened_later(cast):
    meeting = next_meeting(cast, mask=audience.MEMBERS)
    made = waiting_for(cast, meeting, mask=audience.MEMBERS)
    Meeting.objects.filter(pk=meeting.pk).update(audience=audience.PUBLIC)
    assert fresh(made.minutes).approval_item.mask == audience.MEMBERS


def test_it_becomes_narrower_with_the_minutes(made):
    Meeting.objects.filter(pk=made.meeting.pk).update(audience=audience.CITY)
    approval.place_all()
    assert fresh(made.minutes).approval_item.mask == audience.CITY


# --- who, and when ---------------------------------------------------------------------------------------

ONLY = "Genehmigungen halten nur die Protokollführung und die Organisation fest."


@pytest.mark.parametrize(
    "persona, status, sentence",
    [("anonymous", 302, ""), ("former_member", 404, ""), ("member_city", 403, ONLY),
     ("member_utility", 403, ONLY),
     ("minute_taker", 403, "halten nur die Protokollführung und die Organisation fest"),
     ("organiser", 200, "Protokoll genehmigen"), ("admin", 200, "Protokoll genehmigen")],
)  # fmt: skip
def test_who_reaches_the_form(client_of, held, persona, status, sentence):
    """The admin takes the minutes of the approving meeting here; the minute-taker does not."""
    response = client_of(persona).get(f"{held.url}genehmigen/")
    assert response.status_code == status
    assert sentence in said(response)


@pytest.mark.parametrize(
    "state, sentence",
    [
        (State.DRAFT, "Genehmigt wird ein Protokoll erst nach dem Umlauf."),
        (State.CIRCULATING, "Das Protokoll ist noch im Umlauf."),
        (State.APPROVED, "Das Protokoll ist schon genehmigt."),
    ],
)
def test_in_other_states_it_is_refused_with_the_sentence(client_of, held, state, sentence):
    Minutes.objects.filter(pk=held.pk).update(state=state)
    for method, status in (("get", 403), ("post", 409)):
        response = getattr(client_of("organiser"), method)(f"{held.url}genehmigen/")
        assert response.status_code == status
        assert sentence in said(response)


def test_not_before_the_meeting_has_begun(client_of, made):
    response = approve(client_of("organiser"), made)
    assert response.status_code == 409
    assert "hat noch nicht begonnen" in said(response)
    assert "hat noch nicht begonnen" in said(client_of("organiser").get(made.url))  # the greyed button


def test_not_without_a_later_meeting(client_of, cast):
    made = waiting_for(cast, None)
    response = client_of("organiser").get(f"{made.url}genehmigen/")
    assert response.status_code == 403
    assert "steht kein Fachgruppentreffen bevor" in said(response)


def test_not_while_an_objection_waits_for_its_answer(client_of, held, cast):
    objection = Objection.objects.create(
        minutes=held.minutes, author=cast.member_city.person, reason="Der Satz fehlt."
    )
    response = approve(client_of("organiser"), held)
    assert response.status_code == 409
    assert "nicht beantwortet" in said(response) or "unbeantwortete" in said(response)
    Objection.objects.filter(pk=objection.pk).update(state=ObjectionState.FOLLOWED)
    assert approve(client_of("organiser"), held).status_code == 303


def test_bad_votes_come_back_beside_the_field(client_of, held):
    response = approve(client_of("organiser"), held, result=Result.MAJORITY, votes_yes=2, votes_no=5)
    assert response.status_code == 422
    assert "mehr Ja- als Nein-Stimmen" in said(response)
    assert 'value="5"' in said(response)
    assert fresh(held.minutes).state == State.FOR_APPROVAL
    assert not Decision.objects.filter(agenda_item=held.minutes.approval_item).exists()


# --- approving -------------------------------------------------------------------------------------------


def test_the_decision_of_the_meeting_approves_and_seals(client_of, held, cast):
    response = approve(client_of("organiser"), held, result=Result.MAJORITY, votes_yes=9, votes_no=2)
    assert response.status_code == 303
    minutes = fresh(held.minutes)
    decision = Decision.objects.get(agenda_item=held.minutes.approval_item)
    assert (minutes.state, minutes.approval) == (State.APPROVED, Approval.IN_MEETING)
    assert minutes.approval_decision == decision
    assert (decision.result, decision.votes_yes, decision.votes_no) == (Result.MAJORITY, 9, 2)
    seal = Seal.objects.get()
    assert (seal.position, seal.minutes, seal.revision.number) == (1, minutes, minutes.revision_number)
    sealed = json.loads(seal.text)["approval"]["decision"]
    assert (sealed["wording"], sealed["result"]) == (decision.wording, "MAJORITY")
    assert sealed["votes"] == [9, 2, decision.votes_abstained]
    assert "Siegel 1" in said(client_of("member_city").get(held.url))


def test_a_second_click_changes_nothing(client_of, held):
    first, second = (approve(client_of("organiser"), held) for _click in range(2))
    assert (first.status_code, second.status_code, first.url) == (303, 303, second.url)
    assert (
        Seal.objects.count() == Decision.objects.filter(agenda_item=held.minutes.approval_item).count() == 1
    )


def test_a_decision_that_was_written_down_already_is_taken(client_of, held, cast):
    from outcomes.actions import decisions

    decision = decisions.record_decision(
        agenda_item=held.minutes.approval_item, wording="So genehmigt.", by=cast.admin
    )
    page = said(client_of("organiser").get(f"{held.url}genehmigen/"))
    assert "So genehmigt." in page
    assert client_of("organiser").post(f"{held.url}genehmigen/").status_code == 303
    assert fresh(held.minutes).approval_decision == decision


def test_the_decision_that_approved_stands_fast(client_of, held, cast):
    approve(client_of("organiser"), held)
    decision = fresh(held.minutes).approval_decision
    response = client_of("organiser").get(reverse("outcomes:edit_decision", args=[decision.pk]))
    assert response.status_code == 403
    assert "Er steht fest." in said(response)


def test_everybody_who_may_read_hears_of_it_with_the_seal(client_of, held, cast, mailbox, worker):
    approve(client_of("organiser"), held)
    worker.drain()
    mails = [mail for mail in mailbox if mail.subject.startswith("Genehmigt")]
    expected = ("member_city", "member_enterprise", "member_utility", "minute_taker", "admin")
    assert sorted(mail.to[0] for mail in mails) == sorted(cast.users[who].email for who in expected)
    assert all(Seal.objects.get().digest in mail.body for mail in mails)


def test_minutes_for_one_pillar_are_told_to_that_pillar(cast, clock, mailbox, worker):
    approved(cast, clock, mask=audience.CITY)
    worker.drain()
    told = {mail.to[0] for mail in mailbox if mail.subject.startswith("Genehmigt")}
    assert told == {cast.member_city.email, cast.minute_taker.email}


def test_postponed_is_not_approved_and_goes_on(client_of, held, cast):
    later = next_meeting(cast, number=21, starts_at=NEXT + dt.timedelta(days=60), ends_at=None)
    assert approve(client_of("organiser"), held, result=Result.POSTPONED).status_code == 303
    assert fresh(held.minutes).state == State.FOR_APPROVAL
    assert not Seal.objects.exists()
    assert "vertagt" in said(client_of("organiser").get(held.url))
    Meeting.objects.filter(pk=held.next.pk).update(state=MeetingState.HELD)
    approval.place_all()
    assert fresh(held.minutes).approval_item.meeting == later
