"""allauth's forms in our words: labels and hints are ours, placeholders are gone, the rules stay theirs."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.forms import KernMixin
from members.attempts import Attempt
from members.forms.profile import PASSWORD_RULES

ADDRESS = _("E-Mail-Adresse")
CODE = _("Code aus der Mail")
APP_CODE = _("Code aus der App")
APP_OR_RECOVERY_CODE = _("Code aus der App oder Wiederherstellungscode")


FORGOTTEN = lazy(render_to_string, str)("account/forgotten.html")


class OurWords(KernMixin):
    """First in the bases of a form: `labels` and `hints` by field name."""

    labels: dict = {}
    hints: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class OnePassword(OurWords):
    """A new password is typed once: browsers and password managers fill the rest, and it can be reset."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class LoginForm(OurWords, account.LoginForm):
    labels = {
        "login": ADDRESS,
        "password": _("Passwort"),
        "remember": _("Auf diesem Gerät angemeldet bleiben"),
    }
    hints = {"password": FORGOTTEN}


class RequestLoginCodeForm(OurWords, account.RequestLoginCodeForm):
    no_error_summary = True
    labels = {"email": ADDRESS}

    def __init__(self, data=None, *args, **kwargs):
        # »Code zusenden« beside the password sends the sign-in form: the address is in its field.
        if data is not None and "login" in data and "email" not in data:
            data = {**data.dict(), "email": data["login"]}
        super().__init__(data, *args, **kwargs)

    def clean_email(self):
        email = super().clean_email()
        Attempt("code", context.request, email).begin()
        return email


class ConfirmLoginCodeForm(OurWords, account.ConfirmLoginCodeForm):
    no_error_summary = True
    labels = {"code": CODE}


class ConfirmAddressForm(OurWords, account.ConfirmEmailVerificationCodeForm):
    no_error_summary = True
    labels = {"code": CODE}


class ConfirmPasswordResetCodeForm(OurWords, account.ConfirmPasswordResetCodeForm):
    no_error_summary = True
    labels = {"code": CODE}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    no_error_summary = True
    labels = {"email": ADDRESS}

    def clean_email(self):
        email = super().clean_email()
        Attempt("reset", context.request, email).begin()
        return email


class NewPasswordForm(OnePassword, account.ResetPasswordKeyForm):
    labels = {"password1": _("Neues Passwort")}
    hints = {"password1": PASSWORD_RULES}


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):
    labels = {"oldpassword": _("Bisheriges Passwort"), "password1": _("Neues Passwort")}
    hints = {"oldpassword": FORGOTTEN, "password1": PASSWORD_RULES}


class SetPasswordForm(OnePassword, account.SetPasswordForm):
    labels = {"password1": _("Neues Passwort")}
    hints = {"password1": PASSWORD_RULES}


class ChangeAddressForm(OurWords, account.AddEmailForm):
    no_error_summary = True
    labels = {"email": _("Neue E-Mail-Adresse")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    no_error_summary = True
    labels = {"password": _("Passwort")}
    hints = {"password": FORGOTTEN}


class CountedCode(OurWords):
    """Six digits can be guessed by whoever knows the password: counted like passwords, only more strictly."""

    no_error_summary = True
    labels = {"code": APP_OR_RECOVERY_CODE}

    def clean_code(self):
        attempt = Attempt("factor", context.request, self.user)
        attempt.begin()
        code = super().clean_code()  # type: ignore[misc]
        attempt.succeeded()
        return code


class SecondFactorForm(CountedCode, mfa.AuthenticateForm):
    pass


class ReauthenticateWithCodeForm(CountedCode, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(OurWords, totp.ActivateTOTPForm):
    no_error_summary = True
    labels = {"code": APP_CODE}
    hints = {"code": _("Sechs Ziffern; die App zeigt alle 30 Sekunden neue.")}


class ReadableAnswer:
    """First in the bases: what a device answers is JSON of any shape, and the library reads it trustingly."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = DeviceField(widget=forms.HiddenInput)  # type: ignore[attr-defined]

    def clean_credential(self):
        cleaner = getattr(super(), "clean_credential", None)
        with readable_answer():
            return cleaner() if cleaner else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    def clean(self):
        with readable_answer():
            return super().clean()  # type: ignore[misc]


class DeviceField(forms.JSONField):
    def to_python(self, value):
        with readable_answer():  # also of a number with thousands of digits, and of brackets without end
            return super().to_python(value)

    def bound_data(self, data, initial):
        return None  # hidden, and answered anew by the device each time


@contextmanager
def readable_answer():
    try:
        yield
    except (TypeError, KeyError, ValueError, AttributeError, RecursionError, struct.error) as error:
        raise ValidationError(
            _("Das Gerät hat keine gültige Antwort gegeben. Bitte versuchen Sie es noch einmal.")
        ) from error


class LoginPasskeyForm(ReadableAnswer, webauthn.LoginWebAuthnForm):
    pass


class SecondPasskeyForm(ReadableAnswer, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(ReadableAnswer, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(OurWords, ReadableAnswer, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name des Geräts"), "passwordless": _("Damit ganz ohne Passwort anmelden (Passkey)")}
    hints = {
        "name": _("Zum Beispiel »Diensthandy«. So erkennen Sie es später wieder."),
        "passwordless": _(
            "Empfohlen für Handy und Rechner mit Fingerabdruck, Gesicht oder PIN. Ohne Haken ist es ein "
            "zweiter Faktor neben dem Passwort."
        ),
    }

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class EditPasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    no_error_summary = True
    labels = {"name": _("Name des Geräts")}
