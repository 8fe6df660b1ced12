"""The first admin of a new installation, and what operators may do."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from activity.models import Event
from members.models import AccountInvitation, Membership, Organisation, User
from tests.factories.rows import OrganisationFactory
from tests.members.conftest import invitation_link


def first_admin(capsys, email="erste.admin@example.org"):
    call_command("invite_first_admin", email, "--name", "Erste Admin-Person", "--organisation", "Stadt Jena")
    return re.search(r"http://testserver(/\S+)", capsys.readouterr().out).group(1)


@pytest.fixture
def city(db):
    return OrganisationFactory(name="Stadt Jena", kind="CITY")


def test_a_new_installation_gets_its_first_admin(city, capsys, worker, mailbox):
    link = first_admin(capsys)
    worker.drain()
    assert invitation_link(mailbox[0]) == link
    assert "einzurichten" in mailbox[0].body
    admin = Client()
    admin.post(link, {"name": "Erste Admin-Person", "password": ""})
    assert admin.get("/verwaltung/").status_code == 200
    with pytest.raises(CommandError, match="schon Admins"):
        first_admin(capsys, "zweite@example.org")


def test_called_again_only_the_new_link_works(city, capsys):
    old, new = first_admin(capsys), first_admin(capsys)
    assert AccountInvitation.objects.count() == 1
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_a_wrong_address_is_one_sentence(city, capsys):
    with pytest.raises(CommandError, match="gültige E-Mail"):
        first_admin(capsys, "kein-at")
    assert not AccountInvitation.objects.exists()


# --- /betrieb/ --------------------------------------------------------------------------------------------


@pytest.fixture
def operator(cast, client_of):
    call_command("operator", cast.organiser.email)
    return client_of("organiser")


def test_only_operators_get_in(client_of, cast, operator):
    assert (
        client_of("anonymous").get("/betrieb/", follow=True).redirect_chain[-1][0].startswith("/konto/login/")
    )
    for persona in ("member_city", "admin", "former_member"):
        assert client_of(persona).get("/betrieb/", follow=True).status_code == 403
    assert operator.get("/betrieb/").status_code == 200
    call_command("operator", cast.organiser.email, "--entziehen")
    assert operator.get("/betrieb/", follow=True).status_code == 403
    assert Event.objects.filter(verb="members.account_changed").count() == 2


@pytest.mark.parametrize("model", ["person", "organisation", "membership", "accountinvitation"])
def test_operators_look_but_do_not_write(operator, cast, model):
    pk = {"person": cast.admin.person_id, "organisation": cast.organisations["city"].pk}.get(model, 1)
    assert operator.get(f"/betrieb/members/{model}/").status_code == 200
    assert operator.get(f"/betrieb/members/{model}/add/").status_code == 403
    assert operator.post(f"/betrieb/members/{model}/{pk}/change/", {"name": "Anders"}).status_code in (
        302,
        403,
    )
    assert operator.post(f"/betrieb/members/{model}/{pk}/delete/", {"post": "yes"}).status_code in (302, 403)
    assert Membership.objects.count() == 7
    assert not Organisation.objects.filter(name="Anders").exists()


def test_an_account_is_switched_off_and_the_log_knows(operator, cast):
    url = f"/betrieb/members/user/{cast.member_city.pk}/change/"
    assert operator.post(url, {}).status_code == 302
    assert not User.objects.get(pk=cast.member_city.pk).is_active
    event = Event.objects.filter(verb="members.account_changed").latest("pk")
    assert (event.actor_name, event.data) == ("Organisation", {"is_active": False})


def test_the_last_admins_account_cannot_be_switched_off(operator, cast):
    page = operator.post(f"/betrieb/members/user/{cast.admin.pk}/change/", {}).content.decode()
    assert "Die letzte Admin-Mitgliedschaft" in page
    assert User.objects.get(pk=cast.admin.pk).is_active


def test_no_key_of_an_invitation_is_shown(operator, cast, admin):
    admin.post(
        "/verwaltung/einladungen/neu/",
        {
            "email": "neu@example.org",
            "name": "Neu",
            "organisation": cast.organisations["city"].pk,
            "starts_on": "2025-07-01",
        },
    )
    invitation = AccountInvitation.objects.get()
    page = operator.get(f"/betrieb/members/accountinvitation/{invitation.pk}/change/").content.decode()
    assert "neu@example.org" in page
    assert invitation.nonce not in page


@pytest.mark.django_db(transaction=True)
def test_lost_second_factors_are_removed_together_and_the_log_knows(operator, cast):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=cast.member_city, type=kind, data={})
    keys = list(Authenticator.objects.values_list("pk", flat=True))
    chosen = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    assert operator.post("/betrieb/mfa/authenticator/", chosen).status_code == 302
    assert not Authenticator.objects.exists()
    assert (
        Event.objects.filter(verb="members.second_factor_removed", target_id=cast.member_city.pk).count() == 2
    )
