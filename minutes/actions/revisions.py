"""Revisions: frozen, kept of a draft on its way, and the way back to one (docs/adr/0013)."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activity.events import record
from core.access import require
from core.language import for_the_record
from core.locking import lock, require_version
from members.models import User
from minutes.access import writing
from minutes.actions import texts
from minutes.models import Minutes, Revision
from minutes.selectors.record import content_of, digest_of

# Somebody who types for an hour is a few lines in the log and a few revisions, not hundreds.
QUIET_FOR = dt.timedelta(minutes=10)
# Two who write at the same time in different sections are one state in a while, not one at each keystroke.
AT_MOST_EVERY = dt.timedelta(minutes=2)


def freeze(minutes, *, by, reason, is_internal=False) -> Revision:
    """Create the next numbered revision. Needs the lock on the minutes: numbers have no gaps.

    An internal one is for those who write the minutes; the others go on from the last that they may see.
    """
    with for_the_record():
        content = content_of(minutes)
    revision = Revision.objects.create(
        minutes=minutes,
        number=minutes.revision_number + 1,
        author=by,
        # Copied: the record names who wrote, also when the account is erased.
        author_name=by.get_full_name() if by else "",
        reason=reason,
        content=content,
        digest=digest_of(content),
        is_internal=is_internal,
    )
    open_before = Revision.objects.filter(minutes=minutes, number__lt=revision.number, is_internal=False)
    minutes.previous_number = open_before.aggregate(last=Max("number"))["last"]
    minutes.revision_number, minutes.revised_at = revision.number, revision.created_at
    minutes.save(update_fields=["revision_number", "revised_at", "previous_number"])
    return revision


def keep_what_others_saw(minutes, section, by) -> Revision | None:
    """Freeze the draft before `by` changes `section`, if somebody else could have seen or written it.

    Needs the lock on the minutes. One query when there is nothing to do, as at most keystrokes.
    """
    last = _last_unkept(minutes)
    if last is None:
        return None
    now = timezone.now()
    if last["updated_at"] >= now - QUIET_FOR:
        if last["updated_by"] == by.pk:
            return None
        # The very text that somebody else wrote is kept at once, other sections every two minutes.
        is_theirs = section.updated_by_id not in (None, by.pk)
        if not is_theirs and minutes.revised_at and minutes.revised_at >= now - AT_MOST_EVERY:
            return None
    return _keep(minutes, last)


@transaction.atomic
def restore(*, revision, version, by) -> Minutes:
    """Give the sections the text of `revision` again; what is there now is kept as a revision of its own.

    Sections that came later keep their text. Raises Stale when somebody saved since `version` of the minutes.
    Comments find their passages when the draft goes round again, as after any writing.
    """
    minutes = lock(revision.minutes)
    require(writing.can_write(by, minutes))
    before = {row["section"]: row["text"] for row in revision.content["sections"]}
    sections = minutes.sections.select_for_update().filter(pk__in=before).order_by("pk")
    changed = [section for section in sections if section.body != before[section.pk]]
    if not changed:
        return minutes
    require_version(minutes, version)
    last = _last_unkept(minutes)
    if last is not None:
        _keep(minutes, last)
    for section in changed:
        texts.put(section, before[section.pk], by)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    with for_the_record():
        reason = _("Fassung %(number)s wiederhergestellt") % {"number": revision.number}
    freeze(minutes, by=by, reason=reason, is_internal=True)
    record("minutes.restored", actor=by, target=minutes, data={"revision": revision.number})
    return minutes


def _last_unkept(minutes):
    """Who wrote last and when, where that was after the newest revision; else None."""
    written = minutes.sections.filter(updated_by__isnull=False).order_by("-updated_at")
    last = written.values("updated_by", "updated_at").first()
    is_kept = last and minutes.revised_at is not None and minutes.revised_at > last["updated_at"]
    return None if is_kept else last


def _keep(minutes, last):
    # In the name of whoever wrote it, not of whoever writes over it now.
    author = User.objects.select_related("person").get(pk=last["updated_by"])
    return freeze(minutes, by=author, reason=gettext_noop("Zwischenstand"), is_internal=True)
