"""The list of meetings in words: lines under headings, and filters as links."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from core.page_cache import cached
from core.safe_html import strung
from meetings import ports
from meetings.enums import Kind, State
from meetings.presenters.meetings import detail_of
from meetings.presenters.states import state_label
from meetings.selectors.listing import Filter, choices_for, matching
from members.enums import PILLAR_LABELS
from members.viewers import Viewer, viewer_for

PAGE_SIZE = 200


@dataclass
class Listing:
    page: Page  # of numbers only: how many meetings there are, and which of them stand here
    groups: dict[str, list[dict[str, str]]] = field(default_factory=dict)  # heading → lines


def listing(user, wanted: Filter, page_number, change_token) -> tuple[Listing, list]:
    """Return one page of the list and its filters, made once for all of the same audience.

    The first of them costs five queries, however many meetings there are; `change_token` was read before.
    """
    version, audience = ports.version_and_audience(viewer_for(user), change_token)
    shown = cached(
        "meetings", version=(version, wanted, page_number), audience=audience,
        make=lambda eyes: page_of(eyes, wanted, page_number), keep=not wanted and page_number == 1,
    )  # fmt: skip
    # What can be chosen is the same whatever is chosen: kept once for all filters and pages.
    return shown, cached("meeting filters", version=version, audience=audience, make=filters_for)


def page_of(viewer: Viewer, wanted: Filter, page_number) -> Listing:
    """»Was kommt« and then the years, each with its lines; two queries."""
    rows = matching(viewer, wanted)
    # A page of numbers: it can be kept, and only its own rows are read.
    found = Listing(Paginator(range(rows.count()), PAGE_SIZE).get_page(page_number))
    wide = ("description", "description_html", "invitation_message", "cancelled_because")
    first = max(found.page.start_index() - 1, 0)
    for meeting in rows.defer(*wide)[first : first + PAGE_SIZE]:
        detail = detail_of(meeting, viewer)
        heading = str(detail.date.year if detail.date else meeting.target_year or _("Ohne Termin"))
        when = detail.when
        if meeting.state == State.CANCELLED and not when and not detail.shows_quarter_only:
            when = meeting.target
        facts = [when]
        if not detail.shows_quarter_only:
            # Who sees it is for members to know; the public sees only what is public.
            facts += [detail.kind, meeting.place_name, detail.audience if viewer.is_member else ""]
        found.groups.setdefault(heading if meeting.is_past else _("Was kommt"), []).append(
            {
                "url": detail.url, "title": detail.title, "text": strung(facts),
                "state": detail.state_label, "tag": detail.state_tag,
            }
        )  # fmt: skip
    return found


def filters_for(viewer: Viewer) -> list[tuple[str, str, list]]:
    """(label, name in the address, options) of each: only what leads to something this reader sees."""
    found = choices_for(viewer)
    # Who knows of a draft only that it is announced reads the word of its line here as well.
    states = [
        (each.value, state_label(each, shows_quarter_only=not viewer.is_organiser))
        for each in State
        if each in found.states
    ]
    return [
        (_("Jahr"), "jahr", [(year, str(year)) for year in found.years]),
        (_("Art"), "art", [choice for choice in Kind.choices if choice[0] in found.kinds]),
        (_("Stand"), "stand", states),
        (_("Beteiligte Säule"), "saeule", pillar_options(found.pillars)),
        (_("Thema"), "thema", found.topics),
    ]


def pillar_options(pillars):
    return [(kind.value, str(name)) for kind, name in PILLAR_LABELS.items() if kind in pillars]
