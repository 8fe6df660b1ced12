"""Minutes as one reader may see them, as plain data: what every export is made from, and nothing else.

Both the present state and a frozen revision go through the same rule (minutes.selectors.record): a section is
read by whoever sees it today, in a revision only by those who saw it then as well. Names of people are for
members; the public gets the published rendition and no names.
"""

import datetime as dt
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from core import dates
from core.dialects.versions import CURRENT
from core.language import for_the_record
from core.slugs import sort_key
from meetings.enums import Presence
from members.viewers import viewer_for
from minutes.enums import Approval, SealKind, State
from minutes.models import MinutesSection, Seal
from minutes.presenters.outcomes import result_label
from minutes.selectors.record import content_of, whole_of, with_keys

# In this order people look for each other in a record.
PRESENCE_ORDER = [Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT]


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    organisation_name: str
    presence: str  # a value of Presence
    is_guest: bool = False
    deputy: str = ""
    arrived: str = ""  # »14:20«, later than the begin
    left: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    label: str
    wording: str
    result: str  # »mehrheitlich (9 Ja, 2 Nein, 1 enthalten)«


@dataclass(frozen=True, slots=True)
class TaskLine:
    wording: str
    who: str
    until: str  # »bis 4. Juli 2025«, »bis zum nächsten Treffen« or nothing


