"""The list and the page that everybody reads."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.http import require_safe

from activity.pulse import pulse
from core.http import not_modified, page, public
from members.viewers import viewer_for
from minutes import access
from minutes.access import approval
from minutes.enums import State, Verb
from minutes.queries import listing
from minutes.queries.reading import minutes_to_read, page_of, state_seen_by

PER_PAGE = 50


@public
@require_safe
def index(request):
    # Drafts change without an event at each keystroke, but a list shows nothing of their text.
    unchanged = not_modified(request, pulse())
    if unchanged:
        return unchanged
    choice = listing.choice_from(request.GET)
    found = listing.listed(listing.matching(request.user, choice), request.user)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "rows": listing.as_rows(shown),
        "shown": shown,
        "filters": listing.filters_for(request.user),
        "is_filtered": any(choice),
    }
    return page(request, "minutes/list.html", context)


@public
@require_safe
def detail(request, pk):
    state = state_seen_by(request.user, pk)
    if state is None:
        raise Http404
    unchanged = not_modified(request, pk, *state)
    if unchanged:
        return unchanged
    minutes = minutes_to_read(pk)
    viewer = viewer_for(request.user)
    leads = access.is_writer(viewer, minutes.meeting)
    context = {
        "minutes": minutes,
        "page": page_of(minutes, request.user, state),
        "offers": _offers(request.user, minutes, state) if leads else {},
    }
    return page(request, "minutes/detail.html", context)


def _offers(user, minutes, seen):
    """What writers can do next; others see no greyed buttons."""
    offers = {
        "write": bool(access.can_write(user, minutes)),
        "circulate": access.can_circulate(user, minutes),
        "recall": bool(access.can_recall(user, minutes)),
        "close": bool(access.can_close(user, minutes)),
        "extend": bool(access.can_extend(user, minutes)),
        "standing": bool(access.can_see_standing(user, minutes)),
        "objections": seen.has_objections,
        **_offers_of_the_record(user, minutes),
    }
    return offers | _next_deed(offers)


def _next_deed(offers):
    """Whether there is a row of buttons, and why the one that comes next has to wait."""
    refused = offers["circulate"] if offers["write"] else offers.get("approve")
    why_not = refused.reason if refused is not None else ""
    deeds = ("write", "approve", "publish", "correct", "withdraw")
    return {"why_not": why_not, "deeds": bool(why_not) or any(offers.get(verb) for verb in deeds)}


def _offers_of_the_record(user, minutes):
    """What follows the circulation, and what waits for a second person. Drafts ask nothing here."""
    if minutes.state not in (State.FOR_APPROVAL, State.APPROVED):
        return {}
    looks = {look.verb: look for look in minutes.second_looks.open()}
    offers: dict[str, Any] = {"looks": list(looks.values())}
    if minutes.state == State.FOR_APPROVAL and Verb.APPROVE not in looks:
        offers["approve"] = approval.can_approve(user, minutes)
    if minutes.state == State.APPROVED:
        offers["correct"] = bool(approval.can_correct(user, minutes)) and Verb.CORRECT not in looks
        offers["publish"] = approval.can_publish(user, minutes) if Verb.PUBLISH not in looks else None
        offers["withdraw"] = bool(approval.can_withdraw(user, minutes))
    return offers
