"""Sessions in the database as Django keeps them; an outage is not taken for the end of a session."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from core.outages import outage_of


class SessionStore(DatabaseSessions):
    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as refusal:
            # Django takes every error of the database for a session that somebody ended, and answers 400.
            error = refusal.__context__
            if error is not None and outage_of(error):
                raise error from None
            raise
