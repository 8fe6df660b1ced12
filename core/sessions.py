"""Sessions in the database as Django keeps them; an outage is not taken for the end of a session."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils import timezone

from core.dates import from_database
from core.outages import outage_of


class SessionStore(DatabaseSessions):
    def load(self):
        # Every page asks this first, so it goes past the ORM; what is no session any more is left to Django.
        with connection.cursor() as cursor:
            table = self.get_model_class()._meta.db_table
            cursor.execute(
                f"SELECT session_data, expire_date FROM {table} WHERE session_key = %s",  # noqa: S608
                [self.session_key],
            )
            row = cursor.fetchone()
        if row is None or from_database(row[1]) <= timezone.now():
            return super().load()
        return self.decode(row[0])

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as refusal:
            # Django takes every error of the database for a session that somebody ended, and answers 400.
            error = refusal.__context__
            if error is not None and outage_of(error):
                raise error from None
            raise
