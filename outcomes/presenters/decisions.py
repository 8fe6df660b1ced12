"""The Beschlussregister."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.addresses import pattern
from core.page_cache import cached
from core.paging import KeyPaginator, ListAddress
from core.safe_html import SafeHtml
from meetings import ports
from members.viewers import viewer_for
from outcomes.models import Decision
from outcomes.selectors import decisions

PER_PAGE = 50
# What the address calls it → what the selector does.
FILTERS = {"jahr": "year", "ergebnis": "result", "thema": "topic", "status": "status", "pruefung": "review"}


def register(user, address: ListAddress, change_token) -> SafeHtml:
    """Filters and list, made once for all of one audience; `change_token` was read before."""
    version, audience = ports.version_and_audience(viewer_for(user), change_token)

    number = address.GET.get("seite")

    def make(viewer):
        chosen = {word: address.GET.get(name, "") for name, word in FILTERS.items()}
        choices = decisions.register_choices(viewer)
        rows = decisions.with_replacement(Decision.objects.select_related("meeting"), viewer)
        found = decisions.register(viewer, **chosen)
        pages = KeyPaginator(found, PER_PAGE, lambda keys: rows.filter(pk__in=keys))
        context = {
            "request": address,
            "page": pages.get_page(number),
            **choices,
            "review": [(decisions.REVIEW_DUE, _("zur Überprüfung fällig"))] if choices["is_any_due"] else [],
            "topics": decisions.decided_topics(viewer, chosen["topic"]),
            "is_filtered": any(chosen.values()),
        }
        url = pattern("outcomes:decision", 2)  # reversed once for all rows
        for decision in context["page"]:
            decision.url = url % (decision.year, decision.number)
        return render_to_string("outcomes/register.html", context)

    return cached(
        "decisions", version=(version, address), audience=audience, make=make, keep=address.is_plain
    )
