import datetime as dt
import gc
import hashlib
import os
import subprocess
import sys
import threading

import pytest
import time_machine
from django.core.cache import cache, caches
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import translation

from core import repeats
from core.dates import local
from documents import pdf
from tests.fixtures_mail import mailbox, worker  # noqa: F401
from tests.personas import make_cast, signed_in

NOW = local(dt.date(2025, 7, 1), dt.time(10))


def call(what, **given):
    return what(**given)


# The interpreter takes memory for the variables of functions in pieces of 16 kB and gives each back at once:
# where a loop calls across the edge of one, the system is asked at every call. This one takes 2 MB for all.
call.__code__ = call.__code__.replace(co_stacksize=140_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """A tenth less time for every test that asks for a page."""
    rest = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return call(rest, session=session)


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector need not look at it again after every page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """What the fuzzer says of itself (tests/fuzz): its reach, and how much it sent."""
    said = [pair for report in terminalreporter.getreports("passed") for pair in report.user_properties]
    sent = sum(value for name, value in said if name == "bad values")
    for name, value in said:
        if name == "reached":
            terminalreporter.write_line(f"fuzzer: {value}")
    if sent:
        terminalreporter.write_line(f"fuzzer: {sent} bad values in submissions")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Rows for the permissions of Django, which nobody here asks for, are not made anew after each flush."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder of all processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def is_first(shared):
    """`is_first("a kind of field")` is true once, whichever of the processes asks first."""
    folder = shared / "claimed"
    folder.mkdir(exist_ok=True)
    known = set()

    def claim(*what):
        if what in known:
            return False
        known.add(what)
        name = hashlib.sha256(repr(what).encode()).hexdigest()
        try:
            os.close(os.open(f"{folder}/{name}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    return claim


@pytest.fixture(scope="session", autouse=True)
def _each_paper_is_set_once(shared):
    """The same paper gives the same bytes (tests/documents): whoever asks first, sets it."""
    folder = shared / "papers"
    folder.mkdir(exist_ok=True)

    class Kept:
        """What pdf.py takes from the module »subprocess«."""

        TimeoutExpired = subprocess.TimeoutExpired

        @staticmethod
        def run(command, **how):
            paper = folder / hashlib.sha256(repr((command, how["input"])).encode()).hexdigest()
            if paper.exists():
                return subprocess.CompletedProcess(command, 0, stdout=paper.read_bytes())
            done = subprocess.run(command, **how)
            if done.returncode == 0:
                part = paper.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
                part.write_bytes(done.stdout)
                part.rename(paper)
            return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "subprocess", Kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_a_first_click():
    """A form refused with 409 waits for the answer of a click before it; here one comes after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repeats, "PAUSE", 0)
        yield


@pytest.fixture(autouse=True)
def _empty_cache(request):
    """Rate limits live in the cache; one test's attempts must not count for the next."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture(autouse=True)
def _pages_made_anew(request):
    """Parts of pages are kept under the newest event. What a test writes past the actions records none.

    What happens inside of a request does: there nothing is helped, so that a missing event is found.
    """
    if "db" not in request.fixturenames and "transactional_db" not in request.fixturenames:
        yield
        return
    serving = []

    def begin(**_signal):
        serving.append(True)

    def forget(execute, sql, *rest):
        if not serving and not sql.startswith("SELECT"):
            caches["pages"].clear()
        return execute(sql, *rest)

    def end(**_signal):
        serving.clear()

    caches["pages"].clear()
    request_started.connect(begin)
    request_finished.connect(end)
    with connection.execute_wrapper(forget):
        yield
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture(autouse=True)
def _language_of_the_house():
    """An English page leaves its language in the thread; the next test begins in German."""
    yield
    translation.deactivate()


@pytest.fixture
def clock():
    """Time stands at 1 July 2025, 10:00 in Jena; `clock.shift(…)` and `clock.move_to(…)` move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db, clock):
    """Every persona, with the former member already gone."""
    return make_cast()


@pytest.fixture
def client_of(cast):
    """`client_of("member_city")` is a signed-in browser of that persona."""

    return lambda persona: Client() if persona == "anonymous" else signed_in(cast.users[persona])
