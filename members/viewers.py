"""Who is looking: the rights of a person today, read once per request and asked by every queryset."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from members import audience
from members.enums import Kind, Role


@dataclass(frozen=True)
class Viewer:
    """The rights of one reader. Every right hangs on a membership that is active today."""

    mask: int = audience.ANYBODY
    user_id: int | None = None
    person_id: int | None = None
    is_member: bool = False
    is_organiser: bool = False
    is_admin: bool = False
    pillars: frozenset[str] = frozenset()
    contact_of: frozenset[int] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    def sees(self, field: str = "audience") -> Q:
        """Rows whose own audience includes this reader; null means: as the parent."""
        shared = Q(**{f"{field}__in": audience.values_shared_with(self.mask)})
        return shared | Q(**{f"{field}__isnull": True})

    def sees_mask(self, mask: int | None) -> bool:
        return mask is None or bool(mask & self.mask)

    def as_audience(self) -> "Viewer":
        """Nobody in particular: what all with the same rights see, without what is theirs by name."""
        return replace(self, user_id=None, person_id=None, contact_of=frozenset())

    def as_public(self) -> "Viewer":
        """»Ansicht als« a visitor without an account."""
        return ANONYMOUS

    def as_pillar(self, kind: str) -> "Viewer":
        """»Ansicht als« a plain member of that pillar."""
        return replace(
            ANONYMOUS,
            mask=audience.ANYBODY | audience.MEMBERS_ONLY | audience.pillars(kind),
            is_member=True,
            pillars=frozenset({kind}),
        )


ANONYMOUS = Viewer()


def viewer_for(who: Any) -> Viewer:
    """The viewer behind a user, a viewer or nobody. One query per user object, then kept."""
    if isinstance(who, Viewer):
        return who
    # An account that is switched off sees what the public sees, also through a calendar or a link.
    if who is None or not who.is_authenticated or not who.is_active:
        return ANONYMOUS
    return who.viewer


def viewer_of_memberships(user, memberships) -> Viewer:
    """Add up the memberships that are active today; without any, a person sees what the public sees."""
    memberships = list(memberships)
    if not memberships:
        return Viewer(user_id=user.pk, person_id=user.person_id)
    kinds = {membership.organisation.kind for membership in memberships}
    pillars = frozenset(kind for kind in kinds if Kind(kind) in audience.PILLAR_BITS)
    roles = frozenset().union(*(membership.roles for membership in memberships))
    return Viewer(
        mask=audience.ANYBODY | audience.MEMBERS_ONLY | audience.pillars(*pillars),
        user_id=user.pk,
        person_id=user.person_id,
        is_member=Role.MEMBER in roles,
        is_organiser=Role.ORGANISER in roles,
        is_admin=Role.ADMIN in roles,
        pillars=pillars,
        contact_of=frozenset(m.organisation_id for m in memberships if m.is_contact),
    )
