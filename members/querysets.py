"""The words of reading people and houses. Models import this module; their classes come from the registry."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.dates import today
from members import audience
from members.viewers import viewer_for


def _memberships():
    return apps.get_model("members", "Membership").objects


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names of organisations are public facts."""
        return self

    def by_name(self):
        return self.order_by("sort_key")


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see people who are or were members; everybody sees themselves; the public nobody."""
        viewer = viewer_for(user)
        if viewer.is_member:
            return self
        return self.filter(pk=viewer.person_id) if viewer.person_id else self.none()

    def members(self, on=None):
        """People with a membership that is active on that day."""
        return self.filter(pk__in=_memberships().active(on).values("person"))

    def by_name(self):
        return self.order_by("sort_key", "pk")


class MembershipQuerySet(models.QuerySet):
    def active(self, on=None):
        """Memberships in force on `on`, by default today in Jena; both ends count."""
        day = on or today()
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def visible_to(self, user):
        """Members see who is a member now; ended memberships are for admins and the person concerned."""
        viewer = viewer_for(user)
        if viewer.is_admin:
            return self
        mine = Q(person_id=viewer.person_id) if viewer.person_id else Q(pk__in=[])
        if not viewer.is_member:
            return self.filter(mine)
        return self.filter(mine | Q(pk__in=_memberships().active().values("pk")))


class UserQuerySet(models.QuerySet):
    def reachable(self):
        """Accounts that can get mail: active, with a membership that is active today."""
        return self.filter(is_active=True, person__in=_memberships().active().values("person"))

    def who_see(self, mask: int):
        """Reachable accounts inside an audience; organisers see everything."""
        fitting = _memberships().active()
        if not mask & audience.MEMBERS_ONLY:
            inside = Q(organisation__kind__in=audience.pillars_in(mask))
            fitting = fitting.filter(inside | Q(is_organiser=True))
        return self.filter(is_active=True, person__in=fitting.values("person"))


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if viewer_for(user).is_admin else self.none()

    def open(self):
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
