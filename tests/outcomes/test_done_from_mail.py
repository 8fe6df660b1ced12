"""»erledigt« from the mail, without signing in: a link for one person, one task and one turn."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from activity.models import Event
from members import audience
from outcomes.actions import releasing, tasks
from outcomes.enums import TaskState, TaskVerb
from outcomes.models import ActionItem, TaskRemark
from outcomes.selectors.done import token_for
from tests.factories.rows import MembershipFactory, UserFactory

RESULT = "Die Liste liegt im gemeinsamen Ordner."
OVER = "Dieser Link gilt nicht mehr"
TELLING = ("Datenquellen", "Mitglied Stadtverwaltung", "Auftakt")


@pytest.fixture
def link(cast, task):
    return f"/aufgaben/erledigt/{token_for(task, cast.member_city)}/"


@pytest.fixture
def anybody(cast):
    return Client()


def finish(client, link, **data):
    return client.post(link, {"result": RESULT, "submission_key": str(uuid4())} | data)


def is_over(answer, status=410):
    assert answer.status_code == status
    assert OVER in answer.text
    assert not [word for word in TELLING if word in answer.text]
    return True


def test_the_mail_brings_the_link(cast, item, circulating, mailbox, worker, anybody):
    tasks.record_task(
        agenda_item=item, wording="Liste machen", assignee=cast.member_city.person, by=cast.minute_taker
    )
    worker.drain()
    found = re.search(r"http://testserver(/aufgaben/erledigt/\S+/)", mailbox[0].body)
    assert found[1] in mailbox[0].alternatives[0].content
    assert "Liste machen" in anybody.get(found[1]).text


def test_looking_changes_nothing(task, link, anybody):
    """Mail programs open links before people do."""
    for _look in range(2):
        assert anybody.get(link).status_code == 200
        assert anybody.head(link).status_code == 200
    task.refresh_from_db()
    assert (task.state, task.link_version) == (TaskState.OPEN, 0)
    assert not Event.objects.about(task).exists()


def test_the_page_shows_the_task_and_is_kept_by_nobody(link, anybody):
    answer = anybody.get(link)
    for word in TELLING:
        assert word in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.text


def test_one_sentence_finishes_it(cast, client_of, task, link, anybody):
    answer = finish(anybody, link)
    assert answer.status_code == 200
    assert "Danke!" in answer.text
    task.refresh_from_db()
    remark = TaskRemark.objects.get()
    assert (task.state, remark.body, remark.author) == (TaskState.DONE, RESULT, cast.member_city.person)
    event = Event.objects.about(task).get(verb="tasks.finished")
    assert event.actor_id == cast.member_city.pk
    assert RESULT in client_of("member_utility").get(task.get_absolute_url()).text


def test_without_a_sentence_it_is_not_finished(task, link, anybody):
    for result in ("", " ", "x" * 1001):
        assert finish(anybody, link, result=result).status_code == 422
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_a_form_from_elsewhere_does_nothing(task, link, cast):
    strict = Client(enforce_csrf_checks=True)
    assert finish(strict, link).status_code == 403
    page = strict.get(link).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert finish(strict, link, csrfmiddlewaretoken=token).status_code == 200


def test_a_second_click_is_thanked_and_does_it_once(task, link, anybody):
    key = str(uuid4())
    for _click in range(2):
        assert "Danke!" in finish(anybody, link, submission_key=key).text
    assert TaskRemark.objects.count() == 1
    assert Event.objects.about(task).filter(verb="tasks.finished").count() == 1
    assert is_over(finish(anybody, link))


@pytest.mark.parametrize("steps", [["FINISH"], ["DROP"], ["FINISH", "REOPEN"], ["DROP", "REOPEN"]])
def test_after_any_turn_the_link_is_useless(cast, task, link, anybody, steps):
    for verb in steps:
        tasks.move_task(task=task, verb=verb, reason="Weil.", by=cast.organiser)
    assert is_over(anybody.get(link))
    assert is_over(finish(anybody, link))
    assert not TaskRemark.objects.exists()


def test_beginning_leaves_the_link_as_it_is(cast, task, link, anybody):
    tasks.move_task(task=task, verb=TaskVerb.BEGIN, by=cast.organiser)
    assert "Danke!" in finish(anybody, link).text


def test_given_to_somebody_else(cast, task, link, anybody):
    tasks.change_task(
        task=task, version=1, wording=task.wording, assignee=cast.member_utility.person, by=cast.organiser
    )
    assert is_over(anybody.get(link))
    back = ActionItem.objects.get(pk=task.pk)
    tasks.change_task(
        task=back, version=2, wording=task.wording, assignee=cast.member_city.person, by=cast.organiser
    )
    assert is_over(anybody.get(link))  # the new mail brings a new one
    back.refresh_from_db()
    assert anybody.get(f"/aufgaben/erledigt/{token_for(back, cast.member_city)}/").status_code == 200


def test_changed_words_alone_keep_the_link(cast, task, link, anybody):
    tasks.change_task(task=task, version=1, wording="Neu gefasst", assignee=task.assignee, by=cast.organiser)
    assert "Neu gefasst" in anybody.get(link).text


def test_who_lost_the_right_lost_the_link(cast, item, task, link, anybody):
    item.audience = audience.UTILITY
    item.save()
    assert is_over(anybody.get(link))
    item.audience = None
    item.save()
    cast.member_city.person.memberships.update(ends_on="2025-06-30")
    assert is_over(finish(anybody, link))
    cast.member_city.person.memberships.update(ends_on=None)
    assert anybody.get(link).status_code == 200
    cast.member_city.is_active = False
    cast.member_city.save()
    assert is_over(anybody.get(link))


def test_who_changed_the_house_lost_the_link_of_the_house(cast, task, anybody):
    contact = UserFactory()
    membership = MembershipFactory(person=contact.person, organisation=cast.organisations["utility"])
    task.assignee, task.assignee_organisation = None, cast.organisations["utility"]
    task.save()
    link = f"/aufgaben/erledigt/{token_for(task, contact)}/"
    assert anybody.get(link).status_code == 200
    membership.organisation = cast.organisations["city"]
    membership.save()
    assert is_over(anybody.get(link))


def test_recalled_minutes_take_the_link_back(cast, meeting, task, link, anybody):
    releasing.recall(meeting=meeting, by=cast.organiser)
    assert is_over(anybody.get(link))


def test_it_ends_after_120_days(cast, task, link, anybody, clock):
    clock.move_to("2025-10-28T10:00:00+01:00")
    assert anybody.get(link).status_code == 200
    clock.move_to("2025-10-30T10:00:00+01:00")
    assert is_over(anybody.get(link))


@pytest.mark.parametrize("change", [
    lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    lambda token: "9" + token,
    lambda token: token.rpartition(".")[0],
    lambda _token: "irgendwas",
])  # fmt: skip
def test_a_forged_link_tells_nothing(cast, task, anybody, change):
    forged = f"/aufgaben/erledigt/{change(token_for(task, cast.member_city))}/"
    assert is_over(anybody.get(forged), status=404)
    assert is_over(finish(anybody, forged), status=404)


def test_signed_in_as_somebody_else_it_is_still_that_persons_link(client_of, cast, task, link):
    finish(client_of("organiser"), link)
    assert TaskRemark.objects.get().author == cast.member_city.person


def test_who_may_not_finish_gets_no_link(cast, task, mailbox, worker):
    """A mail that waited while the task went to somebody else does not bring a link that works."""
    assert "erledigt" not in token_for(task, cast.member_utility)
    from outcomes.notifications import TaskAssigned

    notification = TaskAssigned(task)
    assert notification.context(cast.member_utility) == {"done_url": ""}
    assert notification.context(cast.member_city)["done_url"].startswith(
        "http://testserver/aufgaben/erledigt/"
    )
