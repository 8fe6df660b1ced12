"""A new password, and »überall sonst abmelden«, leave nothing of a person open without signing in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver, reverse

from activity.models import Event
from invitations.models import MeetingInvitation
from invitations.selectors import links as invitation_links
from members.actions import calendar as calendar_actions
from members.models import User
from outcomes.selectors import done
from polls.selectors import links as poll_links
from tests.factories.rows import PASSWORD, ActionItemFactory, MeetingFactory
from tests.members.conftest import code_in
from tests.polls.polling import opened

NEW = "Ein-ganz-neues-Kennwort-1"
KINDS = ("calendar", "poll", "invitation", "done")
IN_MAILS = ("poll", "invitation", "done")
# Every address that opens something by its secret alone, and which of the kinds above it is.
BY_SECRET = {
    "personal_calendar": "calendar",
    "polls:by_link": "poll",
    "invitations:invitation": "invitation",
    "outcomes:done_from_mail": "done",
    "invitations:file": "",  # of guests, who have no account
    "activity:unsubscribe": "",  # shows nothing and only stops mails: it holds as long as the mail is kept
    "members:accept": "",  # whoever has an account must sign in there
}


@pytest.fixture
def member(confirmed):
    return confirmed.member_city


@pytest.fixture
def things(cast, member):
    asked = MeetingFactory(state="INVITED", invited_at="2025-06-30T08:00Z", title="Datenstrategie")
    return {
        "poll": opened(cast),
        "invitation": MeetingInvitation.objects.create(meeting=asked, person=member.person),
        "done": ActionItemFactory(assignee=member.person, released_at="2025-06-30T08:00Z"),
    }


@pytest.fixture
def links(things, member):
    """The addresses as the mails of this moment bring them, and one of the calendar."""

    def now(user=member):
        invited = MeetingInvitation.objects.get(pk=things["invitation"].pk)
        tokens = {
            "polls:by_link": poll_links.token_for(things["poll"], user),
            "invitations:invitation": invitation_links.token_for(invited),
            "outcomes:done_from_mail": done.token_for(things["done"], user),
        }
        return {BY_SECRET[name]: reverse(name, args=[token]) for name, token in tokens.items()}

    return now


@pytest.fixture
def calendar(member):
    return reverse("personal_calendar", args=[calendar_actions.renew_calendar_address(by=member)])


def opens(links):
    """Of each kind whether it still leads anywhere, for whoever holds it."""
    return {kind: Client().get(url).status_code for kind, url in links.items()}


def change_password(client, worker, mailbox, member):
    client.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": NEW})


def reset_password(client, worker, mailbox, member):
    anybody = Client()
    anybody.post("/konto/password/reset/", {"email": member.email})
    worker.drain()
    (mail,) = [mail for mail in mailbox if "neues Passwort" in mail.subject]
    answer = anybody.post("/konto/password/reset/confirm/", {"code": code_in(mail)})
    anybody.post(answer.url, {"password1": NEW})


def set_password(client, worker, mailbox, member):
    user = User.objects.get(pk=member.pk)
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="members.backends.AccountBackend")
    client.post("/konto/password/set/", {"password1": NEW})


def sign_out_everywhere(client, worker, mailbox, member):
    client.post("/konto/sessions/")


@pytest.mark.parametrize("way", [change_password, reset_password, set_password, sign_out_everywhere])
@pytest.mark.slow
def test_every_link_of_the_person_is_over(client_of, member, links, calendar, worker, mailbox, way):
    before = {"calendar": calendar, **links()}
    assert opens(before) == dict.fromkeys(KINDS, 200)
    way(client_of("member_city"), worker, mailbox, member)
    assert opens(before) == {"calendar": 404, "poll": 410, "invitation": 410, "done": 410}
    user = User.objects.get(pk=member.pk)
    assert opens(links(user)) == dict.fromkeys(IN_MAILS, 200)
    assert opens(
        {"calendar": reverse("personal_calendar", args=[calendar_actions.renew_calendar_address(by=user)])}
    )
    assert Event.objects.filter(verb="members.links_renewed", actor_id=member.pk).exists()


def test_those_of_other_people_stay(client_of, confirmed, things, links):
    other = confirmed.member_utility
    theirs = reverse("polls:by_link", args=[poll_links.token_for(things["poll"], other)])
    guest = MeetingInvitation.objects.create(
        meeting=things["invitation"].meeting, guest_name="Grete Gast", guest_email="grete@firma.example"
    )
    of_guest = reverse("invitations:invitation", args=[invitation_links.token_for(guest)])
    sign_out_everywhere(client_of("member_city"), None, None, None)
    assert opens({"poll": theirs, "invitation": of_guest}) == {"poll": 200, "invitation": 200}


def test_a_new_mail_address_ends_the_links_in_the_old_mailbox(
    client_of, member, links, calendar, worker, mailbox
):
    client, before = client_of("member_city"), {"calendar": calendar, **links()}
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    client.post("/konto/email/", {"email": "neu@stadt.example", "action_add": "1"})
    assert opens(before) == dict.fromkeys(KINDS, 200)
    worker.drain()
    (mail,) = [mail for mail in mailbox if mail.to == ["neu@stadt.example"]]
    client.post("/konto/confirm-email/", {"code": code_in(mail)})
    assert EmailAddress.objects.get(user=member).email == "neu@stadt.example"
    assert opens(before) == {"calendar": 200, "poll": 410, "invitation": 410, "done": 410}
    worker.drain()
    assert any("Links aus Mails an die bisherige Adresse gelten nicht mehr" in mail.body for mail in mailbox)


def test_the_pages_and_the_mail_say_so_before_and_after(client_of, member, worker, mailbox):
    client = client_of("member_city")
    page = client.get("/konto/sessions/").text
    assert "die Adresse Ihres Kalenders gelten dann nicht mehr" in page
    assert "gelten nicht mehr" in client.post("/konto/sessions/", follow=True).text
    assert "Adresse Ihres Kalenders nicht mehr" in client.get("/konto/password/change/").text
    change = {"oldpassword": PASSWORD, "password1": NEW}
    assert "gelten nicht mehr" in client.post("/konto/password/change/", change, follow=True).text
    worker.drain()
    assert "Persönliche Links aus früheren Mails" in mailbox[-1].body


def test_a_sign_in_alone_renews_nothing(member, links, sign_in):
    before = links()
    sign_in(Client(), member)
    assert opens(before) == dict.fromkeys(IN_MAILS, 200)
    assert not Authenticator.objects.exists()


def test_links_of_mails_from_before_the_release_still_hold(things, member, links):
    """They do not say a link_version yet."""
    old = {
        "poll": (poll_links._signer(), f"{things['poll'].pk}-{member.pk}-1-0"),
        "invitation": (invitation_links._signer(), f"{things['invitation'].pk}-1"),
        "done": (done.SIGNER, f"{things['done'].pk}-{member.pk}-0"),
    }
    names = {kind: name for name, kind in BY_SECRET.items()}
    urls = {kind: reverse(names[kind], args=[signer.sign(said)]) for kind, (signer, said) in old.items()}
    assert opens(urls) == dict.fromkeys(IN_MAILS, 200)


def test_no_kind_of_secret_address_is_forgotten():
    assert {name for name, route in routes() if "token" in route or "secret" in route} == set(BY_SECRET)


def routes(patterns=None, space="", before=""):
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from routes(each.url_patterns, inner, route)
        elif each.name and not route.startswith(("konto/", "betrieb/")):
            yield f"{space}{each.name}", route
