"""What the pages say about approval and seal: one line at the head, and the way to the check."""

import hashlib
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from meetings.access.people import writes_minutes
from members.audience import effective
from minutes.enums import Approval, SealKind, State
from minutes.models import Seal
from outcomes.models import ActionItem, Decision


class SealLine(NamedTuple):
    approved: str  # »Genehmigt am 10. September 2025 im 2. Treffen«
    decision: str  # »Beschluss 2025/2«, where this reader may know it
    decision_url: str
    seal: str  # »Siegel 3«
    check_url: str
    corrected: str  # »Berichtigt am …: Grund«


def with_seal(rows):
    """Minutes with their decision of approval and their newest seal, in the same query."""
    newest = Seal.objects.filter(minutes=OuterRef("pk")).order_by("-position")
    related = (
        "approval_decision__meeting", "approval_decision__agenda_item__parent",
        "approval_decision__agenda_item__section",
    )  # fmt: skip
    return rows.select_related(*related).annotate(
        seal_position=Subquery(newest.values("position")[:1]),
        seal_revision=Subquery(newest.values("revision__number")[:1]),
        outcome_count=Coalesce(Subquery(_of_sections(Decision)), 0)
        + Coalesce(Subquery(_of_sections(ActionItem)), 0),
        seal_kind=Subquery(newest.values("kind")[:1]),
        seal_reason=Subquery(newest.values("reason")[:1]),
        sealed_at=Subquery(newest.values("sealed_at")[:1]),
    )


def _of_sections(model):
    """How many decisions or tasks stand in the sections, whoever may read them."""
    rows = model.objects.filter(meeting=OuterRef("meeting"), agenda_item__section__isnull=False)
    return rows.order_by().values("meeting").annotate(number=Count("pk")).values("number")


def revision_words(number, day, kind) -> str:
    """»Fassung 3 vom 10. September 2025, genehmigt als Fassung 2«: what is approved is frozen once more.

    `kind` is that of the seal, or empty where there is none.
    """
    values = {"number": number, "day": day, "approved": number - 1}
    if kind == SealKind.APPROVAL and number > 1:
        return _("Fassung %(number)s vom %(day)s, genehmigt als Fassung %(approved)s") % values
    return _("Fassung %(number)s vom %(day)s") % values


def seal_line(minutes, viewer) -> SealLine | None:
    """None while nothing is approved. Minutes without a seal say so by having none in their line."""
    if minutes.state != State.APPROVED or minutes.approved_at is None:
        return None
    decision = minutes.approval_decision if _knows(viewer, minutes.approval_decision) else None
    return SealLine(
        approved=_approved(minutes, decision),
        decision=_("Beschluss %(number)s") % {"number": decision.label} if decision else "",
        decision_url=decision.get_absolute_url() if decision else "",
        seal=_("Siegel %(number)s") % {"number": minutes.seal_position} if minutes.seal_position else "",
        check_url=reverse("minutes:check"),
        corrected=_corrected(minutes),
    )


def _approved(minutes, decision):
    values = {"day": dates.day(minutes.approved_at)}
    if minutes.approval == Approval.SILENT:
        return _("Genehmigt am %(day)s nach dem Umlauf, ohne offene Einwendung") % values
    if decision is None:
        return _("Genehmigt am %(day)s") % values
    if decision.meeting.number:
        return _("Genehmigt am %(day)s im %(number)s. Treffen") % {
            **values,
            "number": decision.meeting.number,
        }
    return _("Genehmigt am %(day)s im Treffen »%(name)s«") % {**values, "name": decision.meeting.title}


def _corrected(minutes):
    if minutes.seal_kind != SealKind.CORRECTION:
        return ""
    values = {"day": dates.day(minutes.sealed_at), "reason": minutes.seal_reason}
    return _("Berichtigt am %(day)s: %(reason)s") % values


def _knows(viewer, decision) -> bool:
    """The rule of `Decision.objects.visible_to` for one row in hand; a test compares the two."""
    if decision is None or not viewer.is_member:
        return False
    if writes_minutes(viewer, decision.meeting):
        return True
    item = decision.agenda_item
    section = getattr(item, "section", None)
    levels = (item.parent, item, section, decision)
    masks = [level.audience for level in levels if level is not None]
    mask = effective(decision.meeting.audience, *masks)
    return decision.released_at is not None and viewer.sees_mask(mask)


# --- the stored PDF: the whole record, for those from whom nothing of it is kept ---------------------------


def sealed_download(minutes, sections, *, leads) -> list[tuple[str, str]]:
    """Offered beside the other downloads, as far as the page can tell; the address itself asks exactly."""
    if minutes.state != State.APPROVED or not minutes.seal_revision:
        return []
    shown = [each for section in sections for each in section.outcomes if not each.is_earlier]
    is_whole = not any(section.is_gap for section in sections) and len(shown) == minutes.outcome_count
    return [sealed_link(minutes.pk, minutes.seal_revision)] if leads or is_whole else []


def sealed_link(minutes, number) -> tuple[str, str]:
    return _("Gesiegelte Fassung (PDF)"), reverse("minutes:sealed", args=[minutes, number])


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
    names = Seal.objects.exclude(pdf="").order_by("position").values_list("pdf", flat=True)
    return [name for name in names if not _lies_there(name)]


def _lies_there(name) -> bool:
    try:
        return storages["records"].exists(name)
    except (OSError, TypeError, ValueError, SuspiciousFileOperation):  # a name that was tampered with
        return False


def corrections_of(minutes) -> list[Any]:
    """For the pages of revisions: each sealed revision and what came after it."""
    rows = Seal.objects.filter(minutes=minutes).order_by("position")
    return list(
        rows.values("position", "kind", "reason", "sealed_at", "digest", "revision__number", "sealed_by_name")
    )


def note_on(revision) -> dict:
    """What is known of a frozen revision: its own seal, and the correction that came after it."""
    rows = corrections_of(revision.minutes_id)
    own = next((row for row in rows if row["revision__number"] == revision.number), None)
    later = next((row for row in rows if row["revision__number"] > revision.number), None) if own else None
    return {"own": own and _said(own), "later": later and _said(later)}


def _said(row):
    return row | {
        "number": row["revision__number"],
        "day": dates.day(row["sealed_at"]),
        "is_correction": row["kind"] == SealKind.CORRECTION,
        "approved": row["revision__number"] - 1,
    }
