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
from minutes.access import approval as access
from minutes.actions import second_looks
from minutes.enums import Verb
from minutes.presenters.rendition import fingerprint
from minutes.workflow import TRANSITIONS

LONGEST_REASON = 400


@transaction.atomic
def publish(*, minutes, seen, by):
    """`seen`: the fingerprint of the preview that this person looked at. Raises Stale when it is another now.

    A writer of the minutes does not publish them alone. Answers with the minutes, or with the SecondLook.
    """
    minutes = lock(minutes)
    require(access.can_publish(by, minutes))
    require(access.nothing_waits(minutes, Verb.PUBLISH))
    _require_seen(minutes, seen)
    if second_looks.needs_second_person(minutes, by):
        return second_looks.ask(minutes, Verb.PUBLISH, data={"seen": seen}, by=by)
    return _publish(minutes, by)


@transaction.atomic
def confirm_publication(*, look, seen, by):
    """The second person has looked at the preview as well."""
    minutes = lock(look.minutes)
    look.minutes = minutes
    second_looks.confirmed(look, by=by)
    require(access.can_publish(by, minutes))
    _require_seen(minutes, seen)
    return _publish(minutes, by)


@transaction.atomic
def withdraw(*, minutes, reason, by):
    """The public reads it no more. What was read before cannot be made unread, so nobody has to wait."""
    minutes = lock(minutes)
    require(access.can_withdraw(by, minutes))
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_text(reason, "reason", longest=LONGEST_REASON)
    minutes.state = step(TRANSITIONS, minutes.state, Verb.WITHDRAW)
    _set_published(minutes, None)
    record("minutes.withdrawn", actor=by, target=minutes, data={"reason": reason.strip()})
    return minutes


def _require_seen(minutes, seen):
    if seen != fingerprint(minutes):
        raise Stale(minutes)


def _publish(minutes, by):
    minutes.state = step(TRANSITIONS, minutes.state, Verb.PUBLISH)
    _set_published(minutes, timezone.now())
    second_looks.forget(minutes, by=by, verb=Verb.PUBLISH)
    record("minutes.published", actor=by, target=minutes, data={"revision": minutes.revision_number})
    return minutes


def _set_published(minutes, moment):
    minutes.published_at = moment
    minutes.version += 1
    minutes.save(update_fields=["state", "published_at", "version", "updated_at"])