@dataclass(frozen=True, slots=True)
class Part:
    """One section. A gap has a number and nothing else."""

    number: str
    title: str = ""
    body: str = ""  # Markdown
    dialect: int = CURRENT
    decisions: tuple[DecisionLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    is_gap: bool = False
    key: int = 0

    @property
    def is_nested(self) -> bool:
        return "." in self.number

    @property
    def parent(self) -> str:
        return self.number.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class SealMark:
    position: int
    digest: str
    kind: str
    sealed_on: str

    @property
    def short(self) -> str:
        return self.digest[:16]


@dataclass(frozen=True, slots=True)
class Document:
    title: str  # »Protokoll: 1. Treffen: Auftakt im JEDI«
    meeting: str
    state: str  # »Entwurf«, »im Umlauf bis 15. Juli 2025«, »genehmigt am …«
    sections: tuple[Part, ...]
    day: str = ""
    day_iso: str = ""
    planned: str = ""  # »14:00–16:00 Uhr«
    real: str = ""
    place: str = ""
    author: str = ""
    attendance: tuple[Attendee, ...] = ()
    revision_number: int | None = None
    revised_on: str = ""
    seal: SealMark | None = None
    approval: str = ""
    is_draft: bool = False
    is_extract: bool = False
    moment: dt.datetime | None = None  # of the record, never of the printing
    language: str = settings.LANGUAGE_CODE


# --- three ways to one ------------------------------------------------------------------------------------


def document_of(minutes, user, section=None) -> Document:
    """The present state; with `section` only that one and what hangs below it. 404 for a hidden section."""
    with for_the_record():
        now = SimpleNamespace(minutes=minutes, content=content_of(minutes))
        document = _document(now, with_keys(user, now), viewer_for(user).is_member)
        document = replace(document, **_standing(minutes, viewer_for(user).is_member))
        if document.moment is None:
            # Of the sections that this reader sees: the others must not show through.
            keys = [part.key for part in document.sections if not part.is_gap]
            written = MinutesSection.objects.filter(pk__in=keys).aggregate(last=Max("updated_at"))
            document = replace(document, moment=written["last"])
        return _extract(document, section.pk) if section else document


def document_of_revision(revision, user) -> Document:
    """A frozen state, as far as this reader saw it then and sees it today."""
    with for_the_record():
        is_member = viewer_for(user).is_member
        return _of_revision(revision, with_keys(user, revision), is_member)


def whole_document_of(revision, seal: Any = None) -> Document:
    """Everything that a revision holds, for the seal. Never for a reader.

    `seal` may be one that is not saved yet: its PDF is made before it.
    """
    with for_the_record():
        return _of_revision(revision, whole_of(revision), True, seal)


def _of_revision(revision, sections, shows_names, seal=None):
    seal = seal or Seal.objects.filter(revision=revision).first()
    document = _document(revision, sections, shows_names)
    return replace(
        document, state=_state_of_revision(revision, seal), revision_number=revision.number,
        revised_on=dates.day(revision.created_at), seal=_seal_mark(seal), moment=revision.created_at,
        approval=_approval_line(revision.minutes) if seal else "", is_draft=_was_draft(revision, seal),
    )  # fmt: skip


def _was_draft(revision, seal):
    return seal is None and (revision.is_internal or revision.minutes.state == State.DRAFT)


def _extract(document, key):
    """One TOP with what hangs below it; who was there stays out of it."""
    chosen = next((part for part in document.sections if part.key == key and not part.is_gap), None)
    if chosen is None:
        raise Http404
    below = [part for part in document.sections if chosen.number and part.parent == chosen.number]
    return replace(document, sections=(chosen, *below), attendance=(), is_extract=True)


# --- what it says -----------------------------------------------------------------------------------------


def _document(frozen, sections, shows_names) -> Document:
    content = frozen.content
    meeting, minutes = content["meeting"], frozen.minutes
    begins, ends, began, ended = (
        dt.datetime.fromisoformat(meeting[key]) if meeting.get(key) else None
        for key in ("begins", "ends", "began", "ended")
    )
    parts = [_part(key, section) for key, section in sections]
    # As on the page: a gap keeps its number, and what stands below it is gone.
    gaps = {part.number for part in parts if part.is_gap}
    return Document(
        title=content["title"],
        meeting=meeting["name"],
        state="",
        sections=tuple(part for part in parts if not (part.is_gap and part.parent in gaps)),
        day=dates.day_long(begins) if begins else "",
        day_iso=dates.berlin(begins).date().isoformat() if begins else "",
        planned=dates.span(begins, ends) if begins and minutes.meeting.has_times else "",
        real=dates.span(began, ended) if began else "",
        place=meeting["place"],
        author=content["author"] if shows_names else "",
        attendance=_attendance(content.get("attendance", ())) if shows_names else (),
    )


def _part(key, section):
    if section.is_gap:
        return Part(section.number, is_gap=True, key=key)
    return Part(
        section.number, section.title, section.text, section.dialect,
        tuple(
            DecisionLine(row["label"], row["wording"], str(result_label(row["result"], row["votes"])))
            for row in section.decisions
        ),
        tuple(_task(row) for row in section.tasks), key=key,
    )  # fmt: skip


def _task(row):
    until = _("bis zum nächsten Treffen") if row.get("next_meeting") else ""
    if row["due"]:
        until = _("bis %(day)s") % {"day": dates.day(dt.date.fromisoformat(row["due"]))}
    return TaskLine(row["wording"], row["who"], until)


def _attendance(rows):
    """Guests last; people of one organisation stand together."""
    people = []
    for row in rows:
        if row["presence"]:
            arrived, left = (
                dates.clock(dt.datetime.fromisoformat(row[key])) if row[key] else ""
                for key in ("arrived", "left")
            )
            rank = row["guest"], PRESENCE_ORDER.index(Presence(row["presence"])), sort_key(row["house"])
            attendee = Attendee(
                row["name"], row["house"], row["presence"], row["guest"], row["deputy"], arrived, left,
                row["reason"],
            )  # fmt: skip
            people.append((rank, attendee))
    return tuple(attendee for _rank, attendee in sorted(people, key=lambda pair: pair[0]))


# --- how far it is ----------------------------------------------------------------------------------------


def _standing(minutes, is_member):
    """Of the present state: as the record stands today."""
    seals = Seal.objects.filter(minutes=minutes).order_by("-position")
    seal = seals.first() if minutes.state == State.APPROVED else None
    standing: dict[str, Any] = {
        "state": state_line(minutes),
        "seal": _seal_mark(seal),
        "approval": _approval_line(minutes),
        "is_draft": minutes.state == State.DRAFT,
        "moment": seal.sealed_at if seal else None,
    }
    if minutes.revision_number and minutes.state != State.DRAFT and (is_member or seal):
        standing |= {
            "revision_number": minutes.revision_number,
            "revised_on": dates.day(minutes.revised_at),
            "moment": minutes.revised_at,
        }
    return standing


def state_line(minutes) -> str:
    """»im Umlauf bis 15. Juli 2025«"""
    if minutes.state == State.CIRCULATING:
        return _("im Umlauf bis %(day)s") % {"day": dates.day(minutes.objections_until)}
    if minutes.state == State.APPROVED and minutes.approved_at:
        return _("genehmigt am %(day)s") % {"day": dates.day(minutes.approved_at)}
    return str(State(minutes.state).label)


def _state_of_revision(revision, seal):
    if seal:
        day = {"day": dates.day(seal.sealed_at)}
        if seal.kind == SealKind.CORRECTION:
            return _("berichtigt am %(day)s") % day
        return _("genehmigt am %(day)s") % day
    if _was_draft(revision, seal):
        return str(State.DRAFT.label)
    is_newest = revision.number == revision.minutes.revision_number
    return state_line(revision.minutes) if is_newest else _("frühere Fassung")


def _approval_line(minutes):
    if minutes.state != State.APPROVED or not minutes.approved_at:
        return ""
    how = Approval(minutes.approval).label if minutes.approval else ""
    return ", ".join(filter(None, [_("am %(day)s") % {"day": dates.day(minutes.approved_at)}, str(how)]))


def _seal_mark(seal):
    return seal and SealMark(seal.position, seal.digest, seal.kind, dates.day(seal.sealed_at))
