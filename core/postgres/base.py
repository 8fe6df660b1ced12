"""Django's PostgreSQL with a cheaper look at a kept connection before it is used again."""

from select import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        """A server that goes away says so, and that waits unread: only then it is worth asking."""
        connection = self.connection
        if connection is None or connection.closed:
            return False
        says_something, _writes, _errors = select([connection.fileno()], [], [], 0)
        return super().is_usable() if says_something else True
