"""Who may manage people and organisations, and if not, why not (shown to people: German, whole sentences)."""

from django.utils.translation import gettext_lazy as _

from core.access import ALLOWED, Verdict, deny, overtaken
from members.enums import InvitationState, Role
from members.models import Membership, User
from members.viewers import viewer_for

ONLY_MEMBERS = _("Das Verzeichnis der Mitglieder sehen nur Mitglieder der Fachgruppe.")
ONLY_ADMINS = _("Einladungen, Mitgliedschaften und Organisationen verwalten nur Admins.")
ORGANISERS_ARE_NOT_ADMINS = _(
    "Wer Treffen organisiert, verwaltet damit noch keine Mitgliedschaften: Das dürfen nur Admins."
)
ONLY_MEMBERS_READ_RULES = _("Die Regeln der Fachgruppe lesen nur ihre Mitglieder.")
ONLY_ORGANISERS_CHANGE_RULES = _("Die Regeln der Fachgruppe ändert nur die Organisation der Treffen.")
LAST_ADMIN = _("Die letzte Admin-Mitgliedschaft kann nicht beendet werden.")
LAST_ADMIN_STAYS = _(
    "Sonst hätte das Portal keinen Admin mehr: Diese Mitgliedschaft muss Admin bleiben, schon begonnen haben "
    "und darf kein Ende haben."
)


def organises(user, why_not) -> Verdict:
    """Whether this member is of the Organisation; `User.objects.organisers()` says who all they are."""
    return ALLOWED if viewer_for(user).is_organiser else deny(why_not)


def can_see_directory(user) -> Verdict:
    return ALLOWED if viewer_for(user).is_member else deny(ONLY_MEMBERS)


def can_change_profile(user, person) -> Verdict:
    if user.person_id == person.pk:
        return ALLOWED
    return deny(_("Ein Profil ändert nur die Person selbst."))


def can_manage(user) -> Verdict:
    viewer = viewer_for(user)
    if viewer.is_admin:
        return ALLOWED
    return deny(ORGANISERS_ARE_NOT_ADMINS if viewer.is_organiser else ONLY_ADMINS)


# --- rules of the group ------------------------------------------------------------------------------------


def can_read_rules(user) -> Verdict:
    return ALLOWED if viewer_for(user).is_member else deny(ONLY_MEMBERS_READ_RULES)


def can_change_rules(user) -> Verdict:
    return organises(user, ONLY_ORGANISERS_CHANGE_RULES)


# --- organisations ----------------------------------------------------------------------------------------


def can_close_organisation(user, organisation) -> Verdict:
    verdict = can_manage(user)
    if verdict and organisation.closed_on:
        return overtaken(_("Die Organisation ist schon als aufgelöst vermerkt."))
    if verdict and organisation.memberships.not_ended().exists():
        return overtaken(_("Die Organisation hat noch Mitgliedschaften. Bitte beenden Sie diese zuerst."))
    return verdict


def can_confirm_people(user, organisation) -> Verdict:
    """Once a year the Ansprechperson looks through the people of the own organisation."""
    viewer = viewer_for(user)
    if viewer.is_admin or organisation.pk in viewer.contact_of:
        return ALLOWED
    return deny(_("Die Personen einer Organisation bestätigt nur deren Ansprechperson."))


# --- invitations ------------------------------------------------------------------------------------------


def can_decide_invitation(user, invitation) -> Verdict:
    """Whether it may be sent again or withdrawn: as long as nobody has accepted or withdrawn it."""
    verdict = can_manage(user)
    if verdict and invitation.state == InvitationState.ACCEPTED:
        return overtaken(_("Diese Einladung ist schon angenommen."))
    if verdict and invitation.state == InvitationState.WITHDRAWN:
        return overtaken(_("Diese Einladung ist zurückgezogen."))
    return verdict


def can_accept(user, invitation) -> Verdict:
    """Whoever holds the mailed link may accept; with an account only the one the link was mailed to."""
    if invitation.state == InvitationState.ACCEPTED:
        return overtaken(_("Diese Einladung ist schon angenommen."))
    if invitation.state == InvitationState.WITHDRAWN:
        return overtaken(_("Diese Einladung wurde zurückgezogen."))
    if invitation.state == InvitationState.EXPIRED:
        return overtaken(_("Diese Einladung ist abgelaufen."))
    # A colleague to whom the mail was forwarded must not get the rights by a click in the own account.
    if user is not None and user.is_authenticated and not owns_address(user, invitation.email):
        return deny(_("Diese Einladung ging an eine andere E-Mail-Adresse als die Ihres Kontos."))
    return ALLOWED


def owns_address(user, email) -> bool:
    return User.objects.with_address(email).filter(pk=user.pk).exists()


# --- memberships ------------------------------------------------------------------------------------------


def can_end_membership(user, membership) -> Verdict:
    verdict = can_manage(user)
    if verdict and membership.has_ended:
        return overtaken(_("Diese Mitgliedschaft ist schon beendet."))
    if verdict and is_last_admin(membership):
        return overtaken(LAST_ADMIN)
    return verdict


def is_last_admin(membership) -> bool:
    """Whether nobody else is admin for good."""
    if Role.ADMIN not in membership.roles or not membership.is_current:
        return False  # no admin today, so nothing is lost
    # An admin whose membership has an end is nobody else: one day there would be none left.
    return not Membership.objects.lasting_admins().exclude(pk=membership.pk).exists()
