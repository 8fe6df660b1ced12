"""Many recorders at once: every number once, none left out."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.dates import local
from outcomes.actions import decisions
from outcomes.models import Decision, DecisionCounter
from tests.factories.rows import AgendaItemFactory, MeetingFactory
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
        lambda item: decisions.record_decision(agenda_item=item, wording="Ja.", by=cast.organiser).label,
        items,
    )
    assert sorted(labels) == [f"2025/{number}" for number in range(1, 9)]


def test_the_same_click_twice_at_once_is_one_decision(clock):
    cast, item = make_cast(), AgendaItemFactory()
    key = "5f0c1c9e-6f4e-4b52-9f65-0f8a7c1c2d3e"
    labels = at_once(
        lambda _nr: (
            decisions.record_decision(
                agenda_item=item, wording="Ja.", submission_key=key, by=cast.organiser
            ).label
        ),
        range(4),
    )
    assert set(labels) == {"2025/1"}
    assert Decision.objects.count() == 1


def test_rolled_back_and_removed_numbers_at_once(clock):
    """Some recorders give up half way, some take theirs out again: what is left is different and growing."""
    cast = make_cast()
    items = [AgendaItemFactory(meeting=MeetingFactory()) for _nr in range(9)]

    def work(argument):
        at, item = argument
        if at % 3 == 0:
            with pytest.raises(RuntimeError), transaction.atomic():
                decisions.record_decision(agenda_item=item, wording="Doch nicht.", by=cast.organiser)
                raise RuntimeError
            return None
        decision = decisions.record_decision(agenda_item=item, wording="Ja.", by=cast.organiser)
        number = decision.number
        if at % 3 == 1:
            decisions.remove_decision(decision=decision, by=cast.organiser)
        return number

    given = [number for number in at_once(work, list(enumerate(items))) if number]
    assert len(given) == len(set(given)) == 6
    kept = set(Decision.objects.values_list("number", flat=True))
    assert len(kept) == 3
    following = decisions.record_decision(agenda_item=items[0], wording="Danach.", by=cast.organiser)
    assert following.number > max(given)
    assert DecisionCounter.objects.get(year=2025).last == following.number


def test_years_count_for_themselves(clock):
    cast = make_cast()
    old = AgendaItemFactory(meeting=MeetingFactory(starts_at=local(dt.date(2024, 12, 31), dt.time(23, 30))))
    new = AgendaItemFactory(meeting=MeetingFactory(starts_at=local(dt.date(2025, 1, 1), dt.time(0, 30))))
    labels = at_once(
        lambda item: decisions.record_decision(agenda_item=item, wording="Ja.", by=cast.organiser).label,
        [old, new, old, new],
    )
    assert sorted(labels) == ["2024/1", "2024/2", "2025/1", "2025/2"]
