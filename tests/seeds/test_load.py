"""Masses for measuring: deterministic, and visible to the ETags of pages."""

from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from activity.changes import change_token
from meetings.models import Meeting
from members.models import Organisation, Person, User
from minutes.models import Minutes, SectionComment, Suggestion
from outcomes.models import Decision, DecisionCounter
from tests.factories.rows import MembershipFactory, UserFactory

SIZE = {"meetings": 20, "comments": 7, "suggestions": 12, "members": 9, "topics": 6, "verbosity": 0}


@pytest.fixture
def kickoff(db, clock):
    call_command("seed_kickoff", verbosity=0)


def load(**more):
    call_command("seed_load", **(SIZE | more))


def large():
    return Minutes.objects.get(meeting__title="Großes Treffen für Messungen")


def test_it_makes_what_was_asked_for(kickoff):
    before = change_token()
    load()
    assert Meeting.objects.filter(description="Massendaten für Messungen.").count() == 20
    assert Person.objects.filter(name__startswith="Testperson ").count() == 9
    assert SectionComment.objects.filter(suggestion__isnull=True).count() == 7
    assert Suggestion.objects.count() == 12
    assert large().sections.count() == 10
    assert 1200 < sum(len(section.body.split()) for section in large().sections.all()) < 1800
    assert change_token() != before


def test_the_same_numbers_make_the_same_rows(kickoff):
    load()
    first = list(Meeting.objects.order_by("pk").values_list("title", "audience", "starts_at"))
    bodies = list(large().sections.order_by("pk").values_list("body", flat=True))
    load()
    assert list(Meeting.objects.order_by("pk").values_list("title", "audience", "starts_at")) == first
    assert list(large().sections.order_by("pk").values_list("body", flat=True)) == bodies


def test_larger_numbers_add_the_rest(kickoff):
    load()
    load(meetings=30, comments=12)
    assert Meeting.objects.filter(description="Massendaten für Messungen.").count() == 30
    assert SectionComment.objects.filter(suggestion__isnull=True).count() == 12
    assert Suggestion.objects.count() == 12


def test_numbers_of_decisions_go_on_after_it(kickoff):
    load()
    for counter in DecisionCounter.objects.all():
        numbers = Decision.objects.filter(year=counter.year).values_list("number", flat=True)
        assert max(numbers, default=0) <= counter.last


def test_it_needs_the_organisations(db):
    with pytest.raises(CommandError, match="seed_kickoff"):
        load()


def test_all_that_goes_round_has_an_end(kickoff, client):
    load()
    ends = Minutes.objects.filter(state="CIRCULATING").values_list("objections_until", flat=True)
    assert min(ends) > timezone.now()
    organiser = UserFactory()
    city = Organisation.objects.get(name="Stadt Jena")
    MembershipFactory(person=organiser.person, organisation=city, is_organiser=True)
    client.force_login(organiser, backend="members.backends.AccountBackend")
    assert client.get(f"/protokolle/{large().pk}/umlauf/verlaengern/").status_code == 200


def test_the_meetings_are_spread_over_ten_years(kickoff):
    load(meetings=60)
    rows = Meeting.objects.filter(description="Massendaten für Messungen.").order_by("starts_at")
    days = list(rows.values_list("starts_at", flat=True))
    assert (days[-1] - days[0]).days > 9 * 365
    assert max((later - day).days for day, later in pairwise(days)) < 120
    of_group = Counter(rows.filter(kind="GROUP").values_list("starts_at__year", flat=True))
    assert sum(of_group.values()) == 40
    assert max(of_group.values()) <= 5
    assert 5 <= rows.filter(starts_at__gt=timezone.now()).count() <= 7


def test_everybody_has_an_account_without_a_password(kickoff):
    load()
    accounts = User.objects.filter(person__name__startswith="Testperson ")
    assert accounts.count() == 9
    assert not any(account.has_usable_password() for account in accounts)
