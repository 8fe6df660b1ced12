"""One world for the whole folder: it takes some seconds to build, and every request is taken back."""

import hashlib

import pytest
import time_machine
from django.core.cache import cache

from tests.access.conftest import Portal, taken_back
from tests.conftest import NOW
from tests.personas import make_cast
from tests.world import make_world


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), taken_back():
        cache.clear()
        yield Portal(make_world(make_cast()))


@pytest.fixture(scope="session")
def is_first(tmp_path_factory, worker_id):
    """`is_first("a kind of field")` is true once, whichever of the processes asks first."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder if worker_id == "master" else folder.parent) / "fuzzed"
    folder.mkdir(exist_ok=True)

    def claim(*what):
        try:
            (folder / hashlib.sha256(repr(what).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return claim
