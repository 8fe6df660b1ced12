import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.dates import day, today
from core.language import for_the_record
from core.locking import lock, require_version
from core.validity import require_valid
from members.access import (
    LAST_ADMIN_STAYS,
    can_end_membership,
    can_manage,
    is_last_admin,
)
from members.actions.saving import changes_of, require_existing, require_order, save_changes
from members.models import Membership

A_DAY = dt.timedelta(days=1)
OFFERED = ("is_organiser", "is_admin", "is_contact", "starts_on", "ends_on")  # as invitations offer it


@transaction.atomic
def add_membership(*, membership, by) -> Membership:
    """A second organisation, or the return, of somebody who is known already; the row is not saved yet."""
    person = lock(membership.person)  # two clicks at once wait here
    membership.organisation = lock(membership.organisation)
    require(can_manage(by))
    require_order(membership.starts_on, membership.ends_on)
    wanted = {name: getattr(membership, name) for name in ("organisation", *OFFERED)}
    same = person.memberships.filter(**wanted).first()
    return same or create_membership(membership=membership, by=by)


def create_membership(*, membership, by) -> Membership:
    """The row and its line in the log; who may do this is asked by the actions that call it."""
    require_existing(membership.organisation)
    _require_no_overlap(membership.person, membership.organisation, membership.starts_on, membership.ends_on)
    membership.save(force_insert=True)  # never over a row that is there
    data = {"roles": sorted(membership.roles), "person": membership.person_id}
    record("members.membership_added", actor=by, target=membership, data=data)
    return membership


@transaction.atomic
def change_membership(*, membership, version, wanted, by) -> Membership:
    """Correct organisation, roles and period to those of `wanted`, a row that is never saved.

    The last admin stays admin for good. Raises Stale when it was changed elsewhere since `version`.
    """
    lock_admins()
    membership = lock(membership)
    require(can_manage(by))
    fields = {name: getattr(wanted, name) for name in ("organisation", *OFFERED)}
    changed = changes_of(membership, fields)
    if not changed:
        return membership
    require_version(membership, version, fields)
    require_order(wanted.starts_on, wanted.ends_on)
    begins_as_before = wanted.starts_on <= membership.starts_on
    stays_admin = wanted.is_admin and wanted.ends_on is None and begins_as_before
    if is_last_admin(membership) and not stays_admin:
        raise ValidationError(LAST_ADMIN_STAYS)
    if wanted.organisation != membership.organisation:  # a dissolved one may stay where it was
        require_existing(wanted.organisation)
    _require_no_overlap(
        membership.person, wanted.organisation, wanted.starts_on, wanted.ends_on, but=membership
    )
    save_changes(membership, fields)
    data = {"changes": changed, "person": membership.person_id}
    record("members.membership_changed", actor=by, target=membership, data=data)
    return membership


@transaction.atomic
def end_membership(*, membership, ends_on=None, reason="", by) -> Membership:
    """`ends_on` is the last day on which it is in force, None ends it this moment; the row stays as history.

    At once also ends what begins today or later, where no last day is left.
    """
    lock_admins()
    membership = lock(membership)
    require(can_manage(by))
    at_once = ends_on is None
    # Both ends of a membership count as days in force, so what ends now was last in force yesterday.
    last_day = today() - A_DAY if at_once else ends_on
    if membership.ends_on == last_day and membership.ended_because == reason:
        return membership
    require(can_end_membership(by, membership))
    if not at_once:
        require_order(membership.starts_on, last_day)
    require_valid(Membership(ended_because=reason), reason="ended_because")
    save_changes(membership, {"ends_on": last_day, "ended_because": reason, "ended_at_once": at_once})
    with for_the_record():  # the log keeps words, and those are German
        data = {"ends_on": day(last_day), "reason": reason, "person": membership.person_id}
    verb = "members.membership_ended_at_once" if at_once else "members.membership_ended"
    record(verb, actor=by, target=membership, data=data)
    return membership


def lock_admins():
    # Whoever takes rights from an admin waits here, or two admins could remove each other at once.
    list(Membership.objects.filter(is_admin=True).order_by("pk").select_for_update().values_list("pk"))


def _require_no_overlap(person, organisation, starts_on, ends_on, but=None):
    # One person is in one organisation once at a time, or an end would not be an end.
    others = Membership.objects.filter(person=person, organisation=organisation)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if ends_on is not None:
        others = others.filter(starts_on__lte=ends_on)
    # In Python, because there are few of them, and the same on both databases.
    if any(other.ends_on is None or other.ends_on >= starts_on for other in others):
        raise ValidationError(
            {"organisation": _("In dieser Zeit besteht dort schon eine Mitgliedschaft dieser Person.")}
        )
