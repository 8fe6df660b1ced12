"""The Themenspeicher in words."""

from dataclasses import dataclass

from django.template.loader import get_template, render_to_string

from core.numbers import number_in
from core.page_cache import cached
from core.paging import KeyPaginator, ListAddress
from members.viewers import viewer_for
from topics import selectors
from topics.enums import Level, State

PER_PAGE = 50


@dataclass(frozen=True)
class TopicEntry:
    """A topic in the list, as those see it who support it, and as others do."""

    supporters: frozenset[int]  # people
    supported: str
    unsupported: str


@dataclass(frozen=True)
class TopicList:
    """One page of the list, as everybody of one audience sees it."""

    entries: list[TopicEntry]
    filters: str
    pagination: str
    is_filtered: bool

    def rows_for(self, person_id) -> list[str]:
        return [
            entry.supported if person_id in entry.supporters else entry.unsupported for entry in self.entries
        ]


def topic_list(user, address: ListAddress, change_token) -> TopicList:
    """Made once for all of one audience; whose voice is counted where is asked afterwards."""
    viewer = viewer_for(user)
    # Who is no member sees their own proposals beside what is public, so they are an audience of their own.
    audience = viewer.as_audience() if viewer.is_member else viewer
    return cached(
        "topics",
        version=(change_token, address),
        audience=audience,
        make=lambda eyes: list_for(eyes, address),
        keep=address.is_plain,
    )


def list_for(viewer, address: ListAddress) -> TopicList:
    state, level = address.GET.get("stand", ""), number_in(address.GET.get("ebene", ""))
    state, level = state if state in State.values else "", level if level in Level.values else 0
    pages = KeyPaginator(selectors.listed(viewer, state, level), PER_PAGE, selectors.for_list)
    # Counted together with the filters, so that the paginator does not ask again.
    pages.count, states, levels = selectors.chosen_from(viewer, state, level)
    page = pages.get_page(address.GET.get("seite"))
    supporters = selectors.supporters_of(page)
    template = get_template("topics/row.html")
    entries = []
    for topic in page:
        topic.voices = len(supporters[topic.pk])
        context = {"topic": topic, "with_state": True, "may_support": viewer.is_member}
        topic.is_mine = True
        supported = template.render(context)
        topic.is_mine = False
        entries.append(TopicEntry(frozenset(supporters[topic.pk]), supported, template.render(context)))
    context = {"request": address, "states": states, "levels": levels, "page": page}
    return TopicList(
        entries=entries,
        filters=render_to_string("topics/filters.html", context),
        pagination=render_to_string("components/pages.html", context),
        is_filtered=bool(state or level),
    )
