"""Dated remarks on a task: who writes, who reads; and the list by organisation."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.utils import timezone

from activity.models import Event
from members import audience
from outcomes.models import TaskRemark
from tests.factories.rows import ActionItemFactory, MembershipFactory


def remark(client, task, body="Das Angebot liegt vor.", **data):
    return client.post(f"/aufgaben/{task.pk}/bemerkung/", {"body": body} | data)


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 303), ("member_utility", 403), ("minute_taker", 303),
    ("organiser", 303), ("admin", 403), ("former_member", 404),
])  # fmt: skip
@pytest.mark.parametrize("state", ["OPEN", "DONE"])
def test_who_remarks(client_of, task, persona, status, state):
    task.state = state
    task.save()
    answer = remark(client_of(persona), task)
    assert answer.status_code == status
    assert TaskRemark.objects.count() == (status == 303)
    if status == 403:
        assert "Bemerkungen schreibt nur, wer die Aufgabe hat" in answer.text


def test_people_of_the_house_remark(client_of, cast, task):
    task.assignee, task.assignee_organisation = None, cast.organisations["utility"]
    task.save()
    assert remark(client_of("member_utility"), task).status_code == 303
    assert remark(client_of("member_city"), task).status_code == 403


def test_the_newest_stands_first_with_name_and_date(client_of, cast, task, clock):
    remark(client_of("member_city"), task, "Erster Satz.")
    clock.move_to("2025-07-02T09:14:00+02:00")
    remark(client_of("organiser"), task, "Zweiter Satz.")
    page = client_of("member_utility").get(task.get_absolute_url()).text
    assert page.index("Zweiter Satz.") < page.index("Erster Satz.")
    assert "2. Juli 2025, 09:14" in page
    assert cast.member_city.person.name in page
    assert Event.objects.about(task).filter(verb="tasks.remarked").count() == 2


def test_a_double_click_remarks_once(client_of, task):
    key = str(uuid4())
    for _click in range(2):
        assert remark(client_of("member_city"), task, submission_key=key).status_code == 303
    assert TaskRemark.objects.count() == 1


def test_the_key_of_another_form_loses_no_words(client_of, task):
    """Of another task, or of somebody else: that is said, and what was typed stays."""
    other = ActionItemFactory(
        agenda_item=task.agenda_item, released_at=task.released_at, assignee=task.assignee,
        assignee_organisation=task.assignee_organisation,
    )  # fmt: skip
    key = str(uuid4())
    assert remark(client_of("member_city"), task, submission_key=key).status_code == 303
    for persona, place in (("member_city", other), ("organiser", task)):
        answer = remark(client_of(persona), place, "Wie weit sind wir?", submission_key=key)
        assert answer.status_code == 422
        assert "Dieses Formular wurde schon abgeschickt." in answer.content.decode()
        assert "Wie weit sind wir?" in answer.content.decode()
    assert TaskRemark.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "1" * 5000])
def test_a_key_that_arrives_broken_is_nobodys_fault(client_of, task, key):
    for _click in range(2):
        assert remark(client_of("member_city"), task, submission_key=key).status_code == 303


@pytest.mark.parametrize("body, kept", [(" ", ""), ("x" * 1001, "x" * 1001)])
def test_mistakes_stand_beside_the_field(client_of, task, body, kept):
    answer = remark(client_of("member_city"), task, body)
    assert answer.status_code == 422
    assert "kern-error" in answer.text
    assert kept in answer.text
    assert not TaskRemark.objects.exists()


def test_remarks_are_seen_by_whoever_sees_the_task(client_of, cast, item, task):
    remark(client_of("organiser"), task)
    item.audience = audience.UTILITY
    item.save()
    seen = TaskRemark.objects.visible_to
    assert not seen(cast.member_enterprise).exists()
    assert not seen(cast.former_member).exists()
    assert seen(cast.member_utility).count() == seen(cast.organiser).count() == 1
    assert client_of("member_enterprise").get(task.get_absolute_url()).status_code == 404


# --- by organisation --------------------------------------------------------------------------------------


def test_tasks_stand_below_the_organisation_that_has_them(client_of, cast, item, task):
    """The task of a person below their house; late ones first; counts of what the reader sees."""
    now, utility = timezone.now(), cast.organisations["utility"]
    late, later, hidden = (
        ActionItemFactory(
            agenda_item=item, wording=words, assignee_organisation=utility, released_at=now, **more
        )
        for words, more in (
            ("Zähler ablesen", {"due_on": "2025-06-20"}),
            ("Bericht schreiben", {"due_on": "2025-08-20"}),
            ("Vertrag prüfen", {"due_on": "2025-06-10", "audience": audience.UTILITY}),
        )
    )
    page = client_of("member_city").get("/aufgaben/nach-organisation/").text
    assert (
        page.index("<h2>Stadt Jena</h2>") < page.index(task.wording) < page.index("<h2>Stadtwerke Jena</h2>")
    )
    assert page.index(late.wording) < page.index(later.wording)
    assert "2 Aufgaben, davon 1 überfällig" in page
    assert hidden.wording not in page
    inside = client_of("member_utility").get("/aufgaben/nach-organisation/").text
    assert "3 Aufgaben, davon 2 überfällig" in inside
    filtered = client_of("member_city").get(f"/aufgaben/nach-organisation/?organisation={utility.pk}").text
    assert late.wording in filtered
    assert task.wording not in filtered


def test_a_person_of_two_houses_stands_once(client_of, cast, task):
    MembershipFactory(person=cast.member_city.person, organisation=cast.organisations["utility"])
    page = client_of("organiser").get("/aufgaben/nach-organisation/").text
    assert page.count(f">{task.wording}</a>") == 1


def test_of_an_organisation_the_most_urgent_stand_there_and_a_link_leads_to_all(client_of, cast, item, task):
    utility = cast.organisations["utility"]
    for day in range(1, 13):
        ActionItemFactory(
            agenda_item=item, wording=f"Aufgabe-{day:02}.", assignee_organisation=utility,
            due_on=dt.date(2025, 8, day), released_at=timezone.now(),
        )  # fmt: skip
    client = client_of("member_city")
    page = client.get("/aufgaben/nach-organisation/").text
    assert [f"Aufgabe-{day:02}." in page for day in (1, 10, 11, 12)] == [True, True, False, False]
    assert "Alle 12 Aufgaben zeigen" in page
    all_url = re.search(rf'href="([^"]*organisation={utility.pk})"[^>]*>Alle 12', page)[1].replace(
        "&amp;", "&"
    )
    whole = client.get(f"/aufgaben/nach-organisation/{all_url}").text
    assert all(f"Aufgabe-{day:02}." in whole for day in range(1, 13))
    assert task.wording not in whole


@pytest.mark.parametrize("persona", ["anonymous", "former_member"])
def test_outsiders_read_no_tasks(client_of, task, persona):
    answer = client_of(persona).get("/aufgaben/nach-organisation/")
    assert answer.status_code == (302 if persona == "anonymous" else 200)
    assert task.wording not in answer.text
    assert "Stadt Jena</h2>" not in answer.text
