"""Sessions in the database as Django keeps them; reading one is shorter, and an outage is not mistaken."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.outages import outage_of
from core.remembered import remembered


class SessionStore(DatabaseSessions):
    def load(self):
        for session_data, expires_at in _stored(key=self.session_key) if self.session_key else ():
            if expires_at > timezone.now():
                return self.decode(session_data)
        self._session_key = None
        return {}

    def save(self, must_create=False):
        """Django takes every error of the database for a session that somebody ended, and answers 400."""
        try:
            super().save(must_create)
        except UpdateError as refusal:
            error = refusal.__context__
            if error is not None and outage_of(error):
                raise error from None
            raise


@remembered
def _stored(*, key):
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
