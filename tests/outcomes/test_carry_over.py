"""Open tasks of earlier meetings on the agenda of the next one: proposed, confirmed, referenced."""

import datetime as dt

import pytest
from django.utils import timezone

from core.dates import local
from meetings.actions.agenda_undo import kept_of
from meetings.enums import State as MeetingState
from members import audience
from outcomes.actions import agenda
from outcomes.actions import tasks as task_actions
from outcomes.enums import TaskVerb
from outcomes.models import ActionItem, TaskOnAgenda
from tests.factories.rows import ActionItemFactory, MeetingFactory, SectionFactory, TopicFactory


@pytest.fixture
def earlier(meeting):
    meeting.starts_at, meeting.ends_at = local(dt.date(2025, 6, 4), dt.time(14)), None
    meeting.save()
    return meeting


@pytest.fixture
def coming(earlier):
    return MeetingFactory(title="Herbsttreffen", starts_at=local(dt.date(2025, 9, 10), dt.time(14)))


@pytest.fixture
def tasks(cast, item, circulating):
    def make(words, **fields):
        fields = {"released_at": timezone.now(), "assignee": cast.member_city.person} | fields
        return ActionItemFactory(agenda_item=item, wording=words, **fields)

    return {
        "late": make("Überfälliges", due_on=dt.date(2025, 6, 20)),
        "due": make("Fälliges", due_next_meeting=True),
        "later": make("Späteres", due_on=dt.date(2025, 12, 1)),
        "secret": make("Vertrauliches", audience=audience.UTILITY, due_on=dt.date(2025, 6, 20)),
        "done": make("Fertiges", state="DONE"),
        "draft": make("Entworfenes", released_at=None),
    }


def url_of(meeting):
    return f"/treffen/{meeting.pk}/tagesordnung/aufgaben/"


def take_up(client, meeting, *tasks):
    return client.post(url_of(meeting), {"tasks": [task.pk for task in tasks]})


def ticked(page):
    return {line for line in page.split('<div class="kern-form-check">')[1:] if " checked" in line}


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 403), ("minute_taker", 403), ("organiser", 200), ("admin", 403),
    ("former_member", 404),
])  # fmt: skip
def test_who_sees_the_proposal(client_of, coming, tasks, persona, status):
    assert client_of(persona).get(url_of(coming)).status_code == status
    assert take_up(client_of(persona), coming, tasks["late"]).status_code == (
        303 if status == 200 else status
    )


def test_what_is_proposed_and_what_is_ticked(client_of, coming, tasks):
    page = client_of("organiser").get(url_of(coming)).text
    for key in ("late", "due", "later", "secret"):
        assert tasks[key].wording in page
    for key in ("done", "draft"):
        assert tasks[key].wording not in page
    boxes = "".join(ticked(page))
    assert [key for key in ("late", "due", "later") if tasks[key].wording in boxes] == ["late", "due"]


