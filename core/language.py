"""Which language is written where."""

from django.conf import settings
from django.utils import translation


def for_the_record():
    """What is kept for good is German, whatever the person at the screen reads: with for_the_record(): …"""
    return translation.override(settings.LANGUAGE_CODE)
