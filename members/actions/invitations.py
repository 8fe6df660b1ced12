import datetime as dt
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken, require
from core.dates import today
from core.locking import lock
from core.validity import require_valid
from members.access import can_accept, can_invite, can_resend, can_withdraw
from members.actions.memberships import create_membership
from members.actions.people import open_account, register_person
from members.actions.saving import require_existing, require_order
from members.models import AccountInvitation, Membership, User
from members.notifications import PortalInvitation

VALID_FOR = dt.timedelta(days=14)
HAS_ACCOUNT = _("Zu dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich zuerst an.")


@transaction.atomic
def invite(
    *,
    email,
    name,
    organisation,
    starts_on,
    ends_on=None,
    is_organiser=False,
    is_admin=False,
    is_contact=False,
    message="",
    by,
) -> AccountInvitation:
    """Mail a link that makes an account and a membership. The same invitation sent twice is one."""
    organisation = lock(organisation)  # two clicks at once wait here
    require(can_invite(by))
    email = email.strip().lower()
    require_existing(organisation)
    require_order(max(starts_on, today()), ends_on)
    fields = {
        "name": name,
        "is_organiser": is_organiser,
        "is_admin": is_admin,
        "is_contact": is_contact,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "message": message,
    }
    pending = AccountInvitation.objects.open().filter(email=email, organisation=organisation).first()
    if pending is not None:
        return _same_or_refuse(pending, fields)
    _require_not_yet_member(email, organisation)
    invitation = AccountInvitation(email=email, organisation=organisation, invited_by=by, **fields)
    require_valid(invitation, "email", "name", "message")
    return _send(invitation, by=by)


@transaction.atomic
def invite_first_admin(*, email, name, organisation) -> AccountInvitation:
    """How a new portal gets its first admin: nobody invites, so there must be no admin yet."""
    organisation = lock(organisation)
    if Membership.objects.lasting_admins().exists():
        raise Overtaken(_("Es gibt schon Admins. Neue Mitglieder laden diese im Portal ein."))
    email = email.strip().lower()
    earlier = AccountInvitation.objects.undecided().filter(
        email=email, organisation=organisation, is_admin=True
    )
    invitation = earlier.first() or AccountInvitation(
        email=email, organisation=organisation, is_admin=True, starts_on=today()
    )
    invitation.name = name
    require_valid(invitation, "email", "name")
    return _send(invitation, by=None)


def _same_or_refuse(pending, fields):
    if all(getattr(pending, field) == value for field, value in fields.items()):
        return pending
    raise ValidationError(
        {
            "email": _(
                "An diese Adresse ist schon eine Einladung für diese Organisation offen. "
                "Senden Sie sie erneut oder ziehen Sie sie zuerst zurück."
            )
        }
    )


def _require_not_yet_member(email, organisation):
    user = User.objects.with_address(email).first()
    if user and user.person.memberships.not_ended().filter(organisation=organisation).exists():
        raise ValidationError({"email": _("Diese Person ist dort schon Mitglied.")})


def _send(invitation, *, by):
    _renew(invitation)
    invitation.save()
    record(
        "members.invited",
        actor=by,
        target=invitation,
        data={"organisation": invitation.organisation.name, "roles": sorted(invitation.roles)},
    )
    _mail(invitation)
    return invitation


def _renew(invitation):
    """A fresh link: older ones stop working."""
    invitation.nonce = secrets.token_urlsafe(24)
    invitation.expires_at = timezone.now() + VALID_FOR


def _mail(invitation):
    PortalInvitation(invitation).to_address(invitation.email, name=invitation.name)


@transaction.atomic
def resend_invitation(*, invitation, by) -> AccountInvitation:
    """Another mail with a new link, valid from now; also for one that has expired."""
    invitation = lock(invitation)
    require(can_resend(by, invitation))
    _renew(invitation)
    invitation.save(update_fields=["nonce", "expires_at", "updated_at"])
    record("members.invitation_resent", actor=by, target=invitation)
    _mail(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation, by) -> AccountInvitation:
    invitation = lock(invitation)
    require(can_invite(by))
    if invitation.withdrawn_at:
        return invitation
    require(can_withdraw(by, invitation))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at", "updated_at"])
    record("members.invitation_withdrawn", actor=by, target=invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation, name="", password=None, language="de", by=None) -> User:
    """Turn an invitation into a membership, once, and into an account when there is none (`by` is None).

    Raises Forbidden when the link is no longer good, or when the address has an account that did not sign in.
    """
    invitation = lock(invitation)
    if by is not None and invitation.accepted_by_id == by.pk:
        return by
    require(can_accept(by, invitation))
    user = by or _new_account(invitation, name or invitation.name, password, language)
    _join(user, invitation)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    record("members.invitation_accepted", actor=user, target=invitation)
    return user


def _new_account(invitation, name, password, language):
    if User.objects.with_address(invitation.email).exists():
        raise Overtaken(HAS_ACCOUNT)
    if password:
        _require_good(password, invitation.email)
    person = register_person(name=name)
    return open_account(person=person, email=invitation.email, password=password, language=language)


def _require_good(password, email):
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from None


def _join(user, invitation):
    """The membership as it was offered, unless the person got it in another way meanwhile."""
    person, organisation = lock(user.person), lock(invitation.organisation)
    if person.memberships.not_ended().filter(organisation=organisation).exists():
        return
    create_membership(
        person=person,
        organisation=organisation,
        is_organiser=invitation.is_organiser,
        is_admin=invitation.is_admin,
        is_contact=invitation.is_contact,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        by=user,
    )
