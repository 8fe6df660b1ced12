"""The Themenspeicher in words."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.template.loader import render_to_string

from core.addresses import pattern
from core.numbers import number_in
from core.page_cache import cached
from core.paging import ListAddress
from core.safe_html import RowPattern, place
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

    def as_seen_by(self, person: int | None) -> str:
        return self.supported if person in self.supporters else self.unsupported


@dataclass(frozen=True)
class TopicList:
    """One page of the list, as everybody of one audience sees it."""

    entries: list[TopicEntry]
    filters: str
    pagination: str
    is_filtered: bool


def topic_list(user, address: ListAddress, change_token) -> TopicList:
    """Made once for all of one audience; whose voice is counted where is asked afterwards."""
    viewer = viewer_for(user)
    # Who is no member sees their own proposals beside what is public, so they are an audience of their own.
    audience = viewer.as_audience() if viewer.is_member else viewer
    state, level = address.GET.get("stand", ""), number_in(address.GET.get("ebene", ""))
    state, level = state if state in State.values else "", level if level in Level.values else 0
    keys = cached(
        "keys of topics", version=(change_token, state, level), audience=audience,
        make=lambda eyes: list(selectors.listed(eyes, state, level).values_list("pk", flat=True)),
    )  # fmt: skip
    # Keys of all and rows of one page: the last page costs what the first does.
    page = Paginator(keys, PER_PAGE).get_page(address.GET.get("seite"))
    address = address.at(page)

    def make(eyes):
        page.object_list = selectors.for_list(page.object_list, eyes)
        states, levels = cached(
            "filters of topics", version=change_token, audience=eyes, make=selectors.choices_for
        )
        context = {"request": address, "states": states, "levels": levels, "page": page}
        return TopicList(
            entries=entries(page, may_support=eyes.is_member),
            filters=render_to_string("topics/filters.html", context),
            pagination=render_to_string("components/pages.html", context),
            is_filtered=bool(state or level),
        )

    # Whatever else somebody writes into the address is shown, and not kept.
    known = {name: str(value) for name, value in (("stand", state), ("ebene", level)) if value}
    keep = known.items() >= address.filters.items()
    return cached("topics", version=(change_token, address), audience=audience, make=make, keep=keep)


def entries(topics, *, may_support: bool, with_state: bool = True) -> list[TopicEntry]:
    names = ("pk", "get_absolute_url", "title", "voices", "get_state_display", "state_kind", "line")
    topic = {name: place(name) for name in names}
    context = {"with_state": with_state, "may_support": may_support}
    supported, unsupported = (
        RowPattern("topics/row.html", context | {"topic": topic | {"is_mine": is_mine}})
        for is_mine in (True, False)
    )
    # The address is reversed once for all rows.
    people, url = selectors.supporters_of(topics), pattern("topics:detail")
    found = []
    for topic in topics:
        shown = {
            "pk": topic.pk, "get_absolute_url": url % topic.pk, "title": topic.title,
            "voices": len(people[topic.pk]), "get_state_display": topic.get_state_display(),
            "state_kind": topic.state_kind, "line": topic.line,
        }  # fmt: skip
        found.append(TopicEntry(frozenset(people[topic.pk]), supported.fill(shown), unsupported.fill(shown)))
    return found
