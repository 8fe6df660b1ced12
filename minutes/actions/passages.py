"""Passages of a section: found when somebody marks one, and again when the text around it changes."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.locking import lock
from core.markdown import render
from minutes.enums import SuggestionState
from minutes.models import Revision, SectionComment
from minutes.selectors.record import dialect_of
from minutes.text.passages import Carrier, carry, even, places_of, source_range, words_of_text

MAX_QUOTE = 5000


class Passage(NamedTuple):
    quote: str
    start: int
    end: int


def find_passage(section, *, quote, start=None, revision=None) -> Passage:
    """Return the marked words in the section's present text, or raise ValidationError: nothing is guessed.

    `start` is where a browser saw them, in the text of `revision`: a hint that counts only if the same words
    stand there. Without it they have to be the only ones of their kind.
    """
    quote, words = even(quote), words_of_text(section.body_html)
    if len(quote) > MAX_QUOTE:
        raise ValidationError({"quote": _("Bitte markieren Sie höchstens 5000 Zeichen.")})
    places = places_of(words, quote)
    if start is not None and revision not in (None, section.minutes.revision_number):
        before = _words_in(section, revision)
        is_there, end = before[start : start + len(quote)] == quote, start + len(quote)
        moved = carry(before, words, start, end) if is_there else None
        start = moved[0] if moved else None
        if is_there and not moved:
            places = []  # what stands there now may look the same and be something else
    if start not in places:
        start = places[0] if len(places) == 1 else None
    if start is not None:
        return Passage(quote, start, start + len(quote))
    sentence = _("Diese Worte stehen so nicht im Abschnitt. Bitte markieren Sie die Stelle neu.")
    if places:
        sentence = _(
            "Diese Worte stehen mehrmals im Abschnitt. Bitte nehmen Sie einige davor oder danach dazu."
        )
    raise ValidationError({"quote": sentence})


def _words_in(section, revision):
    """What the section said in the revision of that number, which the browser had loaded."""
    rows = Revision.objects.filter(minutes=section.minutes_id, number=revision)
    content = rows.values_list("content", flat=True).first() or {"sections": []}
    return words_of_text(
        next((row["html"] for row in content["sections"] if row["section"] == section.pk), "")
    )


def locked_section(section):
    """Return the section with its minutes, both locked: their text stays as it is."""
    minutes = lock(section.minutes)  # first, as everywhere
    section = lock(section)
    section.minutes = minutes
    return section


def anchor_fields(section, passage) -> dict:
    """Return the fields of a comment on `passage`. Needs the lock on the minutes."""
    return {
        "quote": passage.quote,
        "anchor_revision": section.minutes.revision_number,
        "anchor_start": passage.start,
        "anchor_end": passage.end,
        "place_start": passage.start,
        "place_end": passage.end,
    }


def carry_all(changes: Iterable[tuple]):
    """Find the passages of comments in the new texts of their sections, or note that they have changed.

    `changes`: (section, old text, new text, old dialect) each; two queries for all of them. Belongs to every
    action that changes a text which others have seen, in its transaction.
    """
    changed = {
        section.pk: (old, dialect, new, section.dialect)
        for section, old, new, dialect in changes
        if (old, dialect) != (new, section.dialect)
    }
    if not changed:
        return
    comments = list(
        SectionComment.objects.filter(section__in=changed, place_start__isnull=False)
        .select_related("suggestion")
        .only("section_id", "place_start", "place_end", "suggestion__state", "suggestion__original")
    )
    # Lining up two texts is what costs: once for each section, and only where somebody commented.
    carriers: dict = {}
    for key in {comment.section_id for comment in comments}:
        old, old_dialect, new, new_dialect = changed[key]
        words = [words_of_text(render(old, old_dialect)), words_of_text(render(new, new_dialect))]
        carriers[key] = Carrier(*words)
    for comment in comments:
        place = carriers[comment.section_id].carry(comment.place_start, comment.place_end)
        suggestion = getattr(comment, "suggestion", None)
        if place and suggestion and suggestion.state == SuggestionState.OPEN:
            # The same words with other markup are another source: a suggestion must not undo that.
            _old, _dialect, body, dialect = changed[comment.section_id]
            found = source_range(body, place[0], place[1], dialect)
            if found is None or body[found.start : found.end] != suggestion.original:
                place = None
        comment.place_start, comment.place_end = place or (None, None)
    SectionComment.objects.bulk_update(comments, ["place_start", "place_end"], batch_size=200)


def carry_since_last_revision(minutes):
    """Carry the comments of a draft that goes round again: it has been written on since others saw it."""
    # What was kept of the draft meanwhile nobody has commented on.
    shown = minutes.revisions.filter(is_internal=False).order_by("-number")
    seen = shown.values_list("content", flat=True).first()
    if seen is None:
        return
    before = {row["section"]: (row["text"], dialect_of(row)) for row in seen["sections"]}
    changes = []
    for section in minutes.sections.only("pk", "body", "dialect"):
        text, dialect = before.get(section.pk, ("", section.dialect))
        changes.append((section, text, section.body, dialect))
    carry_all(changes)
