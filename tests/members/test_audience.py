"""One rule about seeing: who shares a group with a row, sees it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.dates import today
from meetings.models import Meeting
from members import audience
from members.audience import MEMBERS, PUBLIC, is_narrower, pillars, require_valid, values_shared_with
from members.backends import AccountBackend
from members.enums import Kind
from members.models import User
from members.viewers import ANONYMOUS, viewer_for
from tests.factories.rows import MeetingFactory, MembershipFactory

possible = st.sampled_from([PUBLIC, MEMBERS, *range(1, 8)])
readers = st.sampled_from([16, 24, 25, 26, 28, 31])


@given(parent=possible, child=possible, reader=readers)
def test_nobody_sees_a_narrower_child_without_its_parent(parent, child, reader):
    if is_narrower(child, parent) and child & reader:
        assert parent & reader


@given(mask=possible, reader=readers)
def test_the_sql_list_says_the_same_as_the_bits(mask, reader):
    assert (mask in values_shared_with(reader)) == bool(mask & reader)


@pytest.mark.parametrize(
    "mask, names",
    [
        (PUBLIC, {"anonymous", "former_member", "member_city", "member_utility", "admin", "organiser"}),
        (MEMBERS, {"member_city", "member_utility", "admin", "organiser"}),
        (pillars(Kind.CITY), {"member_city", "organiser"}),
        (pillars(Kind.CITY, Kind.UTILITY), {"member_city", "member_utility", "organiser"}),
    ],
)
def test_who_sees_a_meeting(cast, mask, names):
    meeting = MeetingFactory(audience=mask)
    for name in ("anonymous", "former_member", "member_city", "member_utility", "admin", "organiser"):
        reader = cast.users.get(name)
        seen = Meeting.objects.visible_to(reader).filter(pk=meeting.pk).exists()
        assert seen == (name in names), name


def test_rights_add_up_over_memberships(cast):
    MembershipFactory(
        person=cast.member_city.person, organisation=cast.organisations["utility"], is_organiser=True
    )
    viewer = viewer_for(cast.member_city)
    assert viewer.pillars == {Kind.CITY, Kind.UTILITY}
    assert viewer.is_organiser
    assert not viewer.is_admin


def test_a_former_member_is_a_stranger(cast):
    viewer = viewer_for(cast.former_member)
    assert not viewer.is_member
    assert viewer.mask == ANONYMOUS.mask


def test_rights_end_with_the_last_day_in_jena(cast, clock):
    membership = cast.member_city.person.memberships.get()
    membership.ends_on = dt.date(2025, 7, 1)
    membership.save(update_fields=["ends_on"])
    assert viewer_for(type(cast.member_city).objects.get(pk=cast.member_city.pk)).is_member
    # 22:30 UTC is past midnight in Jena
    clock.move_to(dt.datetime(2025, 7, 1, 22, 30, tzinfo=dt.UTC))
    assert not viewer_for(type(cast.member_city).objects.get(pk=cast.member_city.pk)).is_member


def test_the_rights_of_a_reader_cost_one_query(cast, django_assert_num_queries):
    user = type(cast.member_city).objects.select_related("person").get(pk=cast.member_city.pk)
    with django_assert_num_queries(1):
        viewer_for(user)
        viewer_for(user)


def by_the_session(pk):
    return AccountBackend().get_user(pk)


def by_the_key(pk):
    return User.objects.with_memberships(pk=pk)


@pytest.mark.parametrize("persona, houses", [("member_city", 1), ("admin", 2), ("former_member", 0)])
@pytest.mark.parametrize("read", [by_the_session, by_the_key])
def test_an_account_brings_its_rights_along(cast, read, persona, houses, django_assert_num_queries):
    if persona == "admin":
        MembershipFactory(person=cast.admin.person, organisation=cast.organisations["utility"])
        later = today() + dt.timedelta(days=1)
        MembershipFactory(
            person=cast.admin.person, organisation=cast.organisations["enterprise"], starts_on=later
        )
    expected = User.objects.filter(pk=cast.users[persona].pk).get()
    with django_assert_num_queries(1 if houses or read is by_the_session else 2):
        user = read(expected.pk)
        assert user.person.user is user
        names = {str(membership.organisation) for membership in user.active_memberships}
        viewer = viewer_for(user)
    assert len(names) == houses
    assert values_of(user) == values_of(expected)
    assert values_of(user.person) == values_of(expected.person)
    in_order = [sorted(account.active_memberships, key=lambda m: m.pk) for account in (user, expected)]
    for found, asked in zip(*in_order, strict=True):
        assert values_of(found) == values_of(asked)
        assert values_of(found.organisation) == values_of(asked.organisation)
        assert type(found.organisation.name) is type(asked.organisation.name)  # German, on every page
    assert viewer == viewer_for(expected)


def test_an_account_that_does_not_exist_is_not_found(cast):
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=404_404)


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("mask", [0, 8, 16, 24, 9, 32])
def test_impossible_audiences_are_refused(mask):
    with pytest.raises(ValidationError):
        require_valid(mask)


def test_a_child_may_not_be_wider():
    with pytest.raises(ValidationError):
        require_valid(MEMBERS, parent=pillars(Kind.CITY))
    require_valid(pillars(Kind.CITY), parent=MEMBERS)


def test_choices_under_a_parent_are_all_narrower():
    masks = [mask for mask, _label in audience.audience_choices(parent=pillars(Kind.CITY, Kind.UTILITY))]
    assert sorted(masks) == [1, 4, 5]
