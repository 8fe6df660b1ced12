"""Approving, sealing and recalling at the same moment, on real connections of their own."""

import pytest
from django.db import transaction

from minutes.actions import approval, circulation
from minutes.actions import approval as approving_actions
from minutes.enums import State
from minutes.models import Minutes, Seal
from minutes.presenters.verification import verify
from outcomes.models import Decision
from tests.meetings.test_races import at_once
from tests.minutes.approving import fresh, hold, waiting
from tests.minutes.conftest import make_minutes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held(cast, clock):
    made = waiting(cast)
    hold(made.next, clock)
    return made


def approving(made, by):
    return lambda: approving_actions.approve(minutes=fresh(made.minutes), by=by)


@pytest.mark.slow
def test_two_approvals_are_one_decision_and_one_seal(held, cast):
    at_once([approving(held, cast.organiser) for _person in range(3)])
    assert Seal.objects.count() == 1
    assert Decision.objects.filter(agenda_item=held.minutes.approval_item).count() == 1


@pytest.mark.slow
def test_seals_of_different_minutes_have_no_gap_and_one_chain(cast, clock):
    several = [make_minutes(cast, title=f"Treffen {n}", number=n) for n in range(1, 6)]
    Minutes.objects.update(state=State.FOR_APPROVAL)
    at_once(
        [
            lambda made=made: approving_actions.approve_silently(minutes=fresh(made.minutes))
            for made in several
        ]
    )
    assert [seal.position for seal in Seal.objects.in_order()] == [1, 2, 3, 4, 5]
    assert [str(finding) for finding in verify().findings if not finding.is_hint] == []


def test_approving_and_recalling_have_one_winner(held, cast):
    at_once(
        [
            approving(held, cast.organiser),
            lambda: circulation.recall(minutes=fresh(held.minutes), by=cast.organiser),
        ]
    )
    minutes = fresh(held.minutes)
    assert (minutes.state, Seal.objects.count()) in [(State.APPROVED, 1), (State.DRAFT, 0)]
    assert minutes.revisions.count() == Seal.objects.count()


def test_the_item_is_placed_once(cast, clock):
    made = waiting(cast)
    with transaction.atomic():
        made.next.agenda_items.all().delete()
    Minutes.objects.filter(pk=made.pk).update(circulated_at="2026-01-01T00:00Z")
    at_once([approval.place_all for _host in range(3)])
    assert made.next.agenda_items.count() == 1
