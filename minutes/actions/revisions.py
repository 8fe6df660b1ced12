"""What is kept of a draft on its way, and the way back to it (docs/adr/0013)."""

import datetime as dt

from django.db import transaction
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
from minutes.actions.circulation import freeze
from minutes.models import Minutes, Revision

# Somebody who types for an hour is a few lines in the log and a few revisions, not hundreds.
QUIET_FOR = dt.timedelta(minutes=10)
# Two who write at the same time in different sections are one state in a while, not one at each keystroke.
AT_MOST_EVERY = dt.timedelta(minutes=2)


def keep_what_others_saw(minutes, section, by) -> Revision | None:
    """Freeze the draft before `by` changes `section`, if somebody else could have seen or written it.

    Needs the lock on the minutes. One question when there is nothing to do, as at most keystrokes.
    """
    last = _last_written(minutes)
    if last is None or _is_kept(minutes, last) or not _is_worth_keeping(minutes, section, last, by):
        return None
    author = User.objects.select_related("person").get(pk=last["updated_by"])
    return freeze(minutes, by=author, reason=gettext_noop("Zwischenstand"), is_internal=True)


def _last_written(minutes):
    written = minutes.sections.filter(updated_by__isnull=False).order_by("-updated_at")
    return written.values("updated_by", "updated_at").first()


def _is_kept(minutes, last):
    """Nothing was written since the newest revision."""
    return minutes.revised_at is not None and minutes.revised_at > last["updated_at"]


def _is_worth_keeping(minutes, section, last, by):
    now = timezone.now()
    if last["updated_at"] < now - QUIET_FOR:
        return True
    if last["updated_by"] == by.pk:
        return False
    if section.updated_by_id not in (None, by.pk):  # the very text that somebody else wrote
        return True
    return minutes.revised_at is None or minutes.revised_at < now - AT_MOST_EVERY


@transaction.atomic
def restore(*, revision, version, by) -> Minutes:
    """Give the sections the text of `revision` again; what is there now is kept as a revision of its own.

    Sections that came later keep their text. Raises Stale when somebody saved since `version` of the minutes.
    Comments find their passages when the draft goes round again, as after any writing.
    """
    minutes = lock(revision.minutes)
    require(writing.can_write(by, minutes))
    changed = _sections_to_restore(minutes, revision)
    if not changed:
        return minutes
    require_version(minutes, version)
    last = _last_written(minutes)
    if last is not None and not _is_kept(minutes, last):
        author = User.objects.select_related("person").get(pk=last["updated_by"])
        freeze(minutes, by=author, reason=gettext_noop("Zwischenstand"), is_internal=True)
    for section, text in changed:
        texts.put(section, text, by)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    with for_the_record():
        reason = _("Fassung %(number)s wiederhergestellt") % {"number": revision.number}
    freeze(minutes, by=by, reason=reason, is_internal=True)
    record("minutes.restored", actor=by, target=minutes, data={"revision": revision.number})
    return minutes


def _sections_to_restore(minutes, revision):
    """[(section, its text then)] of those that are still there and say something else today."""
    texts = {row["section"]: row["text"] for row in revision.content["sections"]}
    sections = minutes.sections.select_for_update().filter(pk__in=texts).order_by("pk")
    return [(section, texts[section.pk]) for section in sections if section.body != texts[section.pk]]
