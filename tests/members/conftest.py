import re

import pytest
from allauth.account.models import EmailAddress

from tests.factories.rows import PASSWORD


@pytest.fixture
def admin(client_of):
    return client_of("admin")


@pytest.fixture
def confirmed(cast):
    """The addresses of all personas are confirmed, as they are after an invitation."""
    for user in cast.users.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return cast


@pytest.fixture
def sign_in():
    """Through the sign-in form, as people do."""

    def signed_in(client, user, password=PASSWORD, **extra):
        return client.post("/konto/login/", {"login": user.email, "password": password, **extra})

    return signed_in


def links_in(mail):
    return re.findall(r"http://testserver(/\S+)", mail.body)


def invitation_link(mail):
    return next(link for link in links_in(mail) if link.startswith("/einladung/"))


def code_in(mail):
    return re.search(r"^ {4}(\S+)$", mail.body, re.M).group(1)
