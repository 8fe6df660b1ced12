"""Mails about getting in: the invitation to the portal, and what allauth tells people about their account."""

import datetime as dt

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.dates import day, stamp
from members.enums import ROLE_ORDER, Role
from members.models import AccountInvitation

GROUP = _("Konto")


class PortalInvitation(Notification):
    kind = "members.invitation"
    label = _("Einladung ins Portal der Fachgruppe Smart City")
    group = GROUP
    why = _(
        "Sie erhalten diese Nachricht einmalig, weil jemand Sie in die Fachgruppe Smart City eingeladen hat. "
        "Ohne Ihr Zutun wird kein Konto angelegt."
    )
    button = _("Einladung annehmen")
    essential = True

    def load(self, recipient):
        # Only an invitation that is still open; it goes to an address, not to an account.
        rows = AccountInvitation.objects.open().select_related("organisation", "invited_by__person")
        return rows.filter(pk=self.target_id).first()

    def subject(self):
        return gettext("Einladung ins Portal der Fachgruppe Smart City Jena")

    def paragraphs(self):
        if self.target.invited_by is None:  # the first admin: the portal itself invites
            who = gettext("Sie sind eingeladen, das Portal der Fachgruppe Smart City Jena einzurichten.")
        else:
            who = gettext("%(name)s lädt Sie ein, im Portal der Fachgruppe Smart City Jena mitzuarbeiten.")
            who %= {"name": self.target.invited_by.get_full_name()}
        return [
            who,
            gettext(
                "Im Portal finden Sie Termine, Tagesordnungen und Protokolle der Treffen, sammeln mit den "
                "anderen Themen und schreiben Kommentare."
            ),
            gettext(
                "Der Link gilt bis zum %(day)s und nur einmal. Wenn Sie nicht teilnehmen möchten, brauchen "
                "Sie nichts zu tun."
            )
            % {"day": day(self.target.expires_at)},
        ]

    def quote(self):
        return self.target.message

    def facts(self):
        organisation = self.target.organisation
        facts = [(gettext("Organisation"), organisation.name)]
        if organisation.is_pillar:
            facts.append((gettext("Säule"), organisation.get_kind_display()))
        facts.append((gettext("Rollen"), ", ".join(role_names(self.target))))
        if self.target.ends_on:
            facts.append((gettext("Befristet bis"), day(self.target.ends_on)))
        return facts

    def thread(self):
        return f"members.invitation.{self.target_id}"


def role_names(row) -> list[str]:
    """The roles of a membership or an invitation in German, in a fixed order."""
    return [str(Role(role).label) for role in ROLE_ORDER if role in row.roles]


# --- mails of the sign-in ---------------------------------------------------------------------------------


class AccountMail(Notification):
    """What allauth would send itself goes through the outbox, so that no page waits for a mail server."""

    group = GROUP
    essential = True
    why = _("Sie erhalten diese Nachricht, weil sie die Sicherheit Ihres Kontos betrifft.")
    button = _("Zum Konto")
    title = _("Ihr Konto")
    page = "/profil/"  # to which the button leads
    keeps: tuple[str, ...] = ()  # what of allauth's context the mail needs

    def load(self, recipient):
        return self

    @classmethod
    def data_from(cls, context) -> dict:
        return {name: str(context[name]) for name in cls.keeps if name in context}

    def subject(self):
        return str(self.title)

    def url(self):
        return self.page

    def thread(self):
        return f"account.{self.kind}"


class CodeMail(AccountMail):
    """A short-lived code. Once it has expired it is not worth sending any more."""

    template = "members/code"
    secret = True  # the outbox forgets the data once the mail is gone
    keeps = ("code",)
    lives = dt.timedelta(minutes=10)
    sentence = _("Ihr Code lautet:")

    @classmethod
    def data_from(cls, context):
        return super().data_from(context) | {"until": (timezone.now() + cls.lives).isoformat()}

    def load(self, recipient):
        until = self.data.get("until")
        return self if until and dt.datetime.fromisoformat(until) > timezone.now() else None

    def context(self, recipient):
        return {"code": self.data["code"], "sentence": self.sentence}


class LoginCode(CodeMail):
    kind = "account.login_code"
    label = title = _("Ihr Code für die Anmeldung")
    sentence = _("Mit diesem Code melden Sie sich im Portal an:")
    why = _("Sie erhalten diese Nachricht, weil jemand mit dieser Adresse einen Code angefordert hat.")


class PasswordResetCode(CodeMail):
    kind = "account.password_reset_code"
    label = title = _("Ihr Code für ein neues Passwort")
    sentence = _("Mit diesem Code setzen Sie ein neues Passwort:")
    why = _("Sie erhalten diese Nachricht, weil jemand für dieses Konto ein neues Passwort setzen möchte.")


class AddressCode(CodeMail):
    kind = "account.address_code"
    label = title = _("Ihre neue E-Mail-Adresse bestätigen")
    sentence = _("Mit diesem Code bestätigen Sie diese Adresse für Ihr Konto im Portal:")
    why = _("Sie erhalten diese Nachricht, weil jemand diese Adresse in einem Konto eingetragen hat.")


class AddressInUse(AccountMail):
    kind = "account.address_in_use"
    label = title = _("Diese Adresse hat schon ein Konto")
    page = "/konto/login/"

    def paragraphs(self):
        return [
            gettext(
                "Jemand wollte diese E-Mail-Adresse im Portal eintragen. Zu ihr gibt es schon ein Konto; "
                "daran hat sich nichts geändert."
            ),
            gettext("Waren Sie das? Dann melden Sie sich mit dieser Adresse an oder setzen ein Passwort."),
        ]


