"""All that opens something of a person without signing in."""

from django.db import transaction

from activity.events import record
from core.locking import lock
from members.models import CalendarAddress


@transaction.atomic
def renew_links(*, user, keeps_calendar=False):
    """Make every personal link in earlier mails lead nowhere, and the address of the calendar with them.

    Mails that leave from now on carry new links. Belongs to whatever says »only I«: a new password, signing
    out everywhere; a new mail address as well, whose owner goes on with the same calendar.
    """
    stored = lock(user)
    stored.link_version += 1
    stored.save(update_fields=["link_version"])
    user.link_version = stored.link_version
    if not keeps_calendar:
        CalendarAddress.objects.filter(user=stored).delete()
    record("members.links_renewed", actor=user, target=user)
