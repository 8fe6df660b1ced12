"""Approved minutes become part of the chain: one seal after the other, each naming the one before."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activity.events import record, require_transaction
from core.language import for_the_record
from core.locking import lock
from minutes.actions.revisions import freeze
from minutes.enums import SealKind
from minutes.models import Seal
from minutes.pdf import render
from minutes.presenters.document import whole_document_of
from minutes.selectors.chain import digest_of_text, text_of

SEALED = "minutes.sealed"


@transaction.atomic
def seal(minutes, *, kind, by, reason="") -> Seal:
    """Freeze a revision and add its seal. Needs the lock on the minutes, in the transaction that approves."""
    require_transaction("seal()")
    lock(minutes.meeting)  # as whoever changes decisions, tasks or presence does
    # Whoever seals waits here for the one before: positions have no gaps, nobody names the same seal twice.
    # This lock lets readers go on. SQLite has one writer at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    before = Seal.objects.in_order().last()
    why = gettext_noop("Genehmigung")
    if kind != SealKind.APPROVAL:
        with for_the_record():
            why = _("Berichtigung: %(reason)s") % {"reason": reason}
    revision = freeze(minutes, by=by, reason=why)
    new = Seal(
        position=before.position + 1 if before else 1,
        minutes=minutes,
        revision=revision,
        kind=kind,
        reason=reason,
        previous=before.digest if before else "",
        sealed_at=timezone.now(),
        sealed_by_name=by.get_full_name() if by else "",
    )
    new.text = text_of(new, before)
    new.digest = digest_of_text(new.text)
    _keep_printed(new, render(whole_document_of(revision, seal=new)))
    new.save(force_insert=True)
    data = {"seal": new.position, "digest": new.digest, "pdf": new.pdf_digest, "revision": revision.number}
    record(SEALED, actor=by, target=minutes, data=data, at=new.sealed_at)
    return new


def _keep_printed(seal, pdf):
    """Store the file before the row: a rollback leaves a file that belongs to no seal, never the reverse."""
    # The digest is part of the name, so that a second try never meets the file of the first.
    seal.pdf = f"siegel-{seal.position:05d}-{seal.digest[:16]}.pdf"
    seal.pdf_digest = hashlib.sha256(pdf).hexdigest()
    storages["records"].save(seal.pdf, ContentFile(pdf))
