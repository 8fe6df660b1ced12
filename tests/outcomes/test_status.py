"""What becomes of a decision: every step by every role from every status; the record stays as it is."""

import datetime as dt

import pytest
from django.utils import timezone

from activity.models import Event
from members import audience
from minutes.enums import State as MinutesState
from outcomes.actions import decisions
from outcomes.enums import DecisionStatus, DecisionVerb
from outcomes.models import Decision
from outcomes.workflow import DECISION_EVENTS, DECISION_TRANSITIONS
from tests.factories.rows import AgendaItemFactory, DecisionFactory

WHY = "Neue Rechtslage."


@pytest.fixture
def later(item, decision):
    return DecisionFactory(
        agenda_item=item, number=decision.number + 5, released_at=timezone.now(), wording="Anders als früher."
    )


def say(client, decision, verb, **data):
    decision.refresh_from_db()
    return client.post(
        f"/beschluesse/{decision.pk}/status/",
        {"verb": verb, "version": decision.version, "reason": WHY} | data,
    )


@pytest.mark.parametrize("status", DecisionStatus.values)
@pytest.mark.parametrize("verb", DecisionVerb.values)
def test_the_table_is_the_rule(client_of, decision, later, status, verb):
    Decision.objects.filter(pk=decision.pk).update(status=status)
    answer = say(client_of("organiser"), decision, verb, replaced_by=later.pk)
    before = decision.status
    decision.refresh_from_db()
    after = DECISION_TRANSITIONS.get((status, verb))
    assert (answer.status_code, decision.status) == ((303, after) if after else (422, before))


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 403), ("member_utility", 403), ("minute_taker", 403),
    ("organiser", 303), ("admin", 403), ("former_member", 404),
])  # fmt: skip
def test_only_organisers_say_it(client_of, decision, persona, status):
    answer = say(client_of(persona), decision, "REVOKE")
    assert answer.status_code == status
    if status == 403:
        assert "vermerkt nur die Organisation" in answer.text
    decision.refresh_from_db()
    assert decision.status == (DecisionStatus.REVOKED if status == 303 else DecisionStatus.IN_FORCE)


def test_a_draft_has_no_status_yet(client_of, decision):
    Decision.objects.filter(pk=decision.pk).update(released_at=None)
    answer = say(client_of("organiser"), decision, "CARRY_OUT")
    assert answer.status_code == 409
    assert "steht noch im Entwurf" in answer.text


def test_wording_and_result_stay_also_of_an_approved_record(client_of, meeting, decision, later):
    meeting.minutes.state, meeting.minutes.approved_at = MinutesState.APPROVED, timezone.now()
    meeting.minutes.save()
    words = decision.wording, decision.result
    say(client_of("organiser"), decision, "REPLACE", replaced_by=later.pk)
    decision.refresh_from_db()
    assert (decision.wording, decision.result) == words
    assert (decision.status, decision.replaced_by, decision.status_reason) == ("REPLACED", later, WHY)


@pytest.mark.parametrize("verb", ["REPLACE", "REVOKE"])
def test_replacing_and_revoking_need_a_reason(client_of, decision, later, verb):
    answer = say(client_of("organiser"), decision, verb, reason=" ", replaced_by=later.pk)
    assert answer.status_code == 422
    assert "Bitte nennen Sie den Grund." in answer.text


def test_only_a_later_decision_replaces(client_of, item, decision, later):
    """So no chain runs in a circle; the later one offers nothing to be replaced by."""
    draft = DecisionFactory(agenda_item=item, number=later.number + 1)
    for wrong in (decision.pk, draft.pk, ""):
        assert say(client_of("organiser"), decision, "REPLACE", replaced_by=wrong).status_code == 422
    assert say(client_of("organiser"), later, "REPLACE", replaced_by=decision.pk).status_code == 422
    assert not Decision.objects.exclude(status="IN_FORCE").exists()


def test_what_replaces_is_told_to_whoever_sees_it(client_of, decision, later):
    Decision.objects.filter(pk=later.pk).update(audience=audience.UTILITY)
    say(client_of("organiser"), decision, "REPLACE", replaced_by=later.pk)
    for url in (decision.get_absolute_url(), "/beschluesse/"):
        inside, outside = (client_of(who).get(url).text for who in ("member_utility", "member_city"))
        assert f"durch {later.label}" in inside
        assert "ersetzt" in outside
        assert later.label not in outside
    assert decision.label in client_of("member_utility").get(later.get_absolute_url()).text


def test_two_at_once_lose_nothing(client_of, decision):
    client, data = client_of("organiser"), {"verb": "REVOKE", "reason": WHY, "version": decision.version}
    assert client.post(f"/beschluesse/{decision.pk}/status/", data).status_code == 303
    answer = client.post(
        f"/beschluesse/{decision.pk}/status/", {**data, "verb": "RESTORE", "reason": "Anderer Grund."}
    )
    assert answer.status_code == 409
    assert "Anderer Grund." in answer.text
    assert WHY in answer.text


def test_the_log_knows_every_step(client_of, decision):
    say(client_of("organiser"), decision, "CARRY_OUT")
    assert Event.objects.about(decision).filter(verb="decisions.carried_out").exists()
    assert set(DECISION_EVENTS) == set(DecisionVerb)


