"""Where Django and allauth ask who somebody is."""

from allauth.account.auth_backends import AuthenticationBackend

from members.models import User


class AccountBackend(AuthenticationBackend):
    """allauth's, which reads the account of a session together with the memberships its rights hang on."""

    def get_user(self, user_id):
        user = User.objects.with_memberships(pk=user_id)
        # An account that is switched off is signed out with its next request, as Django's backend has it.
        return user if user is not None and self.user_can_authenticate(user) else None
