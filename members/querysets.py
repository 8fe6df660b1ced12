"""The words of reading people and organisations.

Models import this module; their classes come from the registry.
"""

from django.apps import apps
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.dates import today
from members import audience
from members.viewers import viewer_for

NOBODY = 0  # an audience without a group


def _memberships():
    return apps.get_model("members", "Membership").objects


def in_force(day, at=""):
    """Memberships of that day; both ends count. `at` is the way to them from another table."""
    open_end = Q(**{f"{at}ends_on__isnull": True})
    return Q(**{f"{at}starts_on__lte": day}) & (open_end | Q(**{f"{at}ends_on__gte": day}))


def _inside(mask, people) -> Q:
    """Memberships of the pillars in `mask`, and those of `people`: None among them is nobody."""
    keys = [key for key in people if key]
    return Q(organisation__kind__in=audience.pillars_in(mask)) | Q(person__in=keys)


def invitation_signer():
    """Our signature under the nonce of an invitation; »/einladung/<nonce>.<signature>/« is the link."""
    return Signer(salt="members.invitation", sep=".")


class NamedQuerySet(models.QuerySet):
    def by_name(self):
        """In the order of DIN 5007-1, the same on both databases; the key decides between equal names."""
        return self.order_by("sort_key__folded", "pk")


class OrganisationQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """Names of organisations are public facts."""
        return self

    def existing(self):
        """Those that are not dissolved."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today()))


class PersonQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """Members see people who are or were members; everybody sees themselves; the public nobody."""
        viewer = viewer_for(user)
        if viewer.is_member:
            return self
        return self.filter(pk=viewer.person_id) if viewer.person_id else self.none()

    def members(self, on=None):
        """People with a membership that is active on that day."""
        return self.filter(pk__in=_memberships().active(on).values("person"))

    def matching(self, text):
        """People whose name, work or words about it contain the text."""
        return self.filter(Q(name__finds=text) | Q(position__finds=text) | Q(about__finds=text))


class MembershipQuerySet(models.QuerySet):
    def upcoming(self):
        return self.filter(starts_on__gt=today())

    def ended(self):
        return self.filter(ends_on__lt=today())

    def not_ended(self):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()))

    def ending_within(self, span):
        return self.filter(ends_on__gte=today(), ends_on__lte=today() + span)

    def lasting_admins(self):
        """Admins of today, with an account in use, whose membership has no end: one of them must remain."""
        return self.active().filter(is_admin=True, ends_on__isnull=True, person__user__is_active=True)

    def by_person(self):
        return self.order_by("person__sort_key__folded", "person_id", "-starts_on", "-pk")

    def active(self, on=None):
        """Memberships in force on `on`, by default today in Jena."""
        return self.filter(in_force(on or today()))

    def inside(self, mask: int, *people: int | None):
        """Of the organisations that an audience names, and of `people` (keys; None is nobody)."""
        return self if mask & audience.MEMBERS_ONLY else self.filter(_inside(mask, people))

    def who_see(self, mask: int, *people: int | None):
        """The same and the organisers, who see everything."""
        if mask & audience.MEMBERS_ONLY:
            return self
        return self.filter(_inside(mask, people) | Q(is_organiser=True))

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
    def with_address(self, email):
        """The account that owns this address: its own, or one that it has confirmed."""
        # An unconfirmed one may be anybody's.
        confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
        return self.filter(Q(email__iexact=email) | confirmed).distinct()  # both may be true

    def reachable(self):
        """Accounts that can get mail: active, with a membership that is active today."""
        return self.filter(is_active=True, person__in=_memberships().active().values("person"))

    def who_see(self, mask: int, *people: int | None):
        """Reachable accounts inside an audience, and those of `people` (keys; None is nobody).

        Viewer.sees_mask() and Viewer.is_organiser from the other side: organisers see everything.
        """
        seeing = _memberships().active().who_see(mask, *people)
        return self.filter(is_active=True, person__in=seeing.values("person"))

    def organisers(self):
        """Viewer.is_organiser from the other side: accounts that can get mail."""
        return self.who_see(NOBODY)


class GroupRulesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """How the group works is known to its members."""
        return self if viewer_for(user).is_member else self.none()

    def in_force(self):
        """The one row, or what holds while nobody has chosen anything."""
        return self.first() or self.model()  # the columns' defaults are the rules of the beginning


class AccountInvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if viewer_for(user).is_admin else self.none()

    def with_token(self, token):
        """The invitation behind a link of ours, in whatever state, or None."""
        try:
            nonce = invitation_signer().unsign(token)
        except BadSignature:
            return None
        return self.filter(nonce=nonce).select_related("organisation", "invited_by__person").first()

    def undecided(self):
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self):
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
