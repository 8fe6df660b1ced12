"""Two admins take each other's role at the same moment: one of them must keep it."""

import threading

import pytest
from django.db import connection, connections

from core.access import Forbidden
from members.actions import memberships as membership_actions
from members.models import Membership
from tests.factories.rows import MembershipFactory, UserFactory


@pytest.mark.django_db(transaction=True)
def test_two_admins_end_each_other():
    users = [UserFactory(), UserFactory()]
    memberships = [MembershipFactory(person=user.person, is_admin=True) for user in users]
    start = threading.Barrier(2)
    outcomes = []

    def end(by, membership):
        try:
            start.wait(10)
            membership_actions.end_membership(membership=membership, ends_on=membership.starts_on, by=by)
            outcomes.append("ended")
        except Forbidden:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=end, args=(users[0], memberships[1])),
        threading.Thread(target=end, args=(users[1], memberships[0])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["ended", "refused"], connection.vendor
    assert Membership.objects.lasting_admins().count() == 1
