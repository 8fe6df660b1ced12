"""The list and the page that everybody reads."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from activity.changes import change_token
from core.http import not_modified, page, public
from meetings.access.people import writes_minutes
from meetings.presenters.next_step import next_step
from minutes.access import approval, circulation, corrections, publication, readings, writing
from minutes.enums import State, Verb
from minutes.presenters.reading import minutes_to_read, page_of, state_seen_by
from minutes.selectors import listing

PER_PAGE = 50


@public
@require_safe
def index(request):
    # Drafts change without an event at each keystroke, but a list shows nothing of their text.
    unchanged = not_modified(request, change_token())
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
    leads = writes_minutes(request.user, minutes.meeting)
    context = {
        "minutes": minutes,
        "page": page_of(minutes, request.user, state),
        **_what_to_do(request, minutes, _offers(request.user, minutes, state) if leads else {}),
    }
    return page(request, "minutes/detail.html", context)


def _what_to_do(request, minutes, offers):
    """The next step, the one button that stands out, and the other buttons beside it.

    Who does not write the minutes has none on their page but the approval, and costs no query.
    """
    may_have_step = offers or minutes.state == State.FOR_APPROVAL
    step = next_step(request.user, minutes.meeting) if may_have_step else None
    if step is not None and step.url == request.path:
        step = None
    deeds = _deeds(minutes, offers)
    main = None
    if step is not None:
        main = next((deed for deed in deeds if deed.url == step.url), Deed(step.label, step.url))
        deeds = [deed._replace(kind="secondary") for deed in deeds if deed is not main]
    return {"step": step, "main": main, "deeds": deeds, "offers": offers}


class Deed(NamedTuple):
    label: str | Promise
    url: str
    icon: str = ""
    kind: str = "secondary"
    is_refused: bool = False  # greyed, with the reason below


DEEDS = (
    Deed(_("Schreiben"), "write", "edit", "primary"),
    Deed(_("In den Umlauf geben"), "circulate"),
    Deed(_("Genehmigen"), "approve", "check", "primary"),
    Deed(_("Veröffentlichen"), "publish", "", "primary"),
    Deed(_("Berichtigen"), "correct"),
    Deed(_("Veröffentlichung zurücknehmen"), "withdraw"),
)


def _deeds(minutes, offers):
    """The buttons of who writes the minutes: what they may do now, and what comes next but has to wait."""
    refused = offers.get("refused")
    verdicts = [(deed, offers.get(deed.url)) for deed in DEEDS]
    return [
        deed._replace(url=reverse(f"minutes:{deed.url}", args=[minutes.pk]), is_refused=not verdict)
        for deed, verdict in verdicts
        if verdict or (verdict is not None and verdict is refused)
    ]


def _offers(user, minutes, seen):
    """What writers can do next; others see no greyed buttons."""
    offers = {
        "write": bool(writing.can_write(user, minutes)),
        "circulate": circulation.can_circulate(user, minutes),
        "recall": bool(circulation.can_step(user, minutes, Verb.RECALL)),
        "close": bool(circulation.can_step(user, minutes, Verb.CLOSE)),
        "extend": bool(circulation.can_step(user, minutes, Verb.EXTEND)),
        "standing": bool(readings.can_see_readings(user, minutes)),
        "objections": seen.has_objections,
        **_offers_of_the_record(user, minutes),
    }
    next_one = offers["circulate"] if offers["write"] else offers.get("approve")
    return offers | {"refused": next_one if next_one is not None and not next_one else None}


def _offers_of_the_record(user, minutes):
    """What follows the circulation, and what waits for a second person. Drafts ask nothing here."""
    if minutes.state not in (State.FOR_APPROVAL, State.APPROVED):
        return {}
    looks = {look.verb: look for look in minutes.second_looks.open()}
    offers: dict[str, Any] = {"looks": list(looks.values())}
    if minutes.state == State.FOR_APPROVAL and Verb.APPROVE not in looks:
        offers["approve"] = approval.can_approve(user, minutes)
    if minutes.state == State.APPROVED:
        offers["correct"] = bool(corrections.can_correct(user, minutes)) and Verb.CORRECT not in looks
        offers["publish"] = publication.can_publish(user, minutes) if Verb.PUBLISH not in looks else None
        offers["withdraw"] = bool(publication.can_withdraw(user, minutes))
    return offers
