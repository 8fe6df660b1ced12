"""A task's way to »erledigt«, who may take it there, and who hears of a task."""

import pytest

from activity.models import Event
from core.access import Forbidden
from outcomes.actions import releasing, tasks
from outcomes.enums import TaskState, TaskVerb
from outcomes.workflow import EVENTS, TRANSITIONS
from tests.factories.rows import MembershipFactory, UserFactory


def move(client, task, verb, **data):
    return client.post(
        f"{task.get_absolute_url()}stand/{verb.lower()}/", {"reason": "Nicht mehr nötig."} | data
    )


@pytest.mark.parametrize("state", TaskState.values)
@pytest.mark.parametrize("verb", TaskVerb.values)
def test_the_table_is_the_rule(client_of, task, state, verb):
    task.state = state
    task.save()
    answer = move(client_of("member_city"), task, verb)
    task.refresh_from_db()
    after = TRANSITIONS.get((state, verb))
    assert (answer.status_code, task.state) == ((303, after) if after else (409, state))


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 303), ("member_utility", 403), ("minute_taker", 303),
    ("organiser", 303), ("admin", 403), ("former_member", 404),
])  # fmt: skip
def test_who_may_move_it(client_of, task, persona, status):
    answer = move(client_of(persona), task, "FINISH")
    assert answer.status_code == status
    if status == 403:
        assert "Den Stand ändert, wer die Aufgabe hat" in answer.text


def test_people_of_the_house_move_its_tasks(client_of, cast, task):
    task.assignee, task.assignee_organisation = None, cast.organisations["utility"]
    task.save()
    assert move(client_of("member_city"), task, "BEGIN").status_code == 403
    assert move(client_of("member_utility"), task, "BEGIN").status_code == 303


def test_dropping_needs_a_reason(client_of, task):
    assert move(client_of("member_city"), task, "DROP", reason="").status_code == 422
    task.refresh_from_db()
    assert task.state == TaskState.OPEN
    move(client_of("member_city"), task, "DROP")
    assert "Nicht mehr nötig." in client_of("member_city").get(task.get_absolute_url()).text


def test_htmx_gets_the_row_alone(client_of, task):
    client = client_of("member_city")
    url = f"{task.get_absolute_url()}stand/finish/"
    answer = client.post(url, {"weiter": "/aufgaben/"}, headers={"HX-Request": "true"})
    assert answer.text.startswith("<li")
    assert "erledigt" in answer.text
    assert 'value="/aufgaben/"' in answer.text


def test_the_log_knows_every_step(client_of, task):
    move(client_of("member_city"), task, "FINISH")
    assert Event.objects.filter(verb="tasks.finished", target_id=task.pk).exists()
    assert set(EVENTS) == set(TaskVerb)


# --- who hears --------------------------------------------------------------------------------------------


def test_a_task_of_a_draft_is_told_when_the_minutes_go_round(cast, item, meeting, mailbox, worker):
    tasks.record_task(
        agenda_item=item, wording="Liste machen", assignee=cast.member_city.person, by=cast.minute_taker
    )
    worker.drain()
    assert mailbox == []
    for _click in range(2):
        releasing.release(meeting=meeting, by=cast.minute_taker)
    worker.drain()
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]
    assert "Liste machen" in mailbox[0].body


def test_a_house_hears_through_its_ansprechperson(cast, item, circulating, mailbox, worker):
    contact = UserFactory()
    house = cast.organisations["utility"]
    MembershipFactory(person=contact.person, organisation=house, is_contact=True)
    tasks.record_task(
        agenda_item=item, wording="Zahlen liefern", assignee_organisation=house, by=cast.organiser
    )
    worker.drain()
    assert [mail.to for mail in mailbox] == [[contact.email]]


def give(task, user, by):
    task.refresh_from_db()
    tasks.change_task(
        task=task, version=task.version, wording=task.wording, assignee=user.person, due_on=task.due_on, by=by
    )


def test_given_to_somebody_else_both_hear_what_is_so(cast, item, circulating, mailbox, worker):
    by = cast.organiser
    task = tasks.record_task(agenda_item=item, wording="Liste", assignee=cast.member_city.person, by=by)
    worker.drain()
    mailbox.clear()
    give(task, cast.member_utility, by)
    worker.drain()
    assert sorted((mail.to[0], mail.subject) for mail in mailbox) == [
        ("member.city@example.org", "Nicht mehr Ihre Aufgabe: Liste"),
        ("member.utility@example.org", "Neue Aufgabe: Liste"),
    ]


def test_given_on_before_the_mail_left_only_the_last_one_hears(cast, item, circulating, mailbox, worker):
    by = cast.organiser
    task = tasks.record_task(agenda_item=item, wording="Liste", assignee=cast.member_city.person, by=by)
    give(task, cast.member_utility, by)
    worker.drain()
    assert [(mail.to[0], mail.subject) for mail in mailbox] == [
        ("member.utility@example.org", "Neue Aufgabe: Liste")
    ]


def test_recalled_and_released_again_nobody_hears_of_the_same_task_twice(
    cast, meeting, item, mailbox, worker
):
    tasks.record_task(
        agenda_item=item, wording="Liste", assignee=cast.member_city.person, by=cast.minute_taker
    )
    for _round in range(2):
        releasing.release(meeting=meeting, by=cast.minute_taker)
        worker.drain()
        releasing.recall(meeting=meeting, by=cast.minute_taker)
    assert [mail.to for mail in mailbox] == [["member.city@example.org"]]


def test_recalled_minutes_take_their_outcomes_back(cast, meeting, task, decision):
    releasing.recall(meeting=meeting, by=cast.organiser)
    task.refresh_from_db()
    decision.refresh_from_db()
    assert (task.released_at, decision.released_at) == (None, None)


def test_members_release_nothing(cast, meeting):
    with pytest.raises(Forbidden):
        releasing.release(meeting=meeting, by=cast.member_city)
