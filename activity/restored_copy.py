"""Is this portal the one that people know, or a copy made from a backup? A copy sends no mail and reads none.

The database and a file in DATA_DIR, which no archive holds, know the same secret word and how often mail
left. A restored database does not find its word there, or finds that more mail has left than it knows of. The
archive also brings a note with its moment. What was found is kept in a row until somebody releases it.
"""

import datetime as dt
import errno
import json
import logging
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from activity.events import record
from activity.models import MailHold

MARK = "mail.json"  # in DATA_DIR, in no archive
NOTE = "backup.json"  # in each archive, and in DATA_DIR once it was unpacked there

log = logging.getLogger(__name__)


def is_held() -> bool:
    """Whether mail has to wait for `manage.py release_mail`. Asked by whoever sends or reads mail."""
    row = MailHold.objects.first() or _begin()
    if row is None:
        return False  # without the file there is nothing to compare with
    if row.held_at is None:
        mark = _read(MARK) or {}
        is_ours = mark.get("word") == str(row.word) and mark.get("departures", 0) <= row.departures
        if not is_ours or _read(NOTE) is not None:
            _hold(row)
            log.error("This portal was restored from a backup: mail is held until manage.py release_mail.")
    return row.held_at is not None


def note_departure() -> None:
    """Count that mail leaves: first in the database, then in the file, which is never ahead of it."""
    # A crash between the two leaves the file behind, never ahead: that is no copy.
    if MailHold.objects.update(departures=F("departures") + 1):
        row = MailHold.objects.get()
        _mark(row.word, row.departures)


def held() -> MailHold | None:
    """The hold in force, as the last look found it. Reads only."""
    return MailHold.objects.filter(held_at__isnull=False).first()


@transaction.atomic
def release() -> None:
    """Let mail go again: this copy is the portal now. Raises OSError where DATA_DIR cannot be written."""
    # As long as the note lies there, every look holds the mail again.
    (settings.DATA_DIR / NOTE).unlink(missing_ok=True)
    MailHold.objects.all().delete()
    row = _begin()
    if row is None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(settings.DATA_DIR / MARK))
    record("activity.mail_released", actor=None, target=row)


def note_of(moment: dt.datetime) -> str:
    """What an archive says of itself."""
    return json.dumps({"moment": moment.isoformat(), "release": settings.RELEASE})


@transaction.atomic
def _hold(row):
    try:
        row.backup_at = parse_datetime(str((_read(NOTE) or {}).get("moment", "")))
    except ValueError:
        row.backup_at = None
    row.held_at = timezone.now()
    row.save(update_fields=["held_at", "backup_at"])
    record("activity.mail_held", actor=None, target=row)


def _begin() -> MailHold | None:
    """The first look of all. Without the file there is no row either: the next look would miss it."""
    word = uuid.uuid4()
    # The file first: a row without it would look like a restored database.
    if not _mark(word, 0):
        return None
    return MailHold.objects.get_or_create(pk=MailHold.ONLY, defaults={"word": word})[0]


def _read(name):
    """What a file of ours says; an empty answer where it is there and cannot be read, None without it."""
    try:
        said = json.loads((settings.DATA_DIR / name).read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _mark(word, departures) -> bool:
    """Whole or not at all. On a full disk the older mark stays, which only knows of less."""
    path: Path = settings.DATA_DIR / MARK
    half = path.with_suffix(f".{os.getpid()}.part")
    try:
        half.write_text(json.dumps({"word": str(word), "departures": departures}))
        # Renaming is atomic: a reader finds the old text or the new one.
        half.replace(path)
    except OSError as error:
        log.warning("%s cannot be written: %s", path, error.strerror)
        return False
    return True