class AccountChange(AccountMail):
    """Something about the sign-in changed: said at once, with where it came from."""

    page = "/konto/password/change/"
    keeps: tuple[str, ...] = ("ip", "user_agent", "timestamp")
    sentence = _("An Ihrem Konto wurde etwas geändert.")
    consequence: str | Promise = ""

    def paragraphs(self):
        return [
            str(self.sentence) % self.data,
            *filter(None, [str(self.consequence)]),
            gettext(
                "Waren Sie das nicht? Dann setzen Sie bitte gleich ein neues Passwort und melden Sie sich "
                "bei uns."
            ),
        ]

    def facts(self):
        moment = self.data.get("timestamp")
        facts = [
            (gettext("Zeitpunkt"), stamp(dt.datetime.fromisoformat(moment)) if moment else ""),
            (gettext("Internetadresse"), self.data.get("ip")),
            (gettext("Browser"), self.data.get("user_agent")),
        ]
        return [fact for fact in facts if fact[1]]


LINKS_ARE_OVER = _(
    "Persönliche Links aus früheren Mails und die Adresse Ihres Kalenders gelten nicht mehr. Wenn Ihr "
    "Kalenderprogramm sie abonniert hat, legen Sie im Profil unter »Mein Kalender« eine neue an."
)


class PasswordChanged(AccountChange):
    consequence = LINKS_ARE_OVER
    kind = "account.password_changed"
    label = title = _("Ihr Passwort wurde geändert")
    sentence = _("Das Passwort Ihres Kontos wurde geändert.")


class PasswordSet(AccountChange):
    consequence = LINKS_ARE_OVER
    kind = "account.password_set"
    label = title = _("Ihr Konto hat jetzt ein Passwort")
    sentence = _("Für Ihr Konto wurde ein Passwort gesetzt.")


class PasswordReset(AccountChange):
    consequence = LINKS_ARE_OVER
    kind = "account.password_reset"
    label = title = _("Ihr Passwort wurde neu gesetzt")
    sentence = _("Für Ihr Konto wurde mit einem Code ein neues Passwort gesetzt.")


class AddressChanged(AccountChange):
    kind = "account.address_changed"
    label = title = _("Ihre E-Mail-Adresse wurde geändert")
    sentence = _("Die E-Mail-Adresse Ihres Kontos wurde von %(from_email)s in %(to_email)s geändert.")
    consequence = _("Persönliche Links aus Mails an die bisherige Adresse gelten nicht mehr.")
    keeps = (*AccountChange.keeps, "from_email", "to_email")


class AddressConfirmed(AccountChange):
    kind = "account.address_confirmed"
    label = title = _("Ihre E-Mail-Adresse ist bestätigt")
    sentence = _("Die E-Mail-Adresse Ihres Kontos ist bestätigt.")


class AddressRemoved(AccountChange):
    kind = "account.address_removed"
    label = title = _("Eine E-Mail-Adresse wurde entfernt")
    sentence = _("Die E-Mail-Adresse %(deleted_email)s wurde aus Ihrem Konto entfernt.")
    keeps = (*AccountChange.keeps, "deleted_email")


class RecoveryCodesMade(AccountChange):
    kind = "account.recovery_codes"
    label = title = _("Neue Wiederherstellungscodes")
    sentence = _("Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt; ältere gelten nicht mehr.")


class AppActivated(AccountChange):
    kind = "account.app_activated"
    label = title = _("Anmeldung mit App eingeschaltet")
    sentence = _("Für Ihr Konto ist jetzt eine App eingerichtet, die bei der Anmeldung Codes erzeugt.")


class AppDeactivated(AccountChange):
    kind = "account.app_deactivated"
    label = title = _("Anmeldung mit App ausgeschaltet")
    sentence = _("Die App, die Codes für die Anmeldung erzeugt, wurde von Ihrem Konto getrennt.")


class PasskeyAdded(AccountChange):
    kind = "account.passkey_added"
    label = title = _("Neuer Passkey")
    sentence = _("Für Ihr Konto wurde ein Passkey oder Sicherheitsschlüssel eingerichtet.")


class PasskeyRemoved(AccountChange):
    kind = "account.passkey_removed"
    label = title = _("Passkey entfernt")
    sentence = _("Ein Passkey oder Sicherheitsschlüssel wurde von Ihrem Konto entfernt.")


ACCOUNT_MAILS: dict[str, type[AccountMail]] = {
    "account/email/account_already_exists": AddressInUse,
    "account/email/email_changed": AddressChanged,
    "account/email/email_confirm": AddressConfirmed,
    "account/email/email_confirmation": AddressCode,
    "account/email/email_confirmation_signup": AddressCode,
    "account/email/email_deleted": AddressRemoved,
    "account/email/login_code": LoginCode,
    "account/email/password_changed": PasswordChanged,
    "account/email/password_reset": PasswordReset,
    "account/email/password_reset_code": PasswordResetCode,
    "account/email/password_set": PasswordSet,
    "mfa/email/recovery_codes_generated": RecoveryCodesMade,
    "mfa/email/totp_activated": AppActivated,
    "mfa/email/totp_deactivated": AppDeactivated,
    "mfa/email/webauthn_added": PasskeyAdded,
    "mfa/email/webauthn_removed": PasskeyRemoved,
}
