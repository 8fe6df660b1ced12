"""A short string that changes with every recorded event: pages make their ETags of it."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from activity.models import Event
from core.dates import from_database

WINDOW = 1000

_TABLE = Event._meta.db_table
QUERY = (
    f"SELECT max(id), count(*) FROM {_TABLE} "  # noqa: S608
    f"WHERE id > (SELECT coalesce(max(id), 0) - {WINDOW} FROM {_TABLE})"
)


def change_token() -> str:
    """The highest event number and how many of the latest thousand numbers exist: one short index scan.

    The highest number alone would not do: on PostgreSQL numbers are given before the commit, so an event
    with a lower number may appear after one with a higher. Then the highest stays, but the count grows.
    A number that a rollback burnt never appears and so never counts. Two different sets of committed events
    have the same token only if a transaction stays open while a thousand others record events.
    """
    # Every page asks this first, so it goes past the ORM.
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        return text_of(*cursor.fetchone())


def text_of(highest, count) -> str:
    return f"{highest or 0}-{count}"


class LastChange(NamedTuple):
    """The token, and when the newest event was (None in an empty portal): for what has a Last-Modified."""

    change_token: str
    at: dt.datetime | None


def last_change() -> LastChange:
    with connection.cursor() as cursor:
        cursor.execute(QUERY.replace("count(*)", "count(*), max(at)"))
        return last_change_of(*cursor.fetchone())


def last_change_of(highest, count, at) -> LastChange:
    return LastChange(text_of(highest, count), from_database(at))


def beside_a_row():
    """Columns that bring the parts of `last_change_of` along in a query of another table."""
    columns = {"highest": "max(id)", "count": "count(*)", "at": "max(at)"}
    return {
        f"last_change_{name}": RawSQL(QUERY.replace("max(id), count(*)", column, 1), [])  # noqa: S611
        for name, column in columns.items()
    }
