"""From the admin's form to the first page of the new member, through the front door."""

import datetime as dt

import pytest
from django.test import Client

from activity.models import Event
from members.models import AccountInvitation, Membership, Person, User
from tests.members.conftest import invitation_link

NEW = "/verwaltung/einladungen/neu/"
PASSWORD = "Ein-langes-Kennwort-9"


@pytest.fixture
def form(cast):
    return {
        "email": "Neu.Beispiel@Example.org",
        "name": "Neue Person",
        "organisation": cast.organisations["enterprise"].pk,
        "roles": [],
        "starts_on": "2025-07-01",
        "ends_on": "",
        "message": "Schön, dass Sie mitmachen!",
    }


@pytest.fixture
def link(admin, form, worker, mailbox):
    """The link in the mail of a fresh invitation."""
    admin.post(NEW, form)
    worker.drain()
    return invitation_link(mailbox[-1])


def test_the_mail_says_who_invites_to_what(admin, form, worker, mailbox):
    admin.post(NEW, {**form, "roles": ["contact"]})
    worker.drain()
    (mail,) = mailbox
    assert mail.to == ["neu.beispiel@example.org"]
    assert mail.subject == "Einladung ins Portal der Fachgruppe Smart City Jena"
    for words in ("Guten Tag Neue Person", "Admin lädt Sie ein", "Kommunalservice Jena", "Eigenbetrieb"):
        assert words in mail.body
    assert "Mitglied, Ansprechperson" in mail.body
    assert "Schön, dass Sie mitmachen!" in mail.body
    assert "bis zum 15. Juli 2025" in mail.body
    html = mail.alternatives[0].content
    assert invitation_link(mail) in html


def test_the_preview_stores_and_sends_nothing(admin, form, worker, mailbox):
    response = admin.post(NEW, {**form, "preview": "1"})
    worker.drain()
    assert response.status_code == 200
    assert "Schön, dass Sie mitmachen!" in response.content.decode()
    assert not AccountInvitation.objects.exists()
    assert mailbox == []


def test_sending_the_form_twice_invites_once(admin, form, worker, mailbox):
    for _ in range(2):
        assert admin.post(NEW, form).status_code == 303
    worker.drain()
    assert AccountInvitation.objects.count() == 1
    assert len(mailbox) == 1


