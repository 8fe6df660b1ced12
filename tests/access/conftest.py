"""One world and one signed-in browser per persona for all tests of a module; every request is taken back."""

from contextlib import contextmanager
from copy import copy
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test import Client

from tests.conftest import NOW
from tests.personas import make_cast, signed_in
from tests.world import World, make_world

# What a browser's visit may leave behind: sessions and counters, nothing of the portal.
KEPT_BY_READING = ("django_session", "usersessions_usersession", "django_cache")


class WroteOnGet(AssertionError):
    pass


def refuse_writes(execute, sql, params, many, context):
    """Reading changes nothing: a GET may be repeated, prefetched and followed by robots."""
    verb, _space, rest = sql.lstrip().partition(" ")
    is_write = verb.upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE")
    if is_write and not any(f'"{table}"' in rest for table in KEPT_BY_READING):
        raise WroteOnGet(sql)
    return execute(sql, params, many, context)


class Portal:
    """The world and its browsers: `portal.get("admin", "/verwaltung/")`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._browsers = {"anonymous": Client()}
        for persona, user in world.cast.users.items():
            self._browsers[persona] = signed_in(user)
        self._cookies = {name: client.cookies.output(header="") for name, client in self._browsers.items()}

    def speak(self, language):
        """As if everybody had chosen this language."""
        for cookies in self._cookies:
            self._cookies[cookies] += f"; django_language={language}"

    def get(self, persona, path, **headers):
        with connection.execute_wrapper(refuse_writes):
            return self._ask(persona, "get", path, headers=headers)

    def post(self, persona, path, data=None, **headers):
        return self._ask(persona, "post", path, data=data or {}, headers=headers)

    def _ask(self, persona, method, path, **kwargs):
        """Whatever the request did is undone, in the database and in the browser."""
        client = copy(self._browsers[persona])
        client.cookies = SimpleCookie(self._cookies[persona])
        with transaction.atomic():
            response = getattr(client, method)(path, **kwargs)
            transaction.set_rollback(True)
        if method == "post":  # the next event gets the number of the one that is gone
            caches["pages"].clear()
        return response


@contextmanager
def taken_back():
    """What is written is gone afterwards, and no page that was kept meanwhile tells of it."""
    caches["pages"].clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    caches["pages"].clear()


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """Built once for the module, on a clock that stands still, and gone afterwards."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), taken_back():
        cache.clear()
        yield Portal(make_world(make_cast()))