def test_the_register_filters_by_status_and_review(client_of, item, decision, later, clock):
    say(client_of("organiser"), decision, "CARRY_OUT")
    Decision.objects.filter(pk=later.pk).update(review_on=dt.date(2025, 7, 1))
    client = client_of("member_city")
    assert later.wording not in client.get("/beschluesse/?status=CARRIED_OUT").text
    assert decision.wording in client.get("/beschluesse/?status=CARRIED_OUT").text
    due = client.get("/beschluesse/?pruefung=faellig&jahr=2025").text
    assert later.wording in due
    assert decision.wording not in due
    assert "jahr=2025&amp;status=IN_FORCE" in client.get("/beschluesse/?jahr=2025").text


def test_filters_tell_nothing_of_hidden_decisions(client_of, decision, later):
    Decision.objects.filter(pk=later.pk).update(
        audience=audience.UTILITY, status="REVOKED", review_on=dt.date(2025, 6, 1)
    )
    assert "status=REVOKED" not in client_of("member_city").get("/beschluesse/").text
    assert "status=REVOKED" in client_of("member_utility").get("/beschluesse/").text
    Decision.objects.filter(pk=later.pk).update(status="IN_FORCE")
    assert "pruefung=faellig" not in client_of("member_city").get("/beschluesse/").text
    assert "pruefung=faellig" in client_of("member_utility").get("/beschluesse/").text


# --- review -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 403), ("minute_taker", 303), ("organiser", 303), ("admin", 403),
    ("former_member", 404),
])  # fmt: skip
def test_writers_set_the_day_of_the_review_at_any_time(client_of, meeting, decision, persona, status):
    meeting.minutes.state, meeting.minutes.approved_at = MinutesState.APPROVED, timezone.now()
    meeting.minutes.save()
    data = {"review_on": "2025-12-01", "version": decision.version}
    answer = client_of(persona).post(f"/beschluesse/{decision.pk}/ueberpruefung/", data)
    assert answer.status_code == status
    decision.refresh_from_db()
    assert decision.review_on == (dt.date(2025, 12, 1) if status == 303 else None)


@pytest.mark.slow
def test_the_organisers_are_reminded_once_on_the_day(cast, client_of, decision, clock, mailbox, worker):
    decisions.set_review(decision=decision, version=1, review_on=dt.date(2025, 7, 3), by=cast.minute_taker)
    worker.tick()
    assert mailbox == []
    clock.move_to("2025-07-03T06:00:00+02:00")  # not before people are at work
    worker.tick()
    assert mailbox == []
    assert "überprüfen" not in client_of("member_city").get("/uebersicht/").text
    for hour in ("08", "09", "15"):
        clock.move_to(f"2025-07-03T{hour}:30:00+02:00")
        worker.tick()
    assert [mail.to for mail in mailbox] == [["organiser@example.org"]]
    assert decision.wording in mailbox[0].body
    assert f"Beschluss {decision.label} überprüfen" in client_of("organiser").get("/uebersicht/").text


def test_a_new_day_brings_a_new_reminder_and_a_weekend_waits(cast, decision, clock, mailbox, worker):
    decisions.set_review(decision=decision, version=1, review_on=dt.date(2025, 7, 1), by=cast.organiser)
    worker.tick()
    decisions.set_review(decision=decision, version=2, review_on=dt.date(2025, 7, 5), by=cast.organiser)
    clock.move_to("2025-07-05T10:00:00+02:00")
    worker.tick()
    assert len(mailbox) == 1
    clock.move_to("2025-07-07T10:00:00+02:00")
    worker.tick()
    assert len(mailbox) == 2


def test_what_is_not_in_force_is_not_reviewed(cast, decision, clock, mailbox, worker):
    decisions.set_review(decision=decision, version=1, review_on=dt.date(2025, 7, 1), by=cast.organiser)
    decisions.set_status(decision=decision, verb="CARRY_OUT", version=2, by=cast.organiser)
    worker.tick()
    assert mailbox == []


# --- vertagt ----------------------------------------------------------------------------------------------


def test_a_postponed_top_offers_to_postpone_its_topic(client_of, item, decision, topic_on):
    topic = topic_on(item)
    Decision.objects.filter(pk=decision.pk).update(result="POSTPONED")
    link = f"/themen/{topic.pk}/"
    page = client_of("organiser").get(decision.get_absolute_url()).text
    assert "Thema vertagen" in page
    assert "postpone" in page
    topic.refresh_from_db()
    assert topic.state == "PLANNED"  # offered, not done
    member = client_of("member_city").get(decision.get_absolute_url()).text
    assert "Thema vertagen" not in member
    assert link in member
    topic.audience = audience.UTILITY
    topic.save()
    assert topic.title not in client_of("member_city").get(decision.get_absolute_url()).text


@pytest.fixture
def topic_on():
    from tests.factories.rows import TopicFactory

    def put(item):
        item.topic = TopicFactory(title="Sensornetz", state="PLANNED")
        item.save()
        AgendaItemFactory(topic=item.topic)
        return item.topic

    return put
