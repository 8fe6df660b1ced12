"""What a second person has to see before agreeing."""

from minutes.enums import Verb
from minutes.models import SecondLook
from minutes.presenters.rendition import preview_of
from minutes.selectors.corrections import Correction, changes
from minutes.selectors.people import second_people
from outcomes.models import Decision


def asked_of(user) -> list[SecondLook]:
    """What waits for this person to look a second time."""
    rows = SecondLook.objects.visible_to(user).open().exclude(asked_by=user)
    related = ("minutes__meeting", "minutes__approval_item__meeting")
    looks = rows.select_related(*related).order_by("asked_at", "pk")[:3]
    return [look for look in looks if user in second_people(look.minutes, look.asked_by_id)]


def shown_in(look) -> dict:
    # The decision, the corrected texts, or the preview of the public page. Nothing once it is settled.
    if look.confirmed_at or look.withdrawn_at:
        return {}
    if look.verb == Verb.APPROVE:
        return {"decision": Decision.objects.filter(pk=look.data["decision"]).first()}
    if look.verb == Verb.CORRECT:
        correction = Correction.from_data(look.data)
        return {"changes": changes(look.minutes, correction), "reason": correction.reason}
    return {"preview": preview_of(look.minutes)}
