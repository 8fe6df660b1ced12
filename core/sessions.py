"""Sessions in the database as Django keeps them; only the reading of one is shorter."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.remembered import remembered


class SessionStore(DatabaseSessions):
    def load(self):
        for session_data, expires_at in _stored(key=self.session_key) if self.session_key else ():
            if expires_at > timezone.now():
                return self.decode(session_data)
        self._session_key = None
        return {}


@remembered
def _stored(*, key):
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
