"""Where Django and allauth ask who somebody is."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend

from core.queries import WrittenQuery
from members.models import Membership, Organisation, Person, User

# All memberships: which of them are in force today is asked of each, as everywhere.
_ACCOUNT = """
    SELECT {account}, {person}, {membership}, {organisation} FROM {account_table} account
    JOIN {person_table} person ON person.id = account.person_id
    LEFT JOIN {membership_table} membership ON membership.person_id = person.id
    LEFT JOIN {organisation_table} organisation ON organisation.id = membership.organisation_id
    WHERE account.id = %s ORDER BY membership.id
"""


class AccountBackend(AuthenticationBackend):
    """allauth's, which reads the account of a session together with the memberships its rights hang on."""

    def get_user(self, user_id):
        user = account_with_memberships(user_id)
        # An account that is switched off is signed out with its next request, as Django's backend has it.
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _query():
    return WrittenQuery(
        _ACCOUNT, account=User, person=Person, membership=Membership, organisation=Organisation
    )


def account_with_memberships(user_id):
    """Return what `User.objects.with_memberships(pk=user_id)` returns, for the price of one short query."""
    rows = _query().ask(user_id)
    if not rows:
        return None
    user, user.person = rows[0][:2]
    user.active_memberships = []
    for _user, _person, membership, organisation in rows:
        if membership is not None and membership.is_current:
            membership.person, membership.organisation = user.person, organisation
            user.active_memberships.append(membership)
    return user
