"""Every verb in every state: what the table allows happens, the rest is refused with a sentence."""

import pytest

from meetings.actions import meetings
from meetings.enums import State, Verb
from meetings.workflow import TRANSITIONS
from tests.factories.rows import MeetingFactory
from tests.meetings.conftest import at, dated, fresh

BUILT = {
    Verb.SCHEDULE: ("terminieren", dated()),
    Verb.MOVE: ("verschieben", dated(day="2025-09-11", reason="Der Raum ist belegt.")),
    Verb.CANCEL: ("absagen", {"reason": "Zu viele sind im Urlaub.", "version": 1}),
    Verb.HOLD: ("durchgefuehrt", {"version": 1}),
}
ONLY_ORGANISERS = {
    Verb.SCHEDULE: "Nur die Organisation kann den Termin festlegen.",
    Verb.MOVE: "Nur die Organisation kann Treffen verschieben.",
    Verb.CANCEL: "Nur die Organisation kann Treffen absagen.",
    Verb.HOLD: "Nur die Organisation kann Treffen als durchgeführt vermerken.",
}
WITHOUT_DATE = (State.DRAFT, State.POLLING)


def meeting_in(state):
    dates = {"starts_at": None, "ends_at": None} if state in WITHOUT_DATE else {"starts_at": at(2025, 6, 25)}
    return MeetingFactory(state=state, **dates)


@pytest.mark.parametrize("verb", BUILT)
@pytest.mark.parametrize("state", State.values)
def test_organisers_do_what_the_table_says(client_of, state, verb):
    meeting = meeting_in(state)
    address, data = BUILT[verb]
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/{address}/", data)
    expected = TRANSITIONS.get((state, verb))
    assert response.status_code == (303 if expected else 409)
    assert fresh(meeting).state == (expected or state)


@pytest.mark.parametrize("verb", BUILT)
@pytest.mark.parametrize("persona", ["member_city", "minute_taker", "admin"])
def test_nobody_else_does(client_of, cast, persona, verb):
    state = next(state for (state, known) in TRANSITIONS if known == verb)
    meeting = meeting_in(state)
    meeting.is_announced, meeting.target_year, meeting.target_quarter = True, 2025, 3
    meeting.minute_taker = cast.minute_taker.person
    meeting.save()
    address, data = BUILT[verb]
    response = client_of(persona).post(f"/treffen/{meeting.pk}/{address}/", data)
    assert response.status_code == 403
    assert ONLY_ORGANISERS[verb] in response.content.decode()
    assert fresh(meeting).state == state


@pytest.mark.parametrize(
    "state, address, sentence",
    [
        (State.SCHEDULED, "terminieren", "Das Treffen hat schon einen Termin. Sie können es verschieben."),
        (State.DRAFT, "verschieben", "Verschieben lässt sich nur ein Treffen, das einen Termin hat"),
        (State.DRAFT, "durchgefuehrt", "Nur ein Treffen mit Termin kann durchgeführt worden sein."),
        (State.HELD, "absagen", "Das Treffen ist schon durchgeführt."),
        (State.CANCELLED, "verschieben", "Das Treffen ist abgesagt."),
        (State.CANCELLED, "bearbeiten", "Das Treffen ist abgesagt."),
        (State.CANCELLED, "tagesordnung", "Das Treffen ist abgesagt."),
        (State.SCHEDULED, "rueckblick", "Einen Rückblick gibt es erst, wenn das Treffen durchgeführt ist."),
    ],
)
def test_the_reason_is_told(client_of, state, address, sentence):
    response = client_of("organiser").get(f"/treffen/{meeting_in(state).pk}/{address}/")
    assert response.status_code == 403
    assert sentence in response.content.decode()


def test_what_lies_ahead_was_not_held(client_of, meeting):
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/durchgefuehrt/", {"version": 1})
    assert response.status_code == 409
    assert "Das Treffen liegt noch in der Zukunft." in response.content.decode()


def test_cancelling_needs_a_reason_and_shows_it(client_of, meeting):
    client = client_of("organiser")
    empty = client.post(f"/treffen/{meeting.pk}/absagen/", {"reason": "  ", "version": 1})
    assert empty.status_code == 422
    client.post(f"/treffen/{meeting.pk}/absagen/", {"reason": "Der Raum ist <b>belegt</b>.", "version": 1})
    page = client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
    assert "Dieses Treffen ist abgesagt" in page
    assert "Der Raum ist &lt;b&gt;belegt&lt;/b&gt;." in page


def test_a_second_organiser_with_an_old_form_changes_nothing(client_of, cast, meeting):
    meetings.edit(meeting=meeting, version=1, title="Neuer Titel", by=cast.organiser)
    response = client_of("organiser").post(
        f"/treffen/{meeting.pk}/absagen/", {"reason": "Alter Stand", "version": 1}
    )
    assert response.status_code == 409
    assert "Alter Stand" in response.content.decode()
    assert fresh(meeting).state == State.SCHEDULED
