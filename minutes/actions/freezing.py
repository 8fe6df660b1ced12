"""Revisions come into being."""

from django.db.models import Max

from activity.events import name_of
from core.language import for_the_record
from minutes.models import Revision
from minutes.selectors.record import content_of, digest_of


def freeze(minutes, *, by, reason, is_internal=False):
    """The next numbered revision. Needs the lock on the minutes: numbers have no gaps.

    An internal one is for those who write the minutes; the others go on from the last that they may see.
    """
    with for_the_record():
        content = content_of(minutes)
    revision = Revision.objects.create(
        minutes=minutes,
        number=minutes.revision_number + 1,
        author=by,
        author_name=name_of(by),
        reason=reason,
        content=content,
        digest=digest_of(content),
        is_internal=is_internal,
    )
    minutes.revision_number, minutes.revised_at = revision.number, revision.created_at
    minutes.previous_number = _last_open_before(revision)
    minutes.save(update_fields=["revision_number", "revised_at", "previous_number"])
    return revision


def _last_open_before(revision):
    earlier = Revision.objects.filter(
        minutes=revision.minutes_id, number__lt=revision.number, is_internal=False
    )
    return earlier.aggregate(last=Max("number"))["last"]
