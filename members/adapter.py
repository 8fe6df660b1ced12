"""Where allauth asks us: no open registration, our words, and mails through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.http import own_path
from core.language import set_language_cookie
from members.actions.links import renew_links
from members.attempts import Attempt
from members.known_browsers import remember_browser
from members.models import User
from members.notifications import ACCOUNT_MAILS
from members.viewers import viewer_for

# What people change in their own account, by the mail that tells them of it.
RECORDED = {
    "account/email/email_changed": "members.address_changed",
    "account/email/password_changed": "members.password_changed",
    "account/email/password_reset": "members.password_changed",
    "account/email/password_set": "members.password_changed",
    "mfa/email/recovery_codes_generated": "members.recovery_codes_made",
    "mfa/email/totp_activated": "members.second_factor_added",
    "mfa/email/totp_deactivated": "members.second_factor_removed",
    "mfa/email/webauthn_added": "members.second_factor_added",
    "mfa/email/webauthn_removed": "members.second_factor_removed",
}
TOO_MANY = _("Zu viele Versuche. Bitte warten Sie ein paar Minuten, oder lassen Sie sich einen Code senden.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist stillgelegt."),
        "cannot_remove_primary_email": _(
            "Die einzige E-Mail-Adresse eines Kontos lässt sich nicht entfernen."
        ),
        "duplicate_email": _("Das ist schon die Adresse Ihres Kontos."),
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen."),
        "email_taken": _("Diese E-Mail-Adresse kann nicht verwendet werden."),
        "enter_current_password": _("Das ist nicht Ihr bisheriges Passwort."),
        "incorrect_code": _("Dieser Code stimmt nicht."),
        "incorrect_password": _("Dieses Passwort stimmt nicht."),
        "invalid_or_expired_key": _("Der Link gilt nicht mehr."),
        "invalid_login": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
        "invalid_password_reset": _("Der Link gilt nicht mehr. Bitte fordern Sie einen neuen Code an."),
        "max_email_addresses": _("Mehr als %d E-Mail-Adressen sind nicht möglich."),
        "too_many_login_attempts": TOO_MANY,
        "unknown_email": _("Bitte prüfen Sie die E-Mail-Adresse."),
        "unverified_primary_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "select_only_one": _("Bitte wählen Sie nur eines aus."),
        "same_as_current": _("Das ist schon so eingetragen."),
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        # Accounts are made by accepting an invitation, and in no other way.
        return False

    def send_mail(self, template_prefix, email, context):
        # Into the outbox: a page that waited for a mail server would also tell which addresses are known.
        mail = ACCOUNT_MAILS[template_prefix]
        moment = context.get("timestamp")
        data = mail.data_from({**context, "timestamp": moment.isoformat() if moment else ""})
        # An address without an account gets its mail too: the page must not tell which addresses are known.
        user = User.objects.with_address(email).select_related("person").first()
        language = user.language if user else get_language()
        with transaction.atomic():
            # Two codes are two mails; the same change told twice is one.
            mail(dedupe=data.get("code") or data.get("timestamp", ""), **data).to_address(
                email, name=str(user or ""), language=language or "de"
            )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        # The mail and the line in the audit log; neither without the other.
        context = context or {}
        with transaction.atomic():
            super().send_notification_mail(template_prefix, user, context, email)
            if template_prefix in RECORDED:
                addresses = [context["from_email"], context["to_email"]] if "from_email" in context else None
                data = {"changes": {"email": addresses}} if addresses else {}
                record(RECORDED[template_prefix], actor=user, target=user, data=data)

    @transaction.atomic
    def confirm_email(self, request, email_address):
        # The new address, the end of the old one, the mail about it and the line in the log: all or none.
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:  # the mails in the old mailbox lead nowhere from now on
            renew_links(user=email_address.user, keeps_calendar=True)
        return is_confirmed

    @transaction.atomic
    def set_password(self, user, password):
        # Changed, set, or set anew: whoever knew the old one has no way left, and no attempts count.
        super().set_password(user, password)
        renew_links(user=user)
        Attempt("password", self.request, user).succeeded()

    def pre_authenticate(self, request, **credentials):
        # Instead of allauth's limit, which counts for an account from wherever the attempts come.
        self.attempt = Attempt("password", request, credentials.get("email", ""))
        self.attempt.begin()

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user is not None:
            self.attempt.succeeded()
        return user

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_browser(response, user)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language != settings.LANGUAGE_CODE:
            set_language_cookie(response, user.language)  # chosen in the profile, so here as well
        return response

    def is_safe_url(self, url):
        """Where allauth may lead people afterwards (»next«): the same rule as everywhere."""
        return bool(own_path(self.request, url))

    def get_login_redirect_url(self, request):
        """Members to their overview; who is no member any more to the own profile, which says so."""
        member = viewer_for(request.user).is_member
        return resolve_url("overview") if member else resolve_url("members:profile")

    def get_password_change_redirect_url(self, request):
        return resolve_url("members:profile")

    def get_reauthentication_methods(self, user):
        words = {
            "reauthenticate": _("Passwort eingeben"),
            "mfa_reauthenticate": _("Code aus der App eingeben"),
            "mfa_reauthenticate:webauthn": _("Passkey verwenden"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words.get(method["id"], "")} for method in methods]


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        """»Überall sonst abmelden«: also out of what opens without signing in."""
        super().end_sessions(sessions)
        renew_links(user=self.request.user)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Bitte schalten Sie vorher den zweiten Faktor aus."),
        "cannot_delete_authenticator": _("Der zweite Faktor lässt sich nicht ausschalten."),
        "cannot_generate_recovery_codes": _("Richten Sie zuerst eine App oder einen Passkey ein."),
        "incorrect_code": _("Dieser Code stimmt nicht."),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def generate_authenticator_name(self, user, type):
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Gerät %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": gettext("Fachgruppe Smart City Jena")}
