"""What the pages say about approval and seal: one line at the head, and the way to the check."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from meetings.access.people import writes_minutes
from members.audience import effective
from minutes.enums import Approval, SealKind, State
from minutes.selectors.seals import corrections_of


class SealLine(NamedTuple):
    approved: str  # »Genehmigt am 10. September 2025 im 2. Treffen«
    decision: str  # »Beschluss 2025/2«, where this reader may know it
    decision_url: str
    seal: str  # »Siegel 3«
    check_url: str
    corrected: str  # »Berichtigt am …: Grund«


def revision_words(number, day, kind) -> str:
    """»Fassung 3 vom 10. September 2025, genehmigt als Fassung 2«: what is approved is frozen once more.

    `kind` is that of the seal, or empty where there is none.
    """
    values = {"number": number, "day": day, "approved": number - 1}
    if kind == SealKind.APPROVAL and number > 1:
        return _("Fassung %(number)s vom %(day)s, genehmigt als Fassung %(approved)s") % values
    return _("Fassung %(number)s vom %(day)s") % values


def seal_line(minutes, viewer) -> SealLine | None:
    """None while nothing is approved. Minutes without a seal say so by having none in their line.

    `minutes` come from `with_seal`.
    """
    if minutes.state != State.APPROVED or minutes.approved_at is None:
        return None
    decision = minutes.approval_decision if _knows(viewer, minutes.approval_decision) else None
    corrected = ""
    if minutes.seal_kind == SealKind.CORRECTION:
        values = {"day": dates.day(minutes.sealed_at), "reason": minutes.seal_reason}
        corrected = _("Berichtigt am %(day)s: %(reason)s") % values
    return SealLine(
        approved=_approved(minutes, decision),
        decision=_("Beschluss %(number)s") % {"number": decision.label} if decision else "",
        decision_url=decision.get_absolute_url() if decision else "",
        seal=_("Siegel %(number)s") % {"number": minutes.seal_position} if minutes.seal_position else "",
        check_url=reverse("minutes:check"),
        corrected=corrected,
    )


def _approved(minutes, decision):
    values = {"day": dates.day(minutes.approved_at)}
    if minutes.approval == Approval.SILENT:
        return _("Genehmigt am %(day)s nach dem Umlauf, ohne offene Einwendung") % values
    if decision is None:
        return _("Genehmigt am %(day)s") % values
    if decision.meeting.number:
        values["number"] = decision.meeting.number
        return _("Genehmigt am %(day)s im %(number)s. Treffen") % values
    values["name"] = decision.meeting.title
    return _("Genehmigt am %(day)s im Treffen »%(name)s«") % values


def _knows(viewer, decision) -> bool:
    """The rule of `Decision.objects.visible_to` for one row in hand; a test compares the two."""
    if decision is None or not viewer.is_member:
        return False
    if writes_minutes(viewer, decision.meeting):
        return True
    item = decision.agenda_item
    levels = (item.parent, item, getattr(item, "section", None), decision)
    masks = [level.audience for level in levels if level is not None]
    mask = effective(decision.meeting.audience, *masks)
    return decision.released_at is not None and viewer.sees_mask(mask)


def sealed_download(minutes, sections, *, leads) -> list[tuple[str, str]]:
    """The stored PDF holds the whole record: offered to those from whom nothing of it is kept.

    As far as the page can tell; the address itself asks exactly.
    """
    if minutes.state != State.APPROVED or not minutes.seal_revision:
        return []
    shown = [each for section in sections for each in section.outcomes if not each.is_earlier]
    is_whole = not any(section.is_gap for section in sections) and len(shown) == minutes.outcome_count
    return [sealed_link(minutes.pk, minutes.seal_revision)] if leads or is_whole else []


def sealed_link(minutes, number) -> tuple[str, str]:
    """(words, address); `minutes`: their key."""
    return _("Gesiegelte Fassung (PDF)"), reverse("minutes:sealed", args=[minutes, number])


def note_on(revision) -> dict:
    """What is known of a frozen revision: its own seal, and the correction that came after it."""
    rows = [
        row
        | {
            "number": row["revision__number"],
            "day": dates.day(row["sealed_at"]),
            "is_correction": row["kind"] == SealKind.CORRECTION,
            "approved": row["revision__number"] - 1,
        }
        for row in corrections_of(revision.minutes_id)
    ]
    own = next((row for row in rows if row["number"] == revision.number), None)
    later = next((row for row in rows if row["number"] > revision.number), None) if own else None
    return {"own": own, "later": later}
