"""Seats on the way to an account: what has to be true of the person, and of the browser they come with."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.factories.rows import PASSWORD


def proven(world, browser):
    """The password was asked for a moment ago."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_was_mailed(world, browser):
    browser.post(reverse("account_request_login_code"), {"email": world.cast.member_city.email})


def reset_code_was_mailed(world, browser):
    browser.post(reverse("account_reset_password"), {"email": world.cast.member_city.email})


def reset_code_was_right(world, browser):
    reset_code_was_mailed(world, browser)
    session = browser.session
    key = next(key for key, value in session.items() if isinstance(value, dict) and "code" in value)
    browser.post(reverse("account_confirm_password_reset_code"), {"code": session[key]["code"]})


def address_is_unconfirmed(world, browser):
    EmailAddress.objects.update(verified=False)
    browser.post(reverse("account_login"), {"login": world.cast.member_city.email, "password": PASSWORD})


def has_no_password(world, browser):
    world.cast.organiser.set_unusable_password()
    world.cast.organiser.save()
    browser.force_login(world.cast.organiser, "members.backends.AccountBackend")
    proven_by_now(browser)


def proven_by_now(browser):
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": 2e9}]
    session.save()


def has_an_app(world, browser):
    for user in world.cast.users.values():
        Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
        Authenticator.objects.create(
            user=user, type="recovery_codes", data={"seed": "0" * 40, "used_mask": 0}
        )


def has_an_app_and_is_proven(world, browser):
    proven(world, browser)
    has_an_app(world, browser)


def has_a_passkey(world, browser):
    proven(world, browser)
    world.passkey = Authenticator.objects.create(
        user=world.cast.organiser, type="webauthn", data={"name": "Diensthandy", "passwordless": True}
    )


def is_asked_for_the_app(world, browser):
    has_an_app(world, browser)
    browser.post(reverse("account_login"), {"login": world.cast.member_city.email, "password": PASSWORD})


CODE = frozenset({"code"})
PASSKEY = {"credential": '{"id": "x", "type": "public-key", "response": {}}'}
CREDENTIAL = frozenset({"credential", "__all__"})
