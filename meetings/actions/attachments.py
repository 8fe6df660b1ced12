"""Attachments: added, replaced, narrowed, removed. Every version stays; removal is a mark."""

import hashlib
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.files.kinds import clean_name, kind_of, title_of
from core.files.words import Unreadable, words_of
from core.locking import lock, require_version
from core.submissions import require_same_form
from core.validity import require_text, require_valid
from meetings.access.attachments import can_attach, can_change_attachment, can_replace, can_restore
from meetings.enums import TextState
from meetings.models import Attachment, AttachmentVersion
from members import audience as audiences

TOO_LARGE = _("Die Datei ist zu groß. Möglich sind höchstens %(most)s MB.")
MOST_TRIES = 2  # a file that takes its reader down twice is left alone


@transaction.atomic
def add_file(*, meeting, file, by, title="", **typed):
    """A second click finds the attachment of the first."""
    attachment, is_new = _add(Attachment(meeting=meeting, title=title or "–", **typed), by=by)
    if is_new:
        version = _store(attachment, file, by)
        attachment.title = title or title_of(version.name)
        attachment.save(update_fields=["title", "current"])
    return attachment


@transaction.atomic
def add_link(*, meeting, by, **typed):
    link = Attachment(meeting=meeting, **typed)
    require_valid(link, "title")
    require_text(link.url, "url", longest=500, is_required=True)
    return _add(link, by=by)[0]


@transaction.atomic
def replace_file(*, attachment, file, version, by):
    """The newest version is what readers get; the one before stays for the organisers."""
    attachment = _locked(attachment)
    require(can_replace(by, attachment))
    require_version(attachment, version)
    current = attachment.current
    if current is not None and current.sha256 == _digest(file) and not current.is_missing:
        raise ValidationError({"file": _("Das ist dieselbe Datei wie bisher.")})
    _store(attachment, file, by)
    attachment.version += 1
    attachment.save(update_fields=["current", "version", "updated_at"])
    record("meetings.attachment_replaced", actor=by, target=attachment.meeting)
    return attachment


@transaction.atomic
def edit_attachment(*, attachment, version, by, **typed):
    attachment = _locked(attachment)
    require(can_change_attachment(by, attachment))
    require_version(attachment, version, typed)
    if typed["audience"] is not None:
        audiences.require_valid(typed["audience"], parent=attachment.above)
    attachment.title, attachment.audience = typed["title"], typed["audience"]
    if attachment.url:  # a file stays a file
        attachment.url = typed.get("url", "")
        require_text(attachment.url, "url", longest=500, is_required=True)
    require_valid(attachment, "title", "url")
    attachment.version += 1
    attachment.save(update_fields=["title", "audience", "url", "version", "updated_at"])
    record("meetings.attachment_edited", actor=by, target=attachment.meeting)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment, version, by):
    attachment = _locked(attachment)
    require(can_change_attachment(by, attachment))
    require_version(attachment, version)
    attachment.removed_at, attachment.removed_by = timezone.now(), by
    attachment.version += 1
    attachment.save(update_fields=["removed_at", "removed_by", "version", "updated_at"])
    record("meetings.attachment_removed", actor=by, target=attachment.meeting)
    return attachment


@transaction.atomic
def restore_attachment(*, attachment, version, by):
    attachment = _locked(attachment)
    require(can_restore(by, attachment))
    require_version(attachment, version)
    attachment.removed_at = attachment.removed_by = None
    attachment.version += 1
    attachment.save(update_fields=["removed_at", "removed_by", "version", "updated_at"])
    record("meetings.attachment_restored", actor=by, target=attachment.meeting)
    return attachment


def detach(items, *, by):
    """Their TOPs are about to be deleted, which happens only before anybody was invited.

    What was attached stays, removed, and is seen by nobody who did not see it there. Needs the lock on the
    meeting.
    """
    rows = Attachment.objects.filter(agenda_item__in=items).select_related("agenda_item__parent", "meeting")
    for attachment in rows:
        attachment.audience = attachment.mask & attachment.above
        attachment.agenda_item = None
        if not attachment.is_removed:
            attachment.removed_at, attachment.removed_by = timezone.now(), by
        attachment.version += 1
        attachment.save()
        record("meetings.attachment_removed", actor=by, target=attachment.meeting)


# --- the words in it --------------------------------------------------------------------------------------


def read_words(version):
    """For the search, some time after the upload. However a file is broken, it is tried twice at most."""
    tried = AttachmentVersion.objects.filter(pk=version.pk, text_state=TextState.WAITING)
    try:
        with version.file.open("rb") as file:  # a disk that does not answer is asked again next time
            content = file.read()
    except FileNotFoundError:
        tried.update(text_state=TextState.NONE)
        return
    if not tried.filter(text_tries__lt=MOST_TRIES).update(text_tries=F("text_tries") + 1):
        tried.update(text_state=TextState.NONE)
        return
    try:
        text = words_of(content, version.media_type)
    except Unreadable:
        text = ""
    tried.update(text=text, text_state=TextState.READ if text else TextState.NONE)


# --- the pieces -------------------------------------------------------------------------------------------


def _add(typed: Attachment, *, by) -> tuple[Attachment, bool]:
    """Store what was typed, once for each form; answers whether it is new."""
    meeting = lock(typed.meeting)
    require(can_attach(by, meeting))
    typed.meeting = meeting
    if typed.agenda_item is not None:  # as it stands now: somebody may have dropped it
        items = meeting.agenda_items.kept().select_related("parent")
        typed.agenda_item = items.filter(pk=typed.agenda_item.pk).first()
        if typed.agenda_item is None:
            raise ValidationError({"agenda_item": _("Diesen Tagesordnungspunkt gibt es nicht mehr.")})
        typed.agenda_item.meeting = meeting
    require_valid(typed, "title", "url")
    if typed.audience is not None:
        audiences.require_valid(typed.audience, parent=typed.above)
    names = ("meeting", "agenda_item", "title", "url", "audience")
    attachment, is_new = Attachment.objects.get_or_create(
        submission_key=typed.submission_key or uuid.uuid4(),
        defaults={name: getattr(typed, name) for name in names},
    )
    if is_new:
        record("meetings.attachment_added", actor=by, target=meeting)
    require_same_form(attachment, meeting_id=meeting.pk, is_link=bool(typed.url))
    return attachment, is_new


def _locked(attachment):
    """The meeting first, as everybody does who changes its agenda."""
    meeting = lock(attachment.meeting)
    attachment = lock(attachment)
    attachment.meeting = meeting
    return attachment


def _store(attachment, file, by):
    """On the disk before the row that names it. Where the transaction is undone, the file stays unnamed."""
    if not 0 < file.size <= settings.LARGEST_FILE:
        raise ValidationError({"file": TOO_LARGE % {"most": settings.LARGEST_FILE // 1024**2}})
    try:
        kind = kind_of(file, file.name)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from None
    # A name of the portal's own: what people call a file never becomes a path.
    name = AttachmentVersion._meta.get_field("file").storage.save(
        f"{attachment.meeting_id}/{uuid.uuid4().hex}", File(file)
    )
    last = attachment.versions.newest_first().first()
    attachment.current = AttachmentVersion.objects.create(
        attachment=attachment, number=last.number + 1 if last else 1, file=name,
        name=clean_name(file.name, kind), media_type=kind.media_type, size=file.size, sha256=_digest(file),
        uploaded_by=by,
    )  # fmt: skip
    return attachment.current


def _digest(file):
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)  # whoever reads next begins at the beginning
    return digest.hexdigest()
