"""The list of minutes: filters that are links, and a line for each with what this reader may find in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.utils.translation import ngettext

from core import dates
from core.page_cache import cached
from meetings.enums import Kind
from meetings.presenters.listing import pillar_options
from meetings.selectors.listing import subjects_of
from members.audience import ALL_PILLARS, pillars_in
from members.viewers import Viewer, viewer_for
from minutes.models import Minutes
from minutes.selectors import listing as selectors
from minutes.selectors.shared_pages import version_and_audience

PER_PAGE = 50


class Line(NamedTuple):
    url: str
    title: str
    state: str
    tag: str
    facts: str  # »Mittwoch, 10. September 2025 · Fachgruppentreffen · 5 TOPs · 1 Beschluss«


@dataclass
class Listing:
    lines: list[Line]
    page: Any
    filters: dict[str, list]
    is_filtered: bool


def listing_for(user, params, change_token) -> Listing:
    """Return one page of the list; `params` are those of its address, `change_token` was read before."""
    choice, viewer = selectors.choice_from(params), viewer_for(user)
    version, audience = version_and_audience(viewer, change_token)

    def ordered(eyes):
        return list(selectors.matching(eyes, choice).values_list("pk", flat=True))

    filters = cached("minutes filters", version=version, audience=audience, make=filters_for)
    if any(choice):  # what few ask for is not kept
        page = Paginator(ordered(viewer), PER_PAGE).get_page(params.get("seite"))
        return Listing(lines_of(page.object_list, viewer), page, filters, is_filtered=True)
    keys = cached("minutes keys", version=version, audience=audience, make=ordered)
    page = Paginator(keys, PER_PAGE).get_page(params.get("seite"))
    lines = cached(
        "minutes lines", version=(version, page.number), audience=audience,
        make=lambda eyes: lines_of(page.object_list, eyes),
    )  # fmt: skip
    return Listing(lines, page, filters, is_filtered=False)


def lines_of(keys: Iterable[int], viewer: Viewer) -> list[Line]:
    """In the order of the keys. Five queries."""
    # Between reading the keys and the rows somebody may have narrowed the minutes, or removed a draft.
    found = Minutes.objects.visible_to(viewer).select_related("meeting").in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    counts = selectors.counts_of(rows, viewer)
    return [_line(row, counts[row.pk]) for row in rows]


def _line(minutes, counts) -> Line:
    meeting = minutes.meeting
    day = dates.day_long(meeting.starts_at) if meeting.starts_at else ""
    # What there is none of is not mentioned.
    counted = [
        words % {"n": number}
        for number, words in (
            (counts.sections, ngettext("%(n)s TOP", "%(n)s TOPs", counts.sections)),
            (counts.decisions, ngettext("%(n)s Beschluss", "%(n)s Beschlüsse", counts.decisions)),
            (counts.tasks, ngettext("%(n)s Aufgabe", "%(n)s Aufgaben", counts.tasks)),
            (counts.comments, ngettext("%(n)s Kommentar", "%(n)s Kommentare", counts.comments)),
        )
        if number
    ]
    return Line(
        url=minutes.get_absolute_url(),
        title=meeting.name,
        state=str(minutes.get_state_display()),
        tag=minutes.state_kind,
        facts=" · ".join(filter(None, [day, str(meeting.get_kind_display()), *counted])),
    )


def filters_for(viewer: Viewer) -> dict[str, list]:
    """What can be chosen: only what leads to something this reader sees."""
    facts = selectors.facts_of(viewer)
    kinds = {fact.meeting__kind for fact in facts}
    masks = {fact.meeting__audience for fact in facts}
    chosen = {pillar for mask in masks if mask <= ALL_PILLARS for pillar in pillars_in(mask)}
    topics, presenting = subjects_of(selectors.items_of(viewer), viewer)
    return {
        "years": [(year, year) for year in sorted({fact.year for fact in facts if fact.year}, reverse=True)],
        "kinds": [choice for choice in Kind.choices if choice[0] in kinds],
        "topics": topics,
        "pillars": pillar_options(presenting | chosen),
    }
