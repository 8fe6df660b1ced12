"""For which organisation somebody speaks who belongs to several: one rule for all that people say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from members import audience as audiences
from members.enums import KIND_ORDER, Kind

if TYPE_CHECKING:
    from members.models import Membership, Organisation, User


def organisation_of(user: "User", audience: int = audiences.MEMBERS) -> "Organisation | None":
    """Return the organisation for which `user` speaks today about what `audience` sees; no query."""
    return organisations_of(user.active_memberships, audience).get(user.person_id)


def organisations_of(
    memberships: Iterable["Membership"], audience: int = audiences.MEMBERS
) -> "dict[int, Organisation]":
    """Return person → the organisation for which they speak, of memberships that come with it."""
    return {key: row.organisation for key, row in one_per_person(memberships, audience).items()}


def one_per_person(
    memberships: Iterable["Membership"], audience: int = audiences.MEMBERS
) -> dict[int, "Membership"]:
    """Return person → the membership that counts; they come with their organisation.

    First one inside the audience, then the pillars in their order, then the one that began first: another
    membership of the same kind changes nothing.
    """
    inside = audiences.pillars_in(audience)
    found: dict[int, Membership] = {}
    for each in memberships:
        known = found.get(each.person_id)  # one pass: lists of hundreds ask this
        if known is None or _place(each, inside) < _place(known, inside):
            found[each.person_id] = each
    return found


def _place(membership, inside):
    organisation = membership.organisation
    kind = Kind(organisation.kind)
    place = kind not in inside, KIND_ORDER.index(kind)
    return *place, membership.starts_on, organisation.sort_key, membership.pk
