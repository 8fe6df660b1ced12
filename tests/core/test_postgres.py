"""A connection that the server has closed is replaced before anybody notices."""

import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose"),
    pytest.mark.database,
]


@pytest.fixture
def kept(transactional_db):
    """A connection of its own, as a thread keeps it between two requests."""
    other = connections["default"].copy()
    other.ensure_connection()
    yield other
    other.close()


def process_of(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_good_one_is_kept_without_a_question(kept, django_assert_num_queries):
    with django_assert_num_queries(0, connection=kept):
        assert kept.is_usable()


def test_one_that_the_server_closed_is_replaced(kept):
    before = process_of(kept)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    assert not kept.is_usable()
    kept.health_check_enabled, kept.health_check_done = True, False
    assert process_of(kept) != before
