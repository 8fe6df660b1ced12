"""Whose calendar an address is, and when a program last fetched it."""

import datetime as dt
import hashlib

from django.core.cache import cache
from django.utils import timezone

from activity.changes import beside_a_row, last_change_of
from members.models import User

FETCHED_SELDOM = dt.timedelta(hours=1)  # calendars ask every few minutes; the hour is enough to know
_noted: dict[str, dt.datetime] = {}  # of this process, so that most requests do not even ask the cache


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def account_behind(secret: str, **beside):
    """Return (account whose calendar this is, with today's rights; the last change at that moment), or None.

    `beside` are annotations that are asked with it.

    A calendar is unchanged for months and asked for every few hours: all that a 304 needs is one query.
    """
    digest = digest_of(secret)
    user = User.objects.with_memberships(beside=beside_a_row() | beside, calendar_address__digest=digest)
    if user is None or not user.is_active:
        return None
    now = timezone.now()
    if digest not in _noted or now - _noted[digest] > FETCHED_SELDOM:
        _noted[digest] = now
        # In the cache and not in a row of ours: reading a calendar changes nothing.
        cache.set(_fetched_key(digest), now, timeout=None)
    return user, last_change_of(user.last_change_highest, user.last_change_count, user.last_change_at)


def fetched_at(address):
    """When a calendar last asked, as far as the cache remembers."""
    return cache.get(_fetched_key(address.digest))


def _fetched_key(digest):
    return f"calendar-fetched-{digest[:32]}"
