"""The text that a seal is computed from (docs/adr, »Siegelkette«): one line of JSON that explains itself."""

import hashlib
import json

from minutes.selectors.record import moment_text

FIRST_FORMAT = "fachgruppe-siegel/1"  # of earlier revisions it knows number and digest only
FORMAT = "fachgruppe-siegel/2"
EXPLANATION = (
    "Das Siegel ist der SHA-256 dieses Textes in UTF-8: JSON ohne überflüssige Leerzeichen, Schlüssel "
    "sortiert. »previous« ist das Siegel davor, »previous_pdf« der SHA-256 seiner PDF-Datei."
)


def text_of(seal, before) -> str:
    """Return the text that the digest of `seal` is computed from; `before` is the seal before it or None."""
    return as_text(
        {
            "format": FORMAT,
            "explanation": EXPLANATION,
            "position": seal.position,
            "previous": before.digest if before else "",
            "previous_pdf": before.pdf_digest if before else "",
            "kind": str(seal.kind),
            "reason": seal.reason,
            "sealed_at": moment_text(seal.sealed_at),
            "sealed_by": seal.sealed_by_name,
            "minutes": seal.minutes_id,
            "approval": approval_of(seal.minutes),
            "revision": revision_of(seal.revision),
            "earlier": earlier_than(seal.revision),
            "content": seal.revision.content,
        }
    )


def as_text(data) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def approval_of(minutes) -> dict:
    """When and how the minutes were approved, and by which decision."""
    decision = minutes.approval_decision
    said = {"how": minutes.approval, "at": moment_text(minutes.approved_at), "decision": None}
    if decision is not None:
        said["decision"] = {
            "decision": decision.pk,
            "label": decision.label,
            "wording": decision.wording,
            "result": decision.result,
            "votes": [decision.votes_yes, decision.votes_no, decision.votes_abstained],
            "meeting": decision.meeting_id,
        }
    return said


def revision_of(revision) -> dict:
    return {
        "revision": revision.pk,
        "number": revision.number,
        "author": revision.author_name,
        "account": revision.author_id,
        "created_at": moment_text(revision.created_at),
        "reason": revision.reason,
        "digest": revision.digest,
        "internal": revision.is_internal,
    }


def earlier_than(revision) -> list[dict]:
    """The way to the sealed text: each revision before it, its content by the digest."""
    rows = type(revision).objects.filter(minutes=revision.minutes_id, number__lt=revision.number)
    return [revision_of(row) for row in rows.defer("content").order_by("number")]


def as_earlier(told) -> dict:
    """One entry of `earlier` in a sealed text; the first format has pairs of number and digest."""
    return told if isinstance(told, dict) else dict(zip(("number", "digest"), told, strict=True))
