"""What a second person has to see before agreeing."""

from minutes.enums import Verb
from minutes.queries.corrections import Correction, changes
from minutes.queries.rendition import preview_of
from outcomes.models import Decision


def shown_in(look) -> dict:
    """The decision, the corrected texts, or the preview of the public page. Nothing once it is settled."""
    if look.confirmed_at or look.withdrawn_at:
        return {}
    if look.verb == Verb.APPROVE:
        return {"decision": Decision.objects.filter(pk=look.data["decision"]).first()}
    if look.verb == Verb.CORRECT:
        correction = Correction.from_data(look.data)
        return {"changes": changes(look.minutes, correction), "reason": correction.reason}
    return {"preview": preview_of(look.minutes)}
