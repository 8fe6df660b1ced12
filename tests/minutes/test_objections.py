"""Einwendungen: who may raise, answer and withdraw them, in which state, who hears of them, who sees them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from members import audience
from members.models import Membership
from minutes.access import objections
from minutes.enums import ObjectionState, State
from minutes.models import Minutes, Objection, Reading
from tests.minutes.test_reading import FIRST, LATER, MORE

REASON = "In TOP 1 fehlt der Einwand der Stadtwerke."
WANTED = "Die Stadtwerke sehen das anders."


def raise_objection(client, made, **data):
    return client.post(f"{made.url}einwendungen/neu/", {"reason": REASON, **data})


def make(made, author, section=None, **fields):
    return Objection.objects.create(
        minutes=made.minutes, author=author.person, section=section, reason=REASON, **fields
    )


def answer(client, objection, verb="NOT_FOLLOW", text="So war es nicht.", version=1):
    url = f"/protokolle/einwendungen/{objection.pk}/beantworten/"
    return client.post(url, {"verb": verb, "answer": text, "version": version})


def put_into(made, state, **fields):
    Minutes.objects.filter(pk=made.pk).update(state=state, **fields)


def text_of(response):
    return response.content.decode()


# --- raising ----------------------------------------------------------------------------------------------

RAISERS = ["member_city", "member_enterprise", "minute_taker", "organiser", "admin"]


@pytest.mark.parametrize("persona", RAISERS)
def test_members_raise_objections_while_the_minutes_go_round(client_of, circulating, cast, persona):
    client = client_of(persona)
    assert client.get(f"{circulating.url}einwendungen/neu/").status_code == 200
    assert raise_objection(client, circulating, wanted=WANTED).status_code == 303
    objection = Objection.objects.get()
    assert (objection.author, objection.state) == (cast.users[persona].person, ObjectionState.OPEN)
    assert (objection.reason, objection.wanted, objection.section) == (REASON, WANTED, None)
    assert objection.organisation is not None


@pytest.mark.parametrize("persona, status", [("anonymous", 302), ("former_member", 404)])
def test_others_do_not(client_of, circulating, persona, status):
    assert raise_objection(client_of(persona), circulating).status_code == status
    assert not Objection.objects.exists()


@pytest.mark.parametrize("persona", [*RAISERS, "former_member", "anonymous"])
@pytest.mark.parametrize(
    "state, sentence",
    [(State.DRAFT, "sobald das Protokoll im Umlauf ist"), (State.FOR_APPROVAL, "Frist für Einwendungen"),
     (State.APPROVED, "Das Protokoll ist genehmigt. Einwendungen")],
)  # fmt: skip
def test_only_while_they_go_round(client_of, circulating, persona, state, sentence):
    put_into(circulating, state)
    response = raise_objection(client_of(persona), circulating)
    sees = persona in RAISERS and (state != State.DRAFT or persona in ("minute_taker", "organiser"))
    assert response.status_code == (409 if sees else 302 if persona == "anonymous" else 404)
    assert not sees or sentence in text_of(response)
    assert not Objection.objects.exists()


def test_not_after_the_last_second(client_of, circulating, clock):
    end = circulating.minutes.objections_until
    clock.move_to(end)
    assert raise_objection(client_of("member_city"), circulating).status_code == 303
    clock.move_to(end + dt.timedelta(seconds=1))
    response = raise_objection(client_of("member_utility"), circulating)
    assert response.status_code == 409
    assert "Frist für Einwendungen ist abgelaufen" in text_of(response)
    assert Objection.objects.count() == 1


def test_a_reason_is_needed_and_what_was_typed_stays(client_of, circulating):
    response = raise_objection(client_of("member_city"), circulating, reason="", wanted=WANTED)
    assert response.status_code == 422
    assert WANTED in text_of(response)
    response = raise_objection(client_of("member_city"), circulating, reason="x" * 4001)
    assert response.status_code == 422
    assert not Objection.objects.exists()


def test_a_second_click_raises_it_once(client_of, circulating, mailbox, worker):
    key = str(uuid.uuid4())
    for _click in range(2):
        assert raise_objection(client_of("member_city"), circulating, key=key).status_code == 303
    worker.drain()
    assert Objection.objects.count() == 1
    assert len(mailbox) == 2


def test_an_objection_takes_the_consent_back(client_of, circulating, cast):
    client = client_of("member_city")
    client.post(f"{circulating.url}keine-einwaende/")
    assert Reading.objects.get().consented_at
    raise_objection(client, circulating)
    reading = Reading.objects.get()
    assert (reading.consented_at, reading.consented_revision) == (None, None)
    assert reading.read_at is not None
    response = client.post(f"{circulating.url}keine-einwaende/")
    assert response.status_code == 409
    assert "selbst eine Einwendung erhoben" in text_of(response)


# --- sections ---------------------------------------------------------------------------------------------


def test_only_readable_sections_are_offered_and_taken(client_of, circulating):
    form = text_of(client_of("member_utility").get(f"{circulating.url}einwendungen/neu/"))
    assert "Datenstrategie als Fundament" in form
    assert "Geheime Vergabe" not in form
    response = raise_objection(client_of("member_utility"), circulating, section=circulating.secret.pk)
    assert response.status_code == 422
    assert (
        raise_objection(client_of("member_city"), circulating, section=circulating.secret.pk).status_code
        == 303
    )
    assert Objection.objects.get().section == circulating.secret


@pytest.mark.slow
def test_one_about_a_hidden_section_is_seen_and_told_where_that_is_read(
    client_of, circulating, cast, mailbox, worker
):
    secret = "Der Zuschlag ging an jemand anderen."
    raise_objection(client_of("member_city"), circulating, section=circulating.secret.pk, reason=secret)
    worker.drain()
    assert sorted(mail.to[0] for mail in mailbox) == ["minute.taker@example.org", "organiser@example.org"]
    objection = Objection.objects.get()
    for persona in ("member_utility", "member_enterprise", "admin"):
        client = client_of(persona)
        html = text_of(client.get(circulating.url))
        assert secret not in html
        assert "1 Einwendung" not in html
        assert f"einwendung-{objection.pk}" not in html
        for verb in ("beantworten", "zurueckziehen"):
            assert client.get(f"/protokolle/einwendungen/{objection.pk}/{verb}/").status_code == 404
    for persona in ("member_city", "minute_taker", "organiser"):
        html = text_of(client_of(persona).get(circulating.url))
        assert secret in html
        assert "1 Einwendung" in html
        assert html.count(f'href="#einwendung-{objection.pk}"') == 1


def test_the_page_shows_all_in_a_section_of_their_own(client_of, circulating, cast):
    make(circulating, cast.member_city, wanted=WANTED)
    make(circulating, cast.member_utility, section=circulating.open)
    make(circulating, cast.member_utility, state=ObjectionState.WITHDRAWN)
    html = text_of(client_of("member_enterprise").get(circulating.url))
    assert "2 Einwendungen" in html
    assert html.index("Es geht weiter.") < html.index('id="einwendungen"') < html.index(WANTED)
    assert "Beantworten" not in html
    assert "Beantworten" in text_of(client_of("organiser").get(circulating.url))


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_the_public_never_reads_one(client_of, published, cast, persona):
    make(published, cast.member_city, state=ObjectionState.FOLLOWED)
    html = text_of(client_of(persona).get(published.url))
    assert REASON not in html
    assert "Einwendung" not in html


def test_no_draft_shows_them_but_the_list_of_the_writers_does(client_of, circulating, cast):
    make(circulating, cast.member_city)
    put_into(circulating, State.DRAFT)
    writer = client_of("minute_taker")
    assert REASON not in text_of(writer.get(circulating.url))
    assert f"{circulating.url}einwendungen/" in text_of(writer.get(circulating.url))
    assert REASON in text_of(writer.get(f"{circulating.url}einwendungen/"))


def test_a_new_objection_makes_the_copy_old(client_of, circulating):
    client = client_of("member_utility")
    client.get(circulating.url)
    etag = client.get(circulating.url)["ETag"]
    raise_objection(client_of("member_city"), circulating)
    assert client.get(circulating.url, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("persona", ["member_city", "organiser"])
def test_they_cost_one_query(client_of, circulating, cast, persona, number, django_assert_num_queries):
    for _n in range(number):
        make(circulating, cast.member_utility, section=circulating.open)
    client = client_of(persona)
    for queries, more in zip((FIRST + 1, LATER), MORE[persona], strict=True):
        with django_assert_num_queries(queries + more):
            assert client.get(circulating.url).status_code == 200


# --- answering --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("member_utility", 403),
     ("admin", 403), ("minute_taker", 303), ("organiser", 303)],
)  # fmt: skip
@pytest.mark.parametrize("state", [State.CIRCULATING, State.FOR_APPROVAL])
def test_who_answers(client_of, circulating, cast, persona, status, state):
    put_into(circulating, state)
    objection = make(circulating, cast.member_city)
    client = client_of(persona)
    url = f"/protokolle/einwendungen/{objection.pk}/beantworten/"
    assert client.get(url).status_code == (200 if status == 303 else status)
    response = answer(client, objection)
    assert response.status_code == status
    if status == 403:
        assert "Einwendungen beantworten nur" in text_of(response)
    objection.refresh_from_db()
    assert objection.state == (ObjectionState.NOT_FOLLOWED if status == 303 else ObjectionState.OPEN)


@pytest.mark.parametrize(
    "verb, text, status, state",
    [("FOLLOW", "", 303, "FOLLOWED"), ("FOLLOW", "Danke.", 303, "FOLLOWED"),
     ("FOLLOW_PARTLY", "", 422, "OPEN"), ("FOLLOW_PARTLY", "Der erste Satz bleibt.", 303, "PARTLY"),
     ("NOT_FOLLOW", "  ", 422, "OPEN"), ("NOT_FOLLOW", "Nein.", 303, "NOT_FOLLOWED"),
     ("WITHDRAW", "Nein.", 422, "OPEN"), ("", "Nein.", 422, "OPEN")],
)  # fmt: skip
def test_what_an_answer_needs(client_of, circulating, cast, verb, text, status, state):
    objection = make(circulating, cast.member_city)
    response = answer(client_of("organiser"), objection, verb, text)
    assert response.status_code == status
    objection.refresh_from_db()
    assert objection.state == state
    if status == 303:
        assert objection.answer == text.strip()
        assert objection.answered_by == cast.organiser
        assert objection.answered_at == timezone.now()


def test_the_answer_reaches_its_author_once(client_of, circulating, cast, mailbox, worker):
    objection = make(circulating, cast.member_city)
    for _click in range(2):
        assert answer(client_of("organiser"), objection).status_code == 303
    worker.drain()
    (mail,) = mailbox
    assert mail.to == [cast.member_city.email]
    assert "wird nicht gefolgt" in mail.body
    assert "So war es nicht." in mail.body
    html = text_of(client_of("member_city").get(circulating.url))
    assert "nicht gefolgt" in html
    assert "So war es nicht." in html


def test_whoever_may_not_read_there_any_more_gets_no_answer(client_of, circulating, cast, mailbox, worker):
    objection = make(circulating, cast.member_city, section=circulating.open)
    answer(client_of("organiser"), objection)
    circulating.open.audience = audience.UTILITY
    circulating.open.save(update_fields=["audience"])
    worker.drain()
    assert mailbox == []


def test_who_answers_second_sees_both_texts(client_of, circulating, cast):
    objection = make(circulating, cast.member_city)
    answer(client_of("organiser"), objection, "FOLLOW", "Gern geändert.")
    response = answer(client_of("minute_taker"), objection, "NOT_FOLLOW", "Das stimmt so.")
    html = text_of(response)
    assert response.status_code == 409
    assert "Gern geändert." in html
    assert "Das stimmt so." in html
    objection.refresh_from_db()
    assert objection.answer == "Gern geändert."


def test_nobody_answers_their_own(client_of, circulating, cast):
    objection = make(circulating, cast.organiser)
    response = answer(client_of("organiser"), objection)
    assert response.status_code == 403
    assert "Die eigene Einwendung beantwortet jemand anderes" in text_of(response)
    listed = text_of(client_of("organiser").get(f"{circulating.url}einwendungen/"))
    assert "Die eigene Einwendung beantwortet jemand anderes" in listed
    assert f"/protokolle/einwendungen/{objection.pk}/beantworten/" not in listed
    assert answer(client_of("minute_taker"), objection).status_code == 303


def test_unless_nobody_else_could(client_of, circulating, cast):
    objection = make(circulating, cast.organiser)
    Membership.objects.filter(person=cast.minute_taker.person).update(ends_on="2025-06-30")
    listed = text_of(client_of("organiser").get(f"{circulating.url}einwendungen/"))
    assert f"/protokolle/einwendungen/{objection.pk}/beantworten/" in listed
    assert answer(client_of("organiser"), objection).status_code == 303


def test_the_list_is_for_writers_with_what_waits_first(client_of, circulating, cast):
    done = {"state": ObjectionState.FOLLOWED, "answer": "Erledigtes", "answered_at": timezone.now()}
    make(circulating, cast.member_city, **done)
    make(circulating, cast.member_utility, wanted="Wartendes")
    url = f"{circulating.url}einwendungen/"
    html = text_of(client_of("minute_taker").get(url))
    assert html.index("Wartendes") < html.index("Erledigtes")
    assert "1 Einwendung wartet auf Antwort" in html
    for persona in ("member_city", "admin"):
        assert client_of(persona).get(url).status_code == 403


# --- withdrawing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["member_utility", "minute_taker", "organiser", "admin"])
def test_nobody_withdraws_those_of_others(client_of, circulating, cast, persona):
    objection = make(circulating, cast.member_city)
    response = client_of(persona).post(f"/protokolle/einwendungen/{objection.pk}/zurueckziehen/")
    assert response.status_code == 403
    assert "Einwendung einer anderen Person" in text_of(response)


@pytest.mark.parametrize("state", [State.CIRCULATING, State.FOR_APPROVAL])
def test_ones_own_goes_while_it_is_unanswered(client_of, circulating, cast, state, mailbox, worker):
    put_into(circulating, state)
    objection = make(circulating, cast.member_city)
    client = client_of("member_city")
    url = f"/protokolle/einwendungen/{objection.pk}/zurueckziehen/"
    assert client.get(url).status_code == 200
    for _click in range(2):
        assert client.post(url).status_code == 303
    objection.refresh_from_db()
    assert objection.state == ObjectionState.WITHDRAWN
    assert REASON not in text_of(client.get(circulating.url))
    worker.drain()
    assert mailbox == []


@pytest.mark.parametrize("verb", ["FOLLOW", "NOT_FOLLOW"])
def test_what_is_answered_stays(client_of, circulating, cast, verb):
    objection = make(circulating, cast.member_city)
    answer(client_of("organiser"), objection, verb)
    response = client_of("member_city").post(f"/protokolle/einwendungen/{objection.pk}/zurueckziehen/")
    assert response.status_code == 409
    assert "schon beantwortet" in text_of(response)


def test_a_withdrawn_one_is_neither_answered_nor_mailed(client_of, circulating, cast, mailbox, worker):
    raise_objection(client_of("member_city"), circulating)
    objection = Objection.objects.get()
    client_of("member_city").post(f"/protokolle/einwendungen/{objection.pk}/zurueckziehen/")
    worker.drain()
    assert mailbox == []
    assert answer(client_of("organiser"), objection).status_code == 409
    response = answer(client_of("organiser"), objection, version=2)
    assert response.status_code == 409
    assert "zurückgezogen" in text_of(response)


# --- what the approval asks -------------------------------------------------------------------------------


def test_the_approval_waits_for_every_answer(circulating, cast):
    assert objections.objections_answered(circulating.minutes)
    make(circulating, cast.member_city, state=ObjectionState.WITHDRAWN)
    make(circulating, cast.member_city, state=ObjectionState.NOT_FOLLOWED)
    assert objections.objections_answered(circulating.minutes)
    make(circulating, cast.member_city, section=circulating.secret)
    verdict = objections.objections_answered(circulating.minutes)
    assert not verdict
    assert verdict.reason.startswith("Eine Einwendung ist noch nicht beantwortet")
    make(circulating, cast.member_utility)
    assert objections.objections_answered(circulating.minutes).reason.startswith("2 Einwendungen")


# --- the log ----------------------------------------------------------------------------------------------


def test_the_log_names_the_place_and_not_the_words(client_of, circulating, cast):
    from activity.models import Event
    from activity.presenters import sentence_for

    raise_objection(client_of("member_city"), circulating, section=circulating.open.pk)
    answer(client_of("organiser"), Objection.objects.get(), "FOLLOW_PARTLY", "Nur ein Teil.")
    lines = [sentence_for(event) for event in Event.objects.filter(target_type="minutes.objection")]
    assert "hat eine Einwendung erhoben: TOP 1" in lines
    assert "hat eine Einwendung beantwortet: TOP 1 (teilweise gefolgt)" in lines
    assert not any(REASON in line or "Nur ein Teil" in line for line in lines)
