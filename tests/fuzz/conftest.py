"""One world for the whole folder: it takes some seconds to build, and every request is taken back."""

import pytest
import time_machine
from django.core.cache import cache

from tests.access.accounts import Accounts
from tests.access.conftest import Portal, taken_back
from tests.conftest import NOW
from tests.personas import make_cast
from tests.world import make_world


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), taken_back():
        cache.clear()
        portal = Portal(make_world(make_cast()))
        portal.accounts, portal.probes = Accounts(portal.world), {}
        yield portal
