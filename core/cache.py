"""Django's cache in the database, for counts that must not be lost in silence."""

from contextlib import contextmanager

from django.core.cache.backends import db
from django.db import Error, connections, router, transaction

from core.outages import outage_of


class DatabaseCache(db.DatabaseCache):
    """Raises when the database could not write; Django's answers False, as if somebody else had been faster.

    The limit of attempts would take that for a lock that is never given up, and answer 429 to everybody.
    """

    def add(self, key, value, *args, **kwargs):
        with self._telling_of_outages():
            return super().add(key, value, *args, **kwargs)

    def set(self, key, value, *args, **kwargs):
        with self._telling_of_outages():
            super().set(key, value, *args, **kwargs)

    @contextmanager
    def _telling_of_outages(self):
        """The transaction around Django's own ends here, so that an error of its end is heard as well."""
        database = router.db_for_write(self.cache_model_class)
        met = []

        def listen(execute, *args):
            try:
                return execute(*args)
            except Error as error:
                met.append(error)
                raise

        with transaction.atomic(using=database), connections[database].execute_wrapper(listen):
            yield
            for error in met:
                # Django has swallowed it by now; only an outage is worth more than its answer.
                if outage_of(error):
                    raise error
