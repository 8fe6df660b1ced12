"""Decisions and tasks come from those who write the minutes."""

from uuid import uuid4

import pytest
from django.utils import timezone

from core.access import Forbidden
from members import audience
from minutes.enums import State as MinutesState
from outcomes.actions import decisions
from outcomes.models import ActionItem, Decision
from tests.factories.rows import ActionItemFactory, DecisionFactory

ORDER = ("anonymous", "member_city", "minute_taker", "organiser", "admin", "former_member")
WORDS = {"wording": "Die Fachgruppe trifft sich weiter.", "result": "CONSENSUS"}


def record(client, item, what="beschluss", **words):
    return client.post(f"/tops/{item.pk}/{what}/", WORDS | words)


def test_who_reaches_the_forms(client_of, item):
    for what in ("beschluss", "aufgabe"):
        answers = tuple(client_of(persona).get(f"/tops/{item.pk}/{what}/").status_code for persona in ORDER)
        assert answers == (302, 403, 200, 200, 403, 404)


def test_who_may_not_reads_why(client_of, item):
    answer = client_of("member_city").get(f"/tops/{item.pk}/beschluss/")
    assert "halten nur die Protokollführung und die Organisation fest" in answer.text


def test_minute_taker_of_another_meeting_may_not(cast, item):
    item.meeting.minute_taker = cast.member_utility.person
    item.meeting.save()
    with pytest.raises(Forbidden):
        decisions.record_decision(agenda_item=item, wording="Nein.", by=cast.minute_taker)


def test_a_recorded_decision_has_a_number_and_leads_back_to_the_minutes(client_of, meeting, item):
    answer = record(client_of("minute_taker"), item)
    decision = Decision.objects.get()
    assert (decision.label, decision.released_at) == ("2025/1", None)
    assert answer.url == meeting.minutes.get_absolute_url()


def test_a_double_click_records_once(client_of, item):
    key = str(uuid4())
    for _click in range(2):
        record(client_of("minute_taker"), item, submission_key=key)
        record(client_of("minute_taker"), item, "aufgabe", submission_key=key,
               assignee_organisation=_house())  # fmt: skip
    assert (Decision.objects.count(), ActionItem.objects.count()) == (1, 1)


def _house():
    from members.models import Organisation

    return Organisation.objects.get(name="Stadt Jena").pk


def test_a_number_once_given_is_never_given_again(cast, item):
    first = decisions.record_decision(agenda_item=item, wording="Eins.", by=cast.organiser)
    decisions.remove_decision(decision=first, by=cast.organiser)
    assert decisions.record_decision(agenda_item=item, wording="Zwei.", by=cast.organiser).label == "2025/2"


@pytest.mark.parametrize(
    "words, sentence",
    [
        ({"wording": " "}, "kern-error"),
        ({"result": "MAJORITY", "votes_yes": 2, "votes_no": 3}, "mehr Ja- als Nein-Stimmen"),
        ({"result": "ERFUNDEN"}, "Auswahl"),
    ],
)
def test_mistakes_stand_beside_the_field(client_of, item, words, sentence):
    answer = record(client_of("minute_taker"), item, **words)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Decision.objects.exists()


def test_votes_belong_to_a_majority(client_of, item):
    record(client_of("minute_taker"), item, result="MAJORITY", votes_yes=7, votes_no=2, votes_abstained=1)
    assert Decision.objects.get().result_line == "mehrheitlich: 7 Ja, 2 Nein, 1 enthalten"


def test_a_task_needs_somebody(client_of, item):
    answer = record(client_of("minute_taker"), item, "aufgabe")
    assert "Bitte wählen Sie eine Person oder eine Organisation." in answer.text


def test_nothing_is_wider_than_its_item(client_of, item):
    item.audience = audience.CITY
    item.save()
    answer = record(client_of("minute_taker"), item, audience=str(audience.PUBLIC))
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_two_at_once_lose_nothing(client_of, decision):
    url = f"/beschluesse/{decision.pk}/bearbeiten/"
    client_of("organiser").post(url, WORDS | {"wording": "Von der Organisation.", "version": 1})
    answer = client_of("minute_taker").post(
        url, WORDS | {"wording": "Von der Protokollführung.", "version": 1}
    )
    assert answer.status_code == 409
    assert "Von der Organisation." in answer.text
    assert "Von der Protokollführung." in answer.text
    decision.refresh_from_db()
    assert (decision.wording, decision.version) == ("Von der Organisation.", 2)


def test_the_question_before_removing_speaks_of_a_number_where_there_is_one(client_of, item):
    decision, task = DecisionFactory(agenda_item=item), ActionItemFactory(agenda_item=item)
    client, words = client_of("organiser"), "wird nicht noch einmal vergeben"
    assert f"Die Nummer {decision.label} {words}" in client.get(f"/beschluesse/{decision.pk}/entfernen/").text
    assert words not in client.get(f"/aufgaben/{task.pk}/entfernen/").text


def test_what_was_read_is_not_removed(client_of, decision):
    answer = client_of("organiser").post(f"/beschluesse/{decision.pk}/entfernen/")
    assert answer.status_code == 409
    assert "wird nicht mehr entfernt" in answer.text


def test_approved_minutes_close_the_book(client_of, meeting, item, decision):
    meeting.minutes.state, meeting.minutes.approved_at = MinutesState.APPROVED, timezone.now()
    meeting.minutes.save()
    for url in (f"/beschluesse/{decision.pk}/bearbeiten/", f"/tops/{item.pk}/aufgabe/"):
        answer = client_of("organiser").get(url)
        assert answer.status_code == 403
        assert "Das Protokoll ist genehmigt" in answer.text


def test_a_top_that_is_gone_gives_the_words_back(client_of, cast, item, monkeypatch):
    """Somebody takes the TOP off the agenda while the form is on its way."""
    really = decisions.record_decision

    def too_late(**words):
        type(item).objects.filter(pk=item.pk).delete()
        return really(**words)

    monkeypatch.setattr(decisions, "record_decision", too_late)
    answer = record(client_of("organiser"), item, wording="Lange überlegt.")
    assert answer.status_code == 422
    assert "Diesen Tagesordnungspunkt gibt es nicht mehr." in answer.text
    assert "Lange überlegt." in answer.text
