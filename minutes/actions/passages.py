"""Comments stay on their passages when the text around them changes."""

from collections.abc import Iterable

from core.markdown import render
from core.passages import Carrier, source_range, words_of_text
from minutes.enums import SuggestionState
from minutes.models import SectionComment


def carry_comments(section, old_body, new_body):
    """Find the passages of a section's comments in its new text (Markdown), or note that they have changed.

    Belongs to every action that changes a text which others have seen, in its transaction.
    """
    carry_all([(section, old_body, new_body)])


def carry_all(changes: Iterable[tuple]):
    """The same for several sections, (section, old text, new text) each, in two queries."""
    texts = {section.pk: (old, new) for section, old, new in changes if old != new}
    comments = list(_anchored(texts)) if texts else []
    carriers = {key: _Carried(*texts[key]) for key in {comment.section_id for comment in comments}}
    for comment in comments:
        comment.place_start, comment.place_end = carriers[comment.section_id].place_of(comment)
    SectionComment.objects.bulk_update(comments, ["place_start", "place_end"], batch_size=200)


def carry_since_last_revision(minutes):
    """For a draft that goes round again: it has been written on since others saw it."""
    shown = minutes.revisions.filter(is_internal=False).order_by("-number")
    seen = shown.values_list("content", flat=True).first()
    if seen is None:
        return
    before = {section["section"]: section["text"] for section in seen["sections"]}
    sections = minutes.sections.only("pk", "body")
    carry_all((section, before.get(section.pk, ""), section.body) for section in sections)


def _anchored(keys):
    return (
        SectionComment.objects.filter(section__in=keys, place_start__isnull=False)
        .select_related("suggestion")
        .only("section_id", "place_start", "place_end", "suggestion__state", "suggestion__original")
    )


class _Carried:
    """The passages of one section on their way from one text to the next."""

    def __init__(self, old_body, new_body):
        self.body = new_body
        self.carrier = Carrier(words_of_text(render(old_body)), words_of_text(render(new_body)))

    def place_of(self, comment):
        place = self.carrier.carry(comment.place_start, comment.place_end)
        suggestion = getattr(comment, "suggestion", None)
        if place and suggestion and suggestion.state == SuggestionState.OPEN:
            place = place if self._is_still(suggestion.original, place) else None
        return place or (None, None)

    def _is_still(self, original, place):
        """The same words with other markup are another source: a suggestion must not undo that."""
        found = source_range(self.body, *place)
        return found is not None and self.body[found.start : found.end] == original
