"""Suggestions in words: beside the text, and all of them on one page in the order of the text."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.language import for_the_record
from core.safe_html import strung
from minutes.enums import SuggestionState
from minutes.models import Suggestion
from minutes.selectors import suggestions as selectors
from minutes.selectors.people import mask_of

MOST_NAMES = 4
NAME_LENGTH = 60

STATE_TAGS = {
    SuggestionState.OPEN: "wait",
    SuggestionState.ACCEPTED: "ok",
    SuggestionState.DECLINED: "plain",
    SuggestionState.WITHDRAWN: "plain",
}


class Line(NamedTuple):
    suggestion: Suggestion
    section: str
    organisation_name: str
    tag: str
    label: str
    decision: str
    rivals: list  # suggestions that want the same words
    revision_url: str  # set where the passage has changed since


class Listed(NamedTuple):
    """Those that can be accepted, those whose passage has changed, and those that were decided."""

    ready: list
    changed: list
    decided: list


def listed(minutes, user) -> Listed:
    rows = list(selectors.suggestions_of(minutes, user))
    waiting = [row for row in rows if row.state == SuggestionState.OPEN]
    rivals = selectors.rivals(
        (row.comment.section_id, row.comment.place_start, row.comment.place_end, row.pk, row)
        for row in waiting
        if row.comment.place_start is not None
    )
    lines = [_line(row, minutes, rivals.get(row.pk, [])) for row in rows]
    is_open = [line.suggestion.state == SuggestionState.OPEN for line in lines]
    found = list(zip(lines, is_open, strict=True))
    return Listed(
        [line for line, still in found if still and not line.revision_url],
        [line for line, still in found if still and line.revision_url],
        [line for line, still in found if not still],
    )


def _line(row, minutes, rivals):
    comment, section = row.comment, row.comment.section
    # »TOP 2: Datenstrategie« where it has a title of its own; else what it says of itself.
    has_both = section.title and section.agenda_item_id
    revision_url = ""
    if comment.place_start is None:
        revision_url = reverse("minutes:revision", args=[minutes.pk, comment.anchor_revision])
    return Line(
        suggestion=row,
        section=strung([section.label, section.title], ": ") if has_both else str(section),
        organisation_name=str(comment.organisation or ""),
        tag=STATE_TAGS[row.state],
        label=str(SuggestionState(row.state).label),
        decision=decision_line(row),
        rivals=rivals,
        revision_url=revision_url,
    )


def decision_line(suggestion) -> str:
    """»in Fassung 3 · Anna Muster · 4. Juni 2025«, beside the word for its state"""
    parts = []
    if suggestion.state == SuggestionState.ACCEPTED:
        parts.append(_("in Fassung %(number)s") % {"number": suggestion.applied_revision})
    if suggestion.decided_by and suggestion.decided_by.person:
        parts.append(suggestion.decided_by.person.name)
    if suggestion.decided_at:
        parts.append(dates.day(suggestion.decided_at))
    return " · ".join(parts)


def named(suggestion) -> str:
    """Return »von Grete Gast zu »offene Daten««, the passage cut to 60 characters."""
    quote = suggestion.comment.quote
    quote = quote if len(quote) <= NAME_LENGTH else quote[: NAME_LENGTH - 1].rstrip() + "…"
    return _("von %(name)s zu »%(quote)s«") % {"name": suggestion.comment.author.name, "quote": quote}


def credit(suggestions, minutes) -> str:
    """Return the reason of the revision that accepts `suggestions`, in the language of the record."""
    # Every reader of the minutes sees the reason: who spoke in a section for few is not named in it.
    openly = [row for row in suggestions if mask_of(row.comment.section) == minutes.meeting.audience]
    names = list(dict.fromkeys(row.comment.author.name for row in openly))
    with for_the_record():
        if not names:
            return ngettext(
                "Änderungsvorschlag übernommen", "Änderungsvorschläge übernommen", len(suggestions)
            )
        shown = ", ".join(names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            shown = _("%(names)s und anderen") % {"names": shown}
        one = _("Änderungsvorschlag von %(names)s übernommen")
        several = _("Änderungsvorschläge von %(names)s übernommen")
        return (one if len(suggestions) == 1 else several) % {"names": shown}
