"""Which language is written where."""

from django.conf import settings
from django.utils import translation


def for_the_record():
    """What is kept for good is German, whatever the person at the screen reads: with for_the_record(): …"""
    return translation.override(settings.LANGUAGE_CODE)


def set_language_cookie(response, language):
    """The language of the pages is in a cookie, so that it also holds before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
