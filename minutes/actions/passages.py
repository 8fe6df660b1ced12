"""Passages of a section: found when somebody marks one, and again when the text around it changes."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dialects.versions import CURRENT
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
    """The marked words in the section's present text. Raises ValidationError where they are not certain.

    `start` is where a browser saw them, in the text of `revision`: a hint that counts only if the same words
    stand there. Without it they have to be the only ones of their kind.
    """
    quote, words = even(quote), words_of_text(section.body_html)
    if len(quote) > MAX_QUOTE:
        raise _unclear(_("Bitte markieren Sie höchstens 5000 Zeichen."))
    places = places_of(words, quote)
    if start is not None and revision not in (None, section.minutes.revision_number):
        start, has_moved = _start_now(section, words, quote, start, revision)
        if has_moved:
            places = []  # what stands there now may look the same and be something else
    if start not in places:
        start = places[0] if len(places) == 1 else None
    if start is not None:
        return Passage(quote, start, start + len(quote))
    if places:
        raise _unclear(
            _("Diese Worte stehen mehrmals im Abschnitt. Bitte nehmen Sie einige davor oder danach dazu.")
        )
    raise _unclear(_("Diese Worte stehen so nicht im Abschnitt. Bitte markieren Sie die Stelle neu."))


def locked_section(section):
    """The same section with its minutes, both locked in this order: their text stays as it is."""
    minutes = lock(section.minutes)
    section = lock(section)
    section.minutes = minutes
    return section


def anchor_at(section, **marked) -> dict:
    """The fields of a comment on a passage; needs the lock on the minutes."""
    return anchor_fields(section, find_passage(section, **marked))


def anchor_fields(section, passage) -> dict:
    return {
        "quote": passage.quote,
        "anchor_revision": section.minutes.revision_number,
        "anchor_start": passage.start,
        "anchor_end": passage.end,
        "place_start": passage.start,
        "place_end": passage.end,
    }


def _start_now(section, words, quote, start, revision):
    """Where the words went since the browser read them, and whether they were there and are gone."""
    rows = Revision.objects.filter(minutes=section.minutes_id, number=revision)
    content = rows.values_list("content", flat=True).first() or {"sections": []}
    seen = (row["html"] for row in content["sections"] if row["section"] == section.pk)
    before = words_of_text(next(seen, ""))
    if before[start : start + len(quote)] != quote:
        return None, False
    place = carry(before, words, start, start + len(quote))
    return (place[0], False) if place else (None, True)


def _unclear(sentence):
    return ValidationError({"quote": sentence})


def carry_comments(section, old_body, new_body, old_dialect=CURRENT):
    """Find the passages of a section's comments in its new text (Markdown), or note that they have changed.

    Belongs to every action that changes a text which others have seen, in its transaction.
    """
    carry_all([(section, old_body, new_body, old_dialect)])


def carry_all(changes: Iterable[tuple]):
    """The same for several sections, (section, old text, new text, old dialect) each, in two queries."""
    changed = {
        section.pk: (old, dialect, new, section.dialect)
        for section, old, new, dialect in changes
        if (old, dialect) != (new, section.dialect)
    }
    comments = list(_anchored(changed)) if changed else []
    carriers = {key: _Carried(*changed[key]) for key in {comment.section_id for comment in comments}}
    for comment in comments:
        comment.place_start, comment.place_end = carriers[comment.section_id].place_of(comment)
    SectionComment.objects.bulk_update(comments, ["place_start", "place_end"], batch_size=200)


def carry_since_last_revision(minutes):
    """For a draft that goes round again: it has been written on since others saw it.

    What was kept of the draft meanwhile nobody has commented on.
    """
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


def _anchored(keys):
    return (
        SectionComment.objects.filter(section__in=keys, place_start__isnull=False)
        .select_related("suggestion")
        .only("section_id", "place_start", "place_end", "suggestion__state", "suggestion__original")
    )


class _Carried:
    """The passages of one section on their way from one text to the next."""

    def __init__(self, old_body, old_dialect, new_body, new_dialect):
        self.body, self.dialect = new_body, new_dialect
        old, new = render(old_body, old_dialect), render(new_body, new_dialect)
        self.carrier = Carrier(words_of_text(old), words_of_text(new))

    def place_of(self, comment):
        place = self.carrier.carry(comment.place_start, comment.place_end)
        suggestion = getattr(comment, "suggestion", None)
        if place and suggestion and suggestion.state == SuggestionState.OPEN:
            place = place if self._is_still(suggestion.original, place) else None
        return place or (None, None)

    def _is_still(self, original, place):
        """The same words with other markup are another source: a suggestion must not undo that."""
        start, end = place
        found = source_range(self.body, start, end, self.dialect)
        return found is not None and self.body[found.start : found.end] == original
