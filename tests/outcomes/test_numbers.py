"""Many recorders at once: every number once, none left out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from outcomes import actions
from outcomes.models import Decision
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.personas import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, arguments):
    def run(argument):
        try:
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_eight_recorders_get_eight_numbers(clock):
    cast = make_cast()
    items = [AgendaItemFactory(meeting=MeetingFactory()) for _nr in range(8)]
    labels = at_once(
        lambda item: actions.record_decision(agenda_item=item, wording="Ja.", by=cast.organiser).label, items
    )
    assert sorted(labels) == [f"2025/{number}" for number in range(1, 9)]


def test_the_same_click_twice_at_once_is_one_decision(clock):
    cast, item = make_cast(), AgendaItemFactory()
    key = "5f0c1c9e-6f4e-4b52-9f65-0f8a7c1c2d3e"
    labels = at_once(
        lambda _nr: (
            actions.record_decision(
                agenda_item=item, wording="Ja.", submission_key=key, by=cast.organiser
            ).label
        ),
        range(4),
    )
    assert set(labels) == {"2025/1"}
    assert Decision.objects.count() == 1
