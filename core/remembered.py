"""Queries whose SQL is written once. Writing it takes Django five to ten times as long as running it."""

import datetime as dt
from collections.abc import Callable
from copy import copy
from functools import lru_cache, update_wrapper
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import connections

from core.numbers import LARGEST_KEY

PER_QUERY = 64  # keys whose SQL is kept, per query and process


def remembered(write: Callable) -> Callable:
    """Make `write` a function that returns rows instead of the queryset it writes.

    Positional arguments are the key (the viewer, the day): whatever else decides how the query looks must be
    among them. Keyword arguments (numbers, texts, moments, lists of numbers) only fill places in it.

    Remembered is the wording of the question, never an answer: every call asks the database, so a change by
    anybody is seen at once, and the rule about seeing is that of the queryset which `write` builds.
    """

    @lru_cache(maxsize=PER_QUERY)
    def statement(key, shape):
        places = dict(_places(shape))
        return _Statement(write(*key, **places), places)

    def ask(*key, **values):
        values = {name: _filled(value) for name, value in values.items()}
        if any(isinstance(value, int) and abs(value) > LARGEST_KEY for value in values.values()):
            return []
        return statement(key, tuple(map(_shape, values.items()))).rows(values)

    return update_wrapper(ask, write)


def _filled(value):
    """Lists grow to the next power of two by saying their last number again: fewer different statements."""
    if isinstance(value, str | dt.datetime):
        return value
    if not isinstance(value, list):
        return int(value)
    if not value:
        return [-1]
    size = 1 << (len(value) - 1).bit_length()
    return value + value[-1:] * (size - len(value))


def _shape(item):
    name, value = item
    return name, type(value), len(value) if isinstance(value, list) else 1


def _places(shape):
    """Stand-ins that no row of ours has: they mark in the SQL where the values of a call belong."""
    number = -404_000_000
    for name, kind, length in shape:
        numbers = [number - at for at in range(length)]
        number -= length
        moment = dt.datetime(1, 1, 1, tzinfo=dt.UTC) - dt.timedelta(seconds=numbers[0])
        yield name, {list: numbers, int: numbers[0], str: f"place{numbers[0]}"}.get(kind, moment)


class _Statement:
    """SQL with its places, and what is needed to read the rows: a compiler that has done its work."""

    def __init__(self, queryset, places):
        self.db, self.model, self.fields = queryset.db, queryset.model, queryset._fields
        self.iterable = queryset._iterable_class
        self.compiler = queryset.query.get_compiler(using=self.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        self._forget_the_work()
        self.params = list(params)
        self.filling = self._filling(places)

    def _forget_the_work(self):
        """What reading needs is found once; the tree of the query is of some size and no longer needed."""
        columns = [column[0] for column in (self.compiler.select or [])[: self.compiler.col_count]]
        converters = self.compiler.get_converters(columns)
        if self.compiler.has_extra_select or self.compiler.has_composite_fields(columns):
            raise ValueError("This query needs more than its SQL.")
        self.compiler.get_converters = lambda _columns: converters
        self.compiler.has_composite_fields = lambda _columns: False
        self.compiler.query = self.compiler.where = self.compiler.having = self.compiler.qualify = None

    def _filling(self, places):
        """(position among the parameters, name, index in the list or None)"""
        wanted: dict = {}
        for name, place in places.items():
            marks = place if isinstance(place, list) else [self._stored(place)]
            wanted |= {mark: (name, at if marks is place else None) for at, mark in enumerate(marks)}
        found = [
            (at, *wanted[param])
            for at, param in enumerate(self.params)
            if isinstance(param, int | str | dt.datetime) and param in wanted
        ]
        if self.sql and {(name, at) for _position, name, at in found} != set(wanted.values()):
            raise ValueError("A value does not stand in the query as it was given.")
        return found

    def _stored(self, value):
        """As the database keeps it."""
        is_moment = isinstance(value, dt.datetime)
        return connections[self.db].ops.adapt_datetimefield_value(value) if is_moment else value

    def rows(self, values) -> list:
        if not self.sql:
            return []
        params = self.params.copy()
        for position, name, at in self.filling:
            params[position] = self._stored(values[name]) if at is None else values[name][at]
        connection, compiler = connections[self.db], copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_options: [self._fetched(connection, params)]
        query = SimpleNamespace(get_compiler=lambda *_args, **_options: compiler)
        asked = SimpleNamespace(
            db=self.db, model=self.model, query=query, _fields=self.fields, _known_related_objects={}
        )
        return list(self.iterable(asked))

    def _fetched(self, connection, params):
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()
