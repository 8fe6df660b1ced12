"""Addresses for many rows at once."""

from django.conf import settings
from django.urls import reverse


def pattern(name, keys=1):
    """An address with places for its keys: reversing once per page is enough."""
    return reverse(name, args=[0] * keys).replace("/0/", "/%d/", 1).replace("/0/", "/%d/")


def full_pattern(name):
    """The same with the host, for what is read outside the portal."""
    return f"{settings.BASE_URL}{pattern(name)}"
