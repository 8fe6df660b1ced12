"""The seals of approved minutes: beside their rows, as files, and one after another."""

import hashlib
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from minutes.models import Seal
from outcomes.models import ActionItem, Decision


def with_seal(rows):
    """Minutes with their decision of approval and their newest seal, in the same query.

    `outcome_count`: how many decisions and tasks stand in the sections, whoever may read them.
    """
    newest = Seal.objects.filter(minutes=OuterRef("pk")).order_by("-position")

    def number_of(model):
        inside = model.objects.filter(meeting=OuterRef("meeting"), agenda_item__section__isnull=False)
        counted = inside.order_by().values("meeting").annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(counted), 0)

    related = (
        "approval_decision__meeting", "approval_decision__agenda_item__parent",
        "approval_decision__agenda_item__section",
    )  # fmt: skip
    return rows.select_related(*related).annotate(
        seal_position=Subquery(newest.values("position")[:1]),
        seal_revision=Subquery(newest.values("revision__number")[:1]),
        seal_kind=Subquery(newest.values("kind")[:1]),
        seal_reason=Subquery(newest.values("reason")[:1]),
        sealed_at=Subquery(newest.values("sealed_at")[:1]),
        outcome_count=number_of(Decision) + number_of(ActionItem),
    )


def stored_pdf(seal) -> bytes | None:
    """What is handed out is what was sealed, or nothing is."""
    try:
        with storages["records"].open(seal.pdf) as file:
            content = file.read()
    except (OSError, ValueError, SuspiciousFileOperation):
        return None
    return content if hashlib.sha256(content).hexdigest() == seal.pdf_digest else None


def missing_files() -> list[str]:
    """Names of sealed files that do not lie in their folder. Whether they say the same is another check."""
    missing = []
    for name in Seal.objects.exclude(pdf="").order_by("position").values_list("pdf", flat=True):
        try:
            if not storages["records"].exists(name):
                missing.append(name)
        except (OSError, TypeError, ValueError, SuspiciousFileOperation):  # a name that was tampered with
            missing.append(name)
    return missing


def corrections_of(minutes) -> list[Any]:
    """For the pages of revisions: each sealed revision and what came after it."""
    rows = Seal.objects.filter(minutes=minutes).order_by("position")
    return list(
        rows.values("position", "kind", "reason", "sealed_at", "digest", "revision__number", "sealed_by_name")
    )