def test_a_different_invitation_to_the_same_house_is_refused_while_one_is_open(admin, form):
    admin.post(NEW, form)
    response = admin.post(NEW, {**form, "roles": ["admin"]})
    assert "schon eine Einladung" in response.content.decode()
    assert AccountInvitation.objects.count() == 1


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("email", "member.enterprise@example.org", "schon Mitglied"),
        ("ends_on", "2025-06-30", "vor dem Anfang"),
        ("organisation", "", "Bitte füllen"),
        ("email", "kein-at", "gültige E-Mail"),
    ],
)
def test_what_cannot_be_invited(admin, form, field, value, sentence):
    response = admin.post(NEW, {**form, field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not AccountInvitation.objects.exists()


def test_a_dissolved_house_is_not_on_offer(admin, form, cast):
    house = cast.organisations["enterprise"]
    house.closed_on = dt.date(2025, 6, 1)
    house.save()
    assert house.name not in admin.get(NEW).content.decode()
    admin.post(NEW, form)
    assert not AccountInvitation.objects.exists()


def test_looking_at_the_link_changes_nothing(link):
    stranger = Client()
    for _ in range(2):
        response = stranger.get(link)
        assert response.status_code == 200
        assert "Kommunalservice Jena" in response.content.decode()
        assert response["Cache-Control"].startswith("max-age=0") or "no-store" in response["Cache-Control"]
    assert not User.objects.filter(email="neu.beispiel@example.org").exists()
    assert AccountInvitation.objects.get().accepted_at is None


def test_programs_that_check_links_find_it(link):
    assert Client().head(link).status_code == 200
    assert AccountInvitation.objects.get().accepted_at is None


def test_accepting_makes_account_membership_and_session(link):
    guest = Client()
    response = guest.post(link, {"name": "Neue Beispielperson", "password": PASSWORD})
    assert response.status_code == 302
    assert response.url == "/profil/willkommen/"
    welcome = guest.get(response.url)
    assert "Willkommen, Neue Beispielperson" in welcome.content.decode()
    user = User.objects.get(email="neu.beispiel@example.org")
    assert user.check_password(PASSWORD)
    assert user.person.slug == "neue.beispielperson"
    assert user.emailaddress_set.get().verified
    assert [str(membership.organisation) for membership in user.active_memberships] == [
        "Kommunalservice Jena"
    ]
    assert user.viewer.pillars == {"ENTERPRISE"}
    assert Event.objects.filter(verb="members.invitation_accepted", actor_id=user.pk).count() == 1


def test_the_new_member_signs_in_again_with_the_password(link, sign_in):
    Client().post(link, {"name": "Neue Person", "password": PASSWORD})
    user = User.objects.get(email="neu.beispiel@example.org")
    again = Client()
    assert sign_in(again, user, PASSWORD).status_code == 302
    assert again.get("/profil/").status_code == 200


def test_a_password_is_optional_and_checked(link):
    weak = Client().post(link, {"name": "Neue Person", "password": "kurz"})
    assert "zu kurz" in weak.content.decode()
    assert not Person.objects.filter(name="Neue Person").exists()
    assert Client().post(link, {"name": "Neue Person", "password": ""}).status_code == 302
    assert not User.objects.get(email="neu.beispiel@example.org").has_usable_password()


def test_the_link_works_once(link):
    Client().post(link, {"name": "Neue Person", "password": PASSWORD})
    for response in (
        Client().get(link),
        Client().post(link, {"name": "Andere Person", "password": PASSWORD}),
    ):
        assert response.status_code == 410
        assert "schon angenommen" in response.content.decode()
    assert not Person.objects.filter(name="Andere Person").exists()
    assert Membership.objects.filter(person__name="Neue Person").count() == 1


def test_two_clicks_of_the_same_person_end_on_the_welcome_page(link):
    guest = Client()
    guest.post(link, {"name": "Neue Person", "password": PASSWORD})
    again = guest.post(link, {"name": "Neue Person", "password": PASSWORD})
    assert (again.status_code, again.url) == (302, "/profil/willkommen/")


def test_after_14_days_the_link_has_expired(link, clock):
    clock.shift(dt.timedelta(days=14, minutes=1))
    response = Client().post(link, {"name": "Neue Person", "password": PASSWORD})
    assert response.status_code == 410
    assert "abgelaufen" in response.content.decode()
    assert not Person.objects.filter(name="Neue Person").exists()


def test_a_withdrawn_link_is_closed_and_no_mail_goes_out(admin, form, worker, mailbox):
    admin.post(NEW, form)
    invitation = AccountInvitation.objects.get()
    for _ in range(2):
        assert admin.post(f"/verwaltung/einladungen/{invitation.pk}/zurueckziehen/").status_code == 303
    worker.drain()
    assert mailbox == []
    assert "zurückgezogen" in Client().get(invitation.get_absolute_url()).content.decode()
    assert Event.objects.filter(verb="members.invitation_withdrawn").count() == 1


def test_resending_makes_a_new_link_and_ends_the_old_one(admin, link, worker, mailbox, clock):
    clock.shift(dt.timedelta(days=20))
    admin.force_login(User.objects.get(email="admin@example.org"))
    invitation = AccountInvitation.objects.get()
    admin.post(f"/verwaltung/einladungen/{invitation.pk}/erneut/")
    worker.drain()
    fresh = invitation_link(mailbox[-1])
    assert fresh != link
    assert Client().get(link).status_code == 404
    assert Client().get(fresh).status_code == 200


@pytest.mark.parametrize("token", ["quatsch", "abc.def", "a" * 200])
def test_an_invented_link_is_nobodys_invitation(db, token):
    response = Client().get(f"/einladung/{token}/")
    assert response.status_code == 404
    assert "kennen diese Einladung nicht" in response.content.decode()


def test_a_link_cannot_be_made_from_the_database_alone(link):
    nonce = AccountInvitation.objects.get().nonce
    assert link != f"/einladung/{nonce}/"
    assert Client().get(f"/einladung/{nonce}/").status_code == 404


def test_no_secret_stands_in_the_outbox(link):
    from activity.models import OutboxMail

    mail = OutboxMail.objects.get()
    assert "." not in str(mail.data)
    assert mail.data == {}


# --- for somebody who has an account ----------------------------------------------------------------------


@pytest.fixture
def link_for_utility(admin, form, worker, mailbox):
    admin.post(NEW, {**form, "email": "member.utility@example.org", "name": "Mitglied Stadtwerke"})
    worker.drain()
    return invitation_link(mailbox[-1])


def test_with_an_account_one_signs_in_first(link_for_utility):
    stranger = Client()
    response = stranger.get(link_for_utility)
    assert f"/konto/login/?next={link_for_utility}" in response.content.decode()
    stranger.post(link_for_utility, {"name": "Falsche Person", "password": PASSWORD})
    assert AccountInvitation.objects.get().accepted_at is None


def test_signed_in_the_membership_is_added(link_for_utility, client_of, cast):
    client = client_of("member_utility")
    assert "Sie sind angemeldet als Mitglied Stadtwerke" in client.get(link_for_utility).content.decode()
    for _ in range(2):
        assert client.post(link_for_utility).url == "/profil/willkommen/"
    houses = cast.member_utility.person.memberships.values_list("organisation__name", flat=True)
    assert sorted(houses) == ["Kommunalservice Jena", "Stadtwerke Jena"]


def test_another_account_cannot_take_it(link_for_utility, client_of, cast):
    for response in (
        client_of("member_city").get(link_for_utility),
        client_of("member_city").post(link_for_utility),
    ):
        assert response.status_code == 403
        assert "nicht für dieses Konto" in response.content.decode()
    assert cast.member_city.person.memberships.count() == 1


def test_a_former_member_returns_by_invitation(admin, form, client_of, worker, mailbox, cast):
    admin.post(NEW, {**form, "email": "former.member@example.org", "name": "Ehemaliges Mitglied"})
    worker.drain()
    client = client_of("former_member")
    assert client.get("/mitglieder/").status_code == 403
    client.post(invitation_link(mailbox[-1]))
    assert client.get("/mitglieder/").status_code == 200


def test_a_house_that_was_dissolved_meanwhile_takes_nobody(link_for_utility, admin, client_of, cast):
    house = cast.organisations["enterprise"]
    house.memberships.update(ends_on=dt.date(2025, 6, 30))
    admin.post(f"/verwaltung/organisationen/{house.pk}/aufloesen/")
    response = client_of("member_utility").post(link_for_utility)
    assert response.status_code == 410
    assert "als aufgelöst vermerkt" in response.content.decode()
    assert cast.member_utility.person.memberships.count() == 1


def test_nobody_returns_for_days_they_were_a_member_anyway(admin, form, client_of, cast):
    again = {"email": "former.member@example.org", "organisation": cast.organisations["city"].pk}
    admin.post(NEW, {**form, **again, "starts_on": "2025-06-15"})
    response = client_of("former_member").post(AccountInvitation.objects.get().get_absolute_url())
    assert response.status_code == 410
    assert "besteht dort schon eine Mitgliedschaft" in response.content.decode()
