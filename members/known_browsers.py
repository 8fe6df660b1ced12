"""A browser in which somebody has signed in keeps a signed cookie that says so.

It opens nothing. It only tells the owner's browser from that of somebody who guesses (members/attempts.py),
and it is worth nothing once the password has changed or the person has signed out everywhere.
"""

import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "bekannt"
SALT = "members.known_browser"
MAX_AGE = 365 * 24 * 3600


def remember_browser(response, user):
    # Each cookie has a name of its own, so that a stolen one slows down itself and no other browser.
    value = f"{user.pk}-{secrets.token_hex(8)}-{_seal(user)}"
    response.set_signed_cookie(
        COOKIE, value, salt=SALT, max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def known_browser(request, user) -> str:
    """Return the name of this browser if `user` has signed in with it before, else ""."""
    value = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=MAX_AGE)
    if user is None or not value:
        return ""
    account, name, seal = value.split("-")
    return name if account == str(user.pk) and constant_time_compare(seal, _seal(user)) else ""


def _seal(user):
    # Worth nothing after a new password or »überall abmelden«, without a list of cookies to keep.
    return salted_hmac(SALT, f"{user.password}|{user.link_version}", algorithm="sha256").hexdigest()[:32]
