"""For which house somebody speaks who belongs to several."""

from collections.abc import Iterable

from members import audience as audiences
from members.enums import Kind
from members.models import Membership

ORDER = list(Kind)


def one_per_person(memberships: Iterable[Membership], meeting) -> dict[int, Membership]:
    """Person → the membership that counts at this meeting: inside its circle, then a pillar, then by name.

    The memberships come with their organisation.
    """
    circle = audiences.pillars_in(meeting.audience)
    found: dict[int, Membership] = {}
    for each in memberships:
        known = found.get(each.person_id)
        if known is None or _place(each, circle) < _place(known, circle):
            found[each.person_id] = each
    return found


def _place(membership, circle):
    house = membership.organisation
    return house.kind not in circle, ORDER.index(Kind(house.kind)), house.sort_key
