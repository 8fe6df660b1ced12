"""Who is signed in, read once: for requests into a world whose accounts and memberships stay as they are."""

import pickle
from unittest import mock

from members.backends import AccountBackend


class Accounts:
    """Reading them takes a quarter of a request that is refused."""

    def __init__(self, world):
        read, users = AccountBackend().get_user, world.cast.users.values()
        self._read = {user.pk: pickle.dumps(read(user.pk)) for user in users}

    def kept(self):
        """As the portal reads them; each request gets a copy of its own."""
        return mock.patch.object(
            AccountBackend, "get_user", lambda _backend, key: pickle.loads(self._read[key])
        )
