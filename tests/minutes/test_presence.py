"""Who writes where: a hint for those who write, gone after 45 seconds, without a trace in record or log."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.test import Client

from activity.models import Event
from minutes.actions.circulation import circulate
from minutes.actions.writing import save_section
from minutes.models import Minutes, MinutesSection


def beat(client, draft, section=None, **data):
    return client.post(
        f"{draft.url}schreiben/anwesenheit/", {"section": section.pk if section else "", **data}
    )


def writers(answer):
    return {state["section"]: state["writer"] for state in answer.json()["sections"] if state["writer"]}


def test_the_others_see_who_writes_where(client_of, draft, cast):
    mine, theirs = client_of("minute_taker"), client_of("organiser")
    assert writers(beat(mine, draft, draft.open)) == {}
    assert writers(beat(theirs, draft, draft.last)) == {draft.open.pk: cast.minute_taker.person.name}
    assert writers(beat(mine, draft, draft.open)) == {draft.last.pk: cast.organiser.person.name}


def test_who_goes_on_to_another_section_leaves_the_first(client_of, draft, cast):
    beat(client_of("minute_taker"), draft, draft.open)
    beat(client_of("minute_taker"), draft, draft.last)
    assert writers(beat(client_of("organiser"), draft)) == {draft.last.pk: cast.minute_taker.person.name}
    beat(client_of("minute_taker"), draft)
    assert writers(beat(client_of("organiser"), draft)) == {}


def test_after_45_seconds_of_silence_nobody_is_there(client_of, draft, clock):
    beat(client_of("minute_taker"), draft, draft.open)
    clock.shift(dt.timedelta(seconds=44))
    assert writers(beat(client_of("organiser"), draft))
    clock.shift(dt.timedelta(seconds=2))
    assert writers(beat(client_of("organiser"), draft)) == {}


def test_a_section_stays_with_the_first_until_somebody_takes_over(client_of, draft, cast):
    first, second = client_of("minute_taker"), client_of("organiser")
    beat(first, draft, draft.open)
    assert writers(beat(second, draft, draft.open)) == {draft.open.pk: cast.minute_taker.person.name}
    assert writers(beat(first, draft, draft.open)) == {}
    assert writers(beat(second, draft, draft.open, take="1")) == {}
    assert writers(beat(first, draft, draft.open)) == {draft.open.pk: cast.organiser.person.name}
    assert writers(beat(second, draft, draft.open)) == {}


def test_saving_says_it_too_and_takes_nothing_over(client_of, draft, cast):
    first, second = client_of("minute_taker"), client_of("organiser")
    url = f"/protokolle/abschnitte/{draft.open.pk}/"
    first.post(url, {"body": "Eins", "version": 1, "writing": "1"})
    assert writers(beat(second, draft)) == {draft.open.pk: cast.minute_taker.person.name}
    second.post(url, {"body": "Zwei", "version": 2, "writing": "1"})
    assert writers(beat(second, draft)) == {draft.open.pk: cast.minute_taker.person.name}


def test_texts_that_others_saved_come_along(client_of, draft, cast):
    save_section(section=draft.open, body="Neu von ihr.", version=1, by=cast.organiser)
    known = " ".join(f"{section.pk}:1" for section in draft.sections)
    states = {
        state["section"]: state
        for state in beat(client_of("minute_taker"), draft, known=known).json()["sections"]
    }
    assert states[draft.open.pk]["body"] == "Neu von ihr."
    assert states[draft.open.pk]["version"] == 2
    assert "body" not in states[draft.last.pk]


@pytest.mark.parametrize("known", ["", "x", "1:2:3", "99999999999999999999:1", "5:99999999999999999999"])
@pytest.mark.parametrize("section", ["", "x", "-1", "999999999", "99999999999999999999"])
def test_nonsense_is_no_problem(client_of, draft, known, section):
    response = client_of("minute_taker").post(
        f"{draft.url}schreiben/anwesenheit/", {"section": section, "known": known}
    )
    assert response.status_code == 200
    assert not MinutesSection.objects.exclude(writer=None).exists()


def test_the_section_of_other_minutes_is_not_touched(client_of, draft, circulating):
    beat(client_of("minute_taker"), draft, circulating.open)
    assert not MinutesSection.objects.exclude(writer=None).exists()


def test_it_leaves_no_trace(client_of, draft):
    before = (
        Minutes.objects.values().get(pk=draft.pk),
        list(MinutesSection.objects.values("version", "updated_at")),
    )
    events = Event.objects.count()
    beat(client_of("minute_taker"), draft, draft.open)
    beat(client_of("organiser"), draft, draft.open, take="1")
    assert before == (
        Minutes.objects.values().get(pk=draft.pk),
        list(MinutesSection.objects.values("version", "updated_at")),
    )
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 404), ("admin", 404), ("minute_taker", 200),
     ("organiser", 200)],
)  # fmt: skip
def test_names_are_for_those_who_write(client_of, draft, cast, persona, status):
    beat(client_of("organiser"), draft, draft.open)
    response = beat(client_of(persona), draft, draft.open)
    assert response.status_code == status
    if status != 200:
        assert cast.organiser.person.name not in response.content.decode()


def test_nobody_writes_in_what_goes_round(client_of, draft, cast):
    circulate(minutes=draft.minutes, until=dt.date(2025, 7, 20), by=cast.organiser)
    assert beat(client_of("organiser"), draft, draft.open).status_code == 409


def test_the_beat_costs_the_same_for_one_and_many(client_of, draft, django_assert_num_queries):
    client = client_of("minute_taker")
    beat(client, draft, draft.open)
    with django_assert_num_queries(QUERIES):
        beat(client, draft, draft.open)
    for at in range(10, 40):
        MinutesSection.objects.create(minutes=draft.minutes, position=at, title=f"Abschnitt {at}")
    with django_assert_num_queries(QUERIES):
        beat(client, draft, draft.open)


QUERIES = 10


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_at_once_one_has_the_section(draft, cast):
    answers = []

    def come(user):
        client = Client()
        client.force_login(user, backend="members.backends.AccountBackend")
        answers.append(beat(client, draft, draft.open).status_code)
        connections.close_all()

    users = [cast.organiser, cast.minute_taker] * 3
    threads = [threading.Thread(target=come, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert MinutesSection.objects.get(pk=draft.open.pk).writer in users
