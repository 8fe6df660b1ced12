"""What those who write the minutes can do next: the one button that stands out, and the others beside it."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.access.people import writes_minutes
from meetings.presenters.next_step import next_step
from minutes.access import approval, circulation, corrections, publication, readings, writing
from minutes.enums import State, Verb


class Offer(NamedTuple):
    label: str | Promise
    url: str
    icon: str = ""
    kind: str = "secondary"
    is_refused: bool = False  # greyed, with the reason below


OFFERS = (
    Offer(_("Schreiben"), "write", "edit", "primary"),
    Offer(_("In den Umlauf geben"), "circulate"),
    Offer(_("Genehmigen"), "approve", "check", "primary"),
    Offer(_("Veröffentlichen"), "publish", "", "primary"),
    Offer(_("Berichtigen"), "correct"),
    Offer(_("Veröffentlichung zurücknehmen"), "withdraw"),
)


def what_to_do(user, minutes, path, *, has_objections) -> dict[str, Any]:
    """Return the context of the buttons. `path`: the page on which they stand.

    Who does not write the minutes has none on their page but the approval, and costs no query.
    """
    verdicts = _verdicts(user, minutes, has_objections) if writes_minutes(user, minutes.meeting) else {}
    step = None
    if verdicts or minutes.state == State.FOR_APPROVAL:
        step = next_step(user, minutes.meeting)
    if step is not None and step.url == path:
        step = None
    refused = verdicts.get("refused")
    # What they may do now, and what comes next but has to wait.
    offers = [
        offer._replace(url=reverse(f"minutes:{offer.url}", args=[minutes.pk]), is_refused=not verdict)
        for offer in OFFERS
        if (verdict := verdicts.get(offer.url)) or (verdict is not None and verdict is refused)
    ]
    main = None
    if step is not None:
        main = next((offer for offer in offers if offer.url == step.url), Offer(step.label, step.url))
        offers = [offer._replace(kind="secondary") for offer in offers if offer is not main]
    return {"step": step, "main": main, "more": offers, "offers": verdicts}


def _verdicts(user, minutes, has_objections) -> dict[str, Any]:
    """What writers can do, by name; »refused« is the verdict on what would come next but has to wait."""
    verdicts = {
        "write": bool(writing.can_write(user, minutes)),
        "circulate": circulation.can_circulate(user, minutes),
        "recall": bool(circulation.can_step(user, minutes, Verb.RECALL)),
        "close": bool(circulation.can_step(user, minutes, Verb.CLOSE)),
        "extend": bool(circulation.can_step(user, minutes, Verb.EXTEND)),
        "standing": bool(readings.can_see_readings(user, minutes)),
        "objections": has_objections,
    }
    if minutes.state in (State.FOR_APPROVAL, State.APPROVED):  # drafts ask nothing here
        looks = {look.verb: look for look in minutes.second_looks.open()}
        verdicts["looks"] = list(looks.values())
        if minutes.state == State.FOR_APPROVAL and Verb.APPROVE not in looks:
            verdicts["approve"] = approval.can_approve(user, minutes)
        if minutes.state == State.APPROVED:
            verdicts["correct"] = bool(corrections.can_correct(user, minutes)) and Verb.CORRECT not in looks
            verdicts["publish"] = (
                publication.can_publish(user, minutes) if Verb.PUBLISH not in looks else None
            )
            verdicts["withdraw"] = bool(publication.can_withdraw(user, minutes))
    next_one = verdicts["circulate"] if verdicts["write"] else verdicts.get("approve")
    return verdicts | {"refused": next_one if next_one is not None and not next_one else None}
