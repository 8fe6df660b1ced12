"""All suggestions for one set of minutes in the order of the text; which one is meant, and who is thanked."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.language import for_the_record
from core.safe_html import strung
from minutes.enums import SuggestionState
from minutes.models import Suggestion
from minutes.presenters.passages import STATE_TAGS, decision_line, touching
from minutes.selectors.people import mask_of

MOST_NAMES = 4
NAME_LENGTH = 60


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
    rows = list(
        Suggestion.objects.visible_to(user)
        .filter(comment__section__minutes=minutes, comment__withdrawn_at__isnull=True)
        .select_related(
            "comment__author",
            "comment__organisation",
            "comment__section__agenda_item__parent",
            "decided_by__person",
        )
        .order_by("comment__section__position", "comment__place_start", "pk")
    )
    rivals = _rivals(rows)
    lines = [_line(row, minutes, rivals.get(row.pk, [])) for row in rows]
    is_open = [line.suggestion.state == SuggestionState.OPEN for line in lines]
    found = list(zip(lines, is_open, strict=True))
    return Listed(
        [line for line, still in found if still and not line.revision_url],
        [line for line, still in found if still and line.revision_url],
        [line for line, still in found if not still],
    )


def open_suggestions(minutes, user) -> int:
    """How many wait for a decision."""
    rows = Suggestion.objects.visible_to(user).open()
    return rows.filter(comment__section__minutes=minutes, comment__withdrawn_at__isnull=True).count()


def _line(row, minutes, rivals):
    comment = row.comment
    moved = comment.place_start is None
    by = row.decided_by.person.name if row.decided_by and row.decided_by.person else ""
    return Line(
        suggestion=row,
        section=_section(comment.section),
        organisation_name=str(comment.organisation or ""),
        tag=STATE_TAGS[row.state],
        label=str(SuggestionState(row.state).label),
        decision=decision_line(row.state, row.decided_at, by, row.applied_revision),
        rivals=rivals,
        revision_url=reverse("minutes:revision", args=[minutes.pk, comment.anchor_revision]) if moved else "",
    )


def _section(section):
    """»TOP 2: Datenstrategie« where it has a title of its own; else what it says of itself."""
    has_both = section.title and section.agenda_item_id
    return strung([section.label, section.title], ": ") if has_both else str(section)


def _rivals(rows):
    """{key: suggestions that want some of the same words}, among those that could be accepted."""
    spans: dict = {}
    for row in rows:
        comment = row.comment
        if row.state == SuggestionState.OPEN and comment.place_start is not None:
            span = (comment.place_start, comment.place_end, row.pk, row)
            spans.setdefault(comment.section_id, []).append(span)
    found: dict = {}
    for inside in spans.values():
        for one, two in touching(inside):
            found.setdefault(one[2], []).append(two[3])
            found.setdefault(two[2], []).append(one[3])
    return found


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
