"""The secret address of one's own calendar."""

import secrets

from django.db import transaction
from django.utils import timezone

from activity.events import record
from core.locking import lock
from members.models import CalendarAddress
from members.selectors.calendar import digest_of


@transaction.atomic
def renew_calendar_address(*, by) -> str:
    """A new secret, told once: only its digest is kept. The address before it stops working at once."""
    lock(by.person)
    secret = secrets.token_urlsafe(32)
    values = {"digest": digest_of(secret), "made_at": timezone.now()}
    CalendarAddress.objects.update_or_create(user=by, defaults=values)
    record("members.calendar_renewed", actor=by, target=by)
    return secret


@transaction.atomic
def drop_calendar_address(*, by):
    # No calendar fetches anything any more. A second click finds nothing to do.
    known = CalendarAddress.objects.filter(user=by)
    if known.exists():
        known.delete()
        record("members.calendar_dropped", actor=by, target=by)
