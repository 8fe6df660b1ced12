from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Mitglieder"

    def ready(self):
        """Put off fido2 and cryptography: ten megabytes in every process, for few requests about passkeys.

        allauth puts off its other uses of cryptography by this very class, but imports fido2 with the
        addresses and with every sign-in. All its modules reach fido2 through `auth`, so that one is put off,
        before any of them loads.
        """
        from allauth.core.internal.deferred import LazyModule
        from allauth.mfa.webauthn import internal

        internal.auth = LazyModule("allauth.mfa.webauthn.internal.auth")