def test_the_builder_offers_it(client_of, coming, tasks):
    assert url_of(coming) in client_of("organiser").get(f"/treffen/{coming.pk}/tagesordnung/").text
    part = client_of("organiser").get(url_of(coming), headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert tasks["late"].wording in part


def test_confirmed_they_stand_below_one_top_and_nothing_is_copied(client_of, coming, tasks):
    client = client_of("organiser")
    before = ActionItem.objects.count()
    assert take_up(client, coming, tasks["late"], tasks["due"]).status_code == 303
    assert take_up(client, coming, tasks["late"], tasks["later"]).status_code == 303
    (top,) = coming.agenda_items.all()
    assert (top.title, top.kind) == ("Offene Aufgaben", "FORMAL")
    assert {taken.task for taken in top.tasks_taken_up.all()} == {tasks[k] for k in ("late", "due", "later")}
    assert kept_of(top) is None  # an undo would bring back the TOP without its tasks
    assert ActionItem.objects.count() == before
    page = client.get(url_of(coming)).text
    assert page.count("Nicht übernehmen") == 3


def test_the_page_of_the_meeting_shows_how_they_stand(cast, client_of, coming, tasks):
    take_up(client_of("organiser"), coming, tasks["late"], tasks["secret"])
    url = f"/treffen/{coming.pk}/"
    page = client_of("member_city").get(url).text
    assert "Überfälliges" in page
    assert "überfällig seit 20. Juni" in page
    assert "Vertrauliches" not in page
    assert "Vertrauliches" in client_of("member_utility").get(url).text
    task_actions.move_task(task=tasks["late"], verb=TaskVerb.FINISH, by=cast.member_city)
    assert "überfällig" not in client_of("member_city").get(url).text


def test_the_public_sees_a_gap_and_no_task(client_of, coming, tasks):
    coming.audience = audience.PUBLIC
    coming.save()
    take_up(client_of("organiser"), coming, tasks["late"])
    page = client_of("anonymous").get(f"/treffen/{coming.pk}/").text
    assert "nichtöffentlich" in page
    for word in ("Offene Aufgaben", "Überfälliges", "Mitglied Stadtverwaltung"):
        assert word not in page
    assert "Überfälliges" in client_of("member_city").get(f"/treffen/{coming.pk}/").text
    looked = client_of("organiser").get(f"/treffen/{coming.pk}/?ansicht=oeffentlich").text
    assert "Überfälliges" not in looked
    looked = client_of("organiser").get(f"/treffen/{coming.pk}/?ansicht=stadtverwaltung").text
    assert "Überfälliges" in looked


@pytest.mark.parametrize("persona, status", [
    ("anonymous", 302), ("member_city", 403), ("organiser", 303), ("former_member", 404),
])  # fmt: skip
def test_one_is_put_back(client_of, coming, tasks, persona, status):
    take_up(client_of("organiser"), coming, tasks["late"], tasks["due"])
    taken = TaskOnAgenda.objects.get(task=tasks["late"])
    answer = client_of(persona).post(f"/aufgaben/uebernommen/{taken.pk}/entfernen/")
    assert answer.status_code == status
    assert TaskOnAgenda.objects.count() == (1 if status == 303 else 2)
    assert ActionItem.objects.filter(pk=tasks["late"].pk, state="OPEN").exists()


def test_one_that_is_hidden_from_a_reader_does_not_exist_for_them(client_of, coming, tasks):
    take_up(client_of("organiser"), coming, tasks["secret"])
    taken = TaskOnAgenda.objects.get()
    url = f"/aufgaben/uebernommen/{taken.pk}/entfernen/"
    assert client_of("member_city").post(url).status_code == 404
    assert client_of("member_utility").post(url).status_code == 403


@pytest.mark.parametrize("wrong", ["done", "draft", None])
def test_only_open_tasks_are_taken_up(client_of, coming, tasks, wrong):
    answer = take_up(client_of("organiser"), coming, *([tasks[wrong]] if wrong else []))
    assert answer.status_code == 422
    assert "kern-error" in answer.text
    assert not coming.agenda_items.exists()


def test_a_cancelled_meeting_takes_nothing_up(client_of, coming, tasks):
    coming.state = MeetingState.CANCELLED
    coming.save()
    assert take_up(client_of("organiser"), coming, tasks["late"]).status_code == 409


def test_a_task_of_a_later_meeting_is_not_proposed_to_an_earlier_one(client_of, coming, tasks, earlier):
    first = MeetingFactory(starts_at=local(dt.date(2025, 5, 1), dt.time(14)), state=MeetingState.HELD)
    assert tasks["late"].wording not in client_of("organiser").get(url_of(first)).text


def test_the_task_says_where_it_comes_up_again(client_of, coming, tasks):
    take_up(client_of("organiser"), coming, tasks["late"])
    assert "Herbsttreffen" in client_of("member_city").get(tasks["late"].get_absolute_url()).text


def test_with_the_top_the_references_go_and_the_tasks_stay(client_of, coming, tasks):
    take_up(client_of("organiser"), coming, tasks["late"])
    top = coming.agenda_items.get()
    coming.refresh_from_db()
    answer = client_of("organiser").post(
        f"/treffen/{coming.pk}/tagesordnung/{top.pk}/entfernen/", {"version": coming.agenda_version}
    )
    assert answer.status_code == 303
    assert not TaskOnAgenda.objects.exists()
    assert ActionItem.objects.filter(pk=tasks["late"].pk).exists()


def test_the_minutes_of_that_top_refer_to_them(client_of, cast, coming, tasks):
    from minutes.enums import State
    from tests.factories.rows import MinutesFactory

    take_up(client_of("organiser"), coming, tasks["late"], tasks["secret"])
    coming.state = MeetingState.HELD
    coming.save()
    minutes = MinutesFactory(meeting=coming, state=State.CIRCULATING, circulated_at=timezone.now())
    SectionFactory(minutes=minutes, agenda_item=coming.agenda_items.get())
    page = client_of("member_city").get(minutes.get_absolute_url()).text
    assert "Aufgabe aus einem früheren Treffen" in page
    assert "Überfälliges" in page
    assert "Vertrauliches" not in page


def test_postponed_topics_are_offered_first(client_of, coming):
    TopicFactory(title="Viel gewünscht", state="ACCEPTED")
    TopicFactory(title="Vertagtes Thema", state="POSTPONED")
    page = client_of("organiser").get(f"/treffen/{coming.pk}/tagesordnung/").text
    assert page.index("<h3>Vertagt</h3>") < page.index("Vertagtes Thema") < page.index("Viel gewünscht")


@pytest.mark.parametrize("amount", [2, 30])
@pytest.mark.parametrize("persona, budget", [("member_city", 4), ("organiser", 6)])
def test_the_page_of_the_meeting_costs_the_same(
    cast, client_of, item, circulating, coming, amount, persona, budget, django_assert_num_queries
):
    made = ActionItemFactory.create_batch(
        amount, agenda_item=item, released_at=timezone.now(), due_next_meeting=True,
        assignee=cast.member_city.person, assignee_organisation=None,
    )  # fmt: skip
    agenda.take_up_tasks(meeting=coming, tasks=made, by=cast.organiser)
    client = client_of(persona)
    client.get(f"/treffen/{coming.pk}/")
    with django_assert_num_queries(budget):
        assert client.get(f"/treffen/{coming.pk}/").text.count("Datenquellen des eigenen Hauses") == amount
    with django_assert_num_queries(5 if persona == "organiser" else 3):
        client.get(url_of(coming))
