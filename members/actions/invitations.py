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
from members.access import can_accept, can_decide_invitation, can_manage
from members.actions.memberships import OFFERED, create_membership
from members.actions.people import open_account, register_person
from members.actions.saving import require_existing, require_order
from members.models import AccountInvitation, Membership, User
from members.notifications import PortalInvitation

VALID_FOR = dt.timedelta(days=14)
STILL_OPEN = _(
    "An diese Adresse ist schon eine Einladung für diese Organisation offen. "
    "Senden Sie sie erneut oder ziehen Sie sie zuerst zurück."
)
HAS_ACCOUNT = _("Zu dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich zuerst an.")


@transaction.atomic
def invite(*, invitation, by) -> AccountInvitation:
    """Mail a link that makes an account and a membership: those of `invitation`, which nobody has saved yet.

    The same invitation sent twice is one.
    """
    organisation = lock(invitation.organisation)  # two clicks at once wait here
    require(can_manage(by))
    invitation.email = invitation.email.strip().lower()
    require_existing(organisation)
    invitation.organisation = organisation  # as it is now, not as the form found it
    require_order(max(invitation.starts_on, today()), invitation.ends_on)
    # The same invitation once more is a second click; another one needs a decision about the first.
    same_place = {"email": invitation.email, "organisation": organisation}
    pending = AccountInvitation.objects.open().filter(**same_place).first()
    if pending is not None:
        said = ("name", "message", *OFFERED)
        if any(getattr(pending, name) != getattr(invitation, name) for name in said):
            raise ValidationError({"email": STILL_OPEN})
        return pending
    user = User.objects.with_address(invitation.email).first()
    if user and user.person.memberships.not_ended().filter(organisation=organisation).exists():
        raise ValidationError({"email": _("Diese Person ist dort schon Mitglied.")})
    invitation.invited_by = by
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


def _send(invitation, *, by):
    _renew(invitation)
    invitation.save()
    data = {"organisation": invitation.organisation.name, "roles": sorted(invitation.roles)}
    record("members.invited", actor=by, target=invitation, data=data)
    PortalInvitation(invitation).to_address(invitation.email, name=invitation.name)
    return invitation


def _renew(invitation):
    """A fresh link: older ones stop working."""
    invitation.nonce = secrets.token_urlsafe(24)
    invitation.expires_at = timezone.now() + VALID_FOR


@transaction.atomic
def resend_invitation(*, invitation, by) -> AccountInvitation:
    """Another mail with a new link, valid from now; also for one that has expired."""
    invitation = lock(invitation)
    require(can_decide_invitation(by, invitation))
    _renew(invitation)
    invitation.save(update_fields=["nonce", "expires_at", "updated_at"])
    record("members.invitation_resent", actor=by, target=invitation)
    PortalInvitation(invitation).to_address(invitation.email, name=invitation.name)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation, by) -> AccountInvitation:
    invitation = lock(invitation)
    require(can_manage(by))
    if invitation.withdrawn_at:
        return invitation
    require(can_decide_invitation(by, invitation))
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
    if by is not None and invitation.accepted_by_id == by.pk:  # a second click
        return by
    require(can_accept(by, invitation))
    user = by
    if user is None:
        if User.objects.with_address(invitation.email).exists():
            raise Overtaken(HAS_ACCOUNT)
        if password:  # without one, codes are mailed for each sign-in
            try:
                validate_password(password, User(email=invitation.email))
            except ValidationError as error:
                raise ValidationError({"password": error.messages}) from None
        person = register_person(name=name or invitation.name)
        user = open_account(person=person, email=invitation.email, password=password, language=language)
    person, organisation = lock(user.person), lock(invitation.organisation)
    # The membership as it was offered, unless the person got it in another way meanwhile.
    if not person.memberships.not_ended().filter(organisation=organisation).exists():
        offered = {name: getattr(invitation, name) for name in OFFERED}
        membership = Membership(person=person, organisation=organisation, **offered)
        create_membership(membership=membership, by=user)
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    record("members.invitation_accepted", actor=user, target=invitation)
    return user
