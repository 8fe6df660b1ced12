"""The public rendition: what was seen in the preview becomes public, nothing else; and back again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from core.access import require
from core.locking import Stale, lock
from core.validity import require_text
from core.workflow import step
from minutes.access import publication as access
from minutes.access import second_looks as second_look_access
from minutes.actions import second_looks
from minutes.enums import Verb
from minutes.presenters.rendition import fingerprint
from minutes.workflow import TRANSITIONS

LONGEST_REASON = 400


@transaction.atomic
def publish(*, minutes, seen, by):
    """Show the minutes to the public. Raises Stale when another preview than `seen` is true now.

    `seen`: the fingerprint of the preview that this person looked at. A writer of the minutes does not
    publish them alone. Return the minutes, or the SecondLook that waits.
    """
    minutes = lock(minutes)
    require(access.can_publish(by, minutes))
    require(second_look_access.nothing_waits(minutes, Verb.PUBLISH))
    if seen != fingerprint(minutes):
        raise Stale(minutes)
    if second_looks.needs_second_person(minutes, by):
        return second_looks.ask(minutes, Verb.PUBLISH, data={"seen": seen}, by=by)
    return _publish(minutes, by)


@transaction.atomic
def confirm(*, look, seen, by):
    """Publish as the second person, who has looked at the preview as well."""
    minutes = second_looks.confirm(look, by=by).minutes
    require(access.can_publish(by, minutes))
    # Names may have been taken out since the first person looked: only what both saw becomes public.
    if seen != fingerprint(minutes):
        raise Stale(minutes)
    return _publish(minutes, by)


@transaction.atomic
def withdraw(*, minutes, reason, by):
    """Hide the minutes from the public. What was read before cannot be made unread, so nobody has to wait."""
    minutes = lock(minutes)
    require(access.can_withdraw(by, minutes))
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_text(reason, "reason", longest=LONGEST_REASON)
    _set_published(minutes, Verb.WITHDRAW, None)
    record("minutes.withdrawn", actor=by, target=minutes, data={"reason": reason.strip()})
    return minutes


def _publish(minutes, by):
    _set_published(minutes, Verb.PUBLISH, timezone.now())
    second_looks.forget(minutes, by=by, verb=Verb.PUBLISH)
    record("minutes.published", actor=by, target=minutes, data={"revision": minutes.revision_number})
    return minutes


def _set_published(minutes, verb, moment):
    minutes.state = step(TRANSITIONS, minutes.state, verb)
    minutes.published_at = moment
    minutes.version += 1
    minutes.save(update_fields=["state", "published_at", "version", "updated_at"])
