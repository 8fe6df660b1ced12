"""The file of SQLite may vanish, be exchanged or be locked while processes keep it open."""

import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connections

from core.outages import Outage, outage_of
from core.sqlite.base import DatabaseWrapper
from fachgruppe.env import Environment

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def make(path, word):
    with closing(sqlite3.connect(path)) as file:
        file.executescript(f"CREATE TABLE t (word text); INSERT INTO t VALUES ('{word}');")


@pytest.fixture
def kept(tmp_path):
    """A connection as a thread of the portal keeps it, to a file that was there at the start."""
    make(tmp_path / "portal.sqlite3", "old")
    database = connections["default"].settings_dict | Environment({}).database(tmp_path)
    database["OPTIONS"] = database["OPTIONS"] | {"timeout": 0}
    wrapper = DatabaseWrapper(database, "other")
    ask(wrapper)
    yield wrapper
    wrapper.close()


def ask(wrapper, sql="SELECT word FROM t"):
    wrapper.close_if_unusable_or_obsolete()  # as at the beginning of each request
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def refused(wrapper, sql):
    with pytest.raises(OperationalError) as refusal:
        ask(wrapper, sql)
    return outage_of(refusal.value)


def test_a_file_that_vanished_swallows_nothing_and_is_not_made_anew(kept, tmp_path):
    (tmp_path / "portal.sqlite3").rename(tmp_path / "elsewhere")
    for _ in range(2):
        assert refused(kept, "INSERT INTO t VALUES ('new')") == Outage.STORAGE
    assert not (tmp_path / "portal.sqlite3").exists()
    (tmp_path / "elsewhere").rename(tmp_path / "portal.sqlite3")
    assert ask(kept) == [("old",)]


def test_a_file_that_was_put_in_its_place_is_read_at_once(kept, tmp_path):
    make(tmp_path / "restored", "restored")
    (tmp_path / "restored").rename(tmp_path / "portal.sqlite3")
    assert ask(kept) == [("restored",)]


def test_the_same_file_keeps_its_connection(kept):
    before = kept.connection
    ask(kept)
    assert kept.connection is before


def test_who_starts_without_a_file_makes_one(tmp_path):
    database = connections["default"].settings_dict | Environment({}).database(tmp_path)
    wrapper = DatabaseWrapper(database, "other")
    assert ask(wrapper, "SELECT 1") == [(1,)]
    wrapper.close()


def test_a_writer_in_the_way_is_an_outage(kept, tmp_path):
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert refused(kept, "INSERT INTO t VALUES ('new')") == Outage.DATABASE
    assert ask(kept, "INSERT INTO t VALUES ('new')") == []


@pytest.mark.parametrize("limit", ["PRAGMA query_only=1", "PRAGMA max_page_count=1"])
def test_what_cannot_be_written_is_an_outage(kept, limit):
    ask(kept, limit)
    assert refused(kept, f"INSERT INTO t VALUES ('{'long' * 5000}')") == Outage.STORAGE
    assert ask(kept) == [("old",)]


def test_a_mistake_in_a_query_is_none(kept):
    assert refused(kept, "SELECT nothing FROM t") is None
