"""Beside frozen minutes stands how their decisions and tasks are today; the text itself stays as it was."""

import datetime as dt

import pytest
from django.utils import timezone

from core.dates import local
from members import audience
from minutes.actions.circulation import freeze
from minutes.enums import State
from minutes.presenters.document import document_of, document_of_revision
from minutes.selectors.record import digest_of
from outcomes.actions import decisions, tasks
from outcomes.enums import TaskVerb
from outcomes.models import ActionItem, Decision
from tests.factories.rows import ActionItemFactory, DecisionFactory, MeetingFactory
from tests.minutes.test_reading import FIRST, LATER

from .conftest import HELD_ON


@pytest.fixture
def approved(cast, circulating):
    from django.db import transaction

    with transaction.atomic():
        circulating.revision = freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    circulating.minutes.state, circulating.minutes.approved_at = State.APPROVED, timezone.now()
    circulating.minutes.save()
    return circulating


def page_of(client_of, made, persona="member_city"):
    return client_of(persona).get(made.url).text


def frozen_text(made, user):
    made.revision.refresh_from_db()
    assert digest_of(made.revision.content) == made.revision.digest
    return made.revision.content, document_of_revision(made.revision, user).sections


def test_a_finished_task_says_so_beside_the_same_words(cast, client_of, approved):
    before = frozen_text(approved, cast.member_city)
    first = client_of("member_city").get(approved.url)
    assert "offen</span>" in first.text
    tasks.add_remark(task=approved.task, body="Zwei Quellen fehlen noch.", by=cast.member_city)
    tasks.move_task(task=approved.task, verb=TaskVerb.FINISH, by=cast.member_city)
    again = client_of("member_city").get(approved.url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200  # the copy that the browser holds is not right any more
    assert "erledigt am 1. Juli 2025" in again.text
    assert "Zuletzt: Zwei Quellen fehlen noch." in again.text
    assert approved.task.wording in again.text
    assert frozen_text(approved, cast.member_city) == before


def test_a_replaced_decision_says_by_what(cast, client_of, approved):
    later = DecisionFactory(agenda_item=approved.items[2], number=7, released_at=HELD_ON, wording="Anders.")
    before = frozen_text(approved, cast.member_city)
    decisions.set_status(
        decision=approved.decision, verb="REPLACE", version=1, reason="Überholt.", replaced_by=later,
        by=cast.organiser,
    )  # fmt: skip
    page = page_of(client_of, approved)
    assert "ersetzt durch 2025/7" in page
    assert approved.decision.wording in page
    assert frozen_text(approved, cast.member_city) == before
    Decision.objects.filter(pk=later.pk).update(audience=audience.CITY)
    assert "2025/7" not in page_of(client_of, approved, "member_utility")
    assert "ersetzt</span>" in page_of(client_of, approved, "member_utility")


def test_late_is_said_in_words(client_of, approved, clock):
    ActionItem.objects.filter(pk=approved.task.pk).update(due_on=dt.date(2025, 6, 30))
    assert "überfällig</span>" in page_of(client_of, approved)


def test_the_next_meeting_keeps_its_words_in_the_frozen_text(cast, client_of, circulating):
    from django.db import transaction

    ActionItem.objects.filter(pk=circulating.task.pk).update(due_next_meeting=True)
    MeetingFactory(starts_at=local(dt.date(2025, 9, 10), dt.time(14)))
    with transaction.atomic():
        circulating.revision = freeze(circulating.minutes, by=cast.organiser, reason="Umlauf")
    for document in (
        document_of_revision(circulating.revision, cast.member_city),
        document_of(circulating.minutes, cast.member_city),
    ):
        (task,) = document.sections[0].tasks
        assert task.until == "bis zum nächsten Treffen"
    assert "September" not in str(circulating.revision.content)
    assert "bis zum nächsten Treffen (10. September 2025)" in page_of(client_of, circulating)


def test_hidden_sections_tell_nothing_of_theirs(cast, client_of, circulating):
    tasks.add_remark(task=circulating.secret_task, body="Bieter abgesprungen.", by=cast.organiser)
    assert "Bieter abgesprungen." in page_of(client_of, circulating)
    outside = page_of(client_of, circulating, "member_utility")
    for word in (
        "Bieter abgesprungen.",
        circulating.secret_task.wording,
        circulating.secret_decision.wording,
    ):
        assert word not in outside


def test_the_public_reads_no_task_and_no_remark(cast, client_of, published):
    task = ActionItemFactory(
        agenda_item=published.items[0], wording="Quellen nachtragen.", released_at=HELD_ON,
        assignee=cast.member_city.person,
    )  # fmt: skip
    decision = DecisionFactory(agenda_item=published.items[0], number=3, released_at=HELD_ON)
    tasks.add_remark(task=task, body="Fast fertig.", by=cast.member_city)
    decisions.set_status(decision=decision, verb="CARRY_OUT", version=1, by=cast.organiser)
    page = page_of(client_of, published, "anonymous")
    assert "umgesetzt" in page
    for word in (task.wording, "Fast fertig.", cast.member_city.person.name):
        assert word not in page


@pytest.mark.parametrize("amount", [2, 30])
def test_the_page_costs_the_same(cast, client_of, circulating, amount, django_assert_num_queries):
    for _nr in range(amount):
        task = ActionItemFactory(
            agenda_item=circulating.items[0], released_at=HELD_ON, due_next_meeting=True,
            assignee=cast.member_city.person,
        )  # fmt: skip
        tasks.add_remark(task=task, body="Läuft.", by=cast.member_city)
    client = client_of("member_city")
    for queries in (FIRST + 1, LATER):  # one for the day of the next meeting
        with django_assert_num_queries(queries):
            assert client.get(circulating.url).text.count("Zuletzt: Läuft.") == amount
