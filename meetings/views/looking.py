"""»Ansicht als«: an organiser sees the meeting's page as the public or a plain member of a pillar sees it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.access import require
from meetings.access import meetings
from meetings.selectors import card as card_selectors
from members.enums import Kind
from members.viewers import viewer_for

LOOKS = {
    "oeffentlich": (_("die Öffentlichkeit"), None),
    "stadtverwaltung": (_("ein Mitglied der Stadtverwaltung"), Kind.CITY),
    "eigenbetriebe": (_("ein Mitglied der Eigenbetriebe"), Kind.ENTERPRISE),
    "stadtwerke": (_("ein Mitglied der Stadtwerke"), Kind.UTILITY),
}


@dataclass
class Look:
    key: str
    label: Any
    card: card_selectors.Card | None  # None: for these eyes the meeting does not exist


def looking_as(request, pk, change_token) -> Look | None:
    """The other eyes that the address asks for; the page is then made with their rights from the start."""
    key = request.GET.get("ansicht")
    if key is None:
        return None
    require(meetings.can_view_as(request.user))
    if key not in LOOKS:
        raise Http404
    label, pillar = LOOKS[key]
    own = viewer_for(request.user)
    viewer = own.as_pillar(pillar) if pillar else own.as_public()
    return Look(key, label, card_selectors.card_of(viewer, pk, change_token))
