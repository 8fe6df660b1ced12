"""The Beschlussregister."""

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.addresses import pattern
from core.page_cache import cached
from core.paging import ListAddress
from core.safe_html import SafeHtml
from meetings import ports
from members.viewers import viewer_for
from outcomes.selectors import decisions

PER_PAGE = 50
# What the address calls it → what the selector does.
FILTERS = {"jahr": "year", "ergebnis": "result", "thema": "topic", "status": "status", "pruefung": "review"}


def register(user, address: ListAddress, change_token) -> SafeHtml:
    """Filters and list, made once for all of one audience; `change_token` was read before."""
    version, audience = ports.version_and_audience(viewer_for(user), change_token)
    chosen = {word: address.GET.get(name, "") for name, word in FILTERS.items()}
    keep = not any(chosen.values())
    keys = cached(
        "keys of decisions", version=version, audience=audience, keep=keep,
        make=lambda viewer: list(decisions.register(viewer, chosen).values_list("pk", flat=True)),
    )  # fmt: skip
    page = Paginator(keys, PER_PAGE).get_page(address.GET.get("seite"))
    address = address.at(page)

    def make(viewer):
        # The filters are the same on every page, as long as nothing is chosen.
        choices = cached(
            "filters of decisions", version=version, audience=viewer, keep=keep,
            make=lambda eyes: filters_for(eyes, chosen["topic"]),
        )  # fmt: skip
        page.object_list = decisions.for_register(page.object_list, viewer)
        url, meeting_url = pattern("outcomes:decision", 2), pattern("meetings:detail")
        for decision in page.object_list:  # reversed once for all rows
            decision.url = url % (decision.year, decision.number)
            decision.meeting_url = meeting_url % decision.meeting_id
        context = {"request": address, "page": page, "is_filtered": not keep, **choices}
        return render_to_string("outcomes/register.html", context)

    return cached("decisions", version=(version, address), audience=audience, make=make, keep=keep)


def filters_for(viewer, topic) -> dict:
    choices = decisions.register_choices(viewer)
    due = [(decisions.REVIEW_DUE, _("zur Überprüfung fällig"))] if choices["is_any_due"] else []
    return choices | {"review": due, "topics": list(decisions.decided_topics(viewer, topic))}
