from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.models import AccountInvitation
from tests.factories.rows import OrganisationFactory


def invite(organisation="Stadt Jena"):
    out = StringIO()
    call_command(
        "invite_first_admin", "erste@example.org", name="Erste", organisation=organisation, stdout=out
    )
    return out.getvalue()


@pytest.fixture
def city(db):
    return OrganisationFactory(name="Stadt Jena")


def test_a_new_portal_invites_its_first_admin_by_mail(city, worker, mailbox):
    assert "erste@example.org" in invite()
    worker.drain()
    assert [mail.to for mail in mailbox] == [["erste@example.org"]]
    assert AccountInvitation.objects.get().is_admin


def test_a_portal_with_admins_refuses(cast):
    with pytest.raises(CommandError, match="schon Admins"):
        invite()


def test_an_unknown_house_is_named_with_those_that_exist(city):
    with pytest.raises(CommandError, match="Bekannt: Stadt Jena"):
        invite("Stadt Weimar")
