"""How often somebody may try to get in: slower after a few attempts, and nobody is locked out for good.

Attempts are counted for an account and an address together, so that whoever guesses from one place slows down
that place alone. Against guessing from many places there is a pace for the account and one for the address as
a whole; a browser that has been signed in to the account before is counted by itself and by nothing else.
"""

import hashlib
import ipaddress
import math
import time
from contextlib import contextmanager
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.known_browsers import known_browser
from members.models import User


class Pace(NamedTuple):
    """`free` attempts at once, after that one every `seconds`; unused ones come back at the same pace."""

    free: int
    seconds: int


class Paces(NamedTuple):
    """From one place and for all places together. All places allow several times as much as one of them,
    so that one place alone never uses up what belongs to all."""

    here: Pace
    account: Pace
    address: Pace


PASSWORD = Paces(here=Pace(5, 60), account=Pace(60, 20), address=Pace(30, 5))
CODE = Paces(here=Pace(3, 120), account=Pace(20, 60), address=Pace(20, 15))
RESET = Paces(here=Pace(3, 120), account=Pace(20, 60), address=Pace(20, 15))
SECOND_FACTOR = Paces(here=Pace(5, 300), account=Pace(15, 100), address=Pace(30, 5))  # only six digits
PACES = {"password": PASSWORD, "code": CODE, "reset": RESET, "factor": SECOND_FACTOR}
TOO_SOON = _(
    "Zu viele Versuche. Bitte warten Sie noch %(time_left)s. Mit einem Passkey oder in einem Browser, in dem "
    "Sie schon angemeldet waren, geht es sofort."
)
KNOWN_TOO_SOON = _("Zu viele Versuche. Bitte warten Sie noch %(time_left)s.")
LOCK_TRIES, LOCK_PAUSE, LOCK_SECONDS = 50, 0.02, 5


class Attempt:
    """One attempt to get in. `who` is an account or the address that was typed for one."""

    def __init__(self, name, request, who):
        user = who if isinstance(who, User) else User.objects.with_address(who).first()
        account = f"account-{user.pk}" if user else str(who).strip().lower()
        browser, place, paces = known_browser(request, user), _place_of(request), PACES[name]
        self.sentence = KNOWN_TOO_SOON if browser else TOO_SOON
        if browser:  # whoever guesses elsewhere does not slow down the owner
            self.brakes = [_Brake(f"{name}|{account}|{browser}", paces.here)]
        else:
            self.brakes = [
                _Brake(f"{name}|{account}|{place}", paces.here),
                _Brake(f"{name}|{account}", paces.account),
                _Brake(f"{name}|{place}", paces.address),
            ]

    def begin(self):
        """Count it, or raise ValidationError with the time to wait; what must wait is not counted."""
        for at, brake in enumerate(self.brakes):
            wait = brake.use()
            if wait:
                # All brakes or none: an attempt that must wait is not counted anywhere.
                for used in self.brakes[:at]:
                    used.give_back()
                seconds = math.ceil(wait)
                minutes = math.ceil(seconds / 60)
                if seconds <= 60:
                    left = ngettext("%(number)s Sekunde", "%(number)s Sekunden", seconds)
                else:
                    left = ngettext("%(number)s Minute", "%(number)s Minuten", minutes)
                left %= {"number": seconds if seconds <= 60 else minutes}
                raise ValidationError(self.sentence % {"time_left": left}, code="too_many_login_attempts")

    def succeeded(self):
        # It was the owner: forget this place's failures, and count the attempt nowhere else.
        here, *others = self.brakes
        here.forget()
        for brake in others:
            brake.give_back()


class _Brake:
    """Keeps in the cache the moment at which all attempts will have come back (GCRA, as for ATM cells)."""

    def __init__(self, key, pace):
        self.key = f"attempts-{hashlib.sha256(key.encode()).hexdigest()}"
        self.pace = pace

    def use(self) -> float:
        """Take one attempt and return 0, or return how many seconds are missing."""
        with self._alone() as is_alone:
            now = time.time()
            filled = max(cache.get(self.key, 0), now) + self.pace.seconds
            wait = filled - now - self.pace.free * self.pace.seconds
            if wait > 0 or not is_alone:
                return max(wait, 1)
            self._store(filled)
        return 0

    def give_back(self):
        with self._alone() as is_alone:
            filled = cache.get(self.key)
            if filled and is_alone:
                self._store(filled - self.pace.seconds)

    def forget(self):
        cache.delete(self.key)

    def _store(self, filled):
        cache.set(self.key, filled, timeout=self.pace.free * self.pace.seconds)

    @contextmanager
    def _alone(self):
        """Attempts at the same moment are counted one after the other; False for who waited in vain."""
        lock = f"{self.key}-lock"
        for _try in range(LOCK_TRIES):
            if cache.add(lock, True, timeout=LOCK_SECONDS):
                try:
                    yield True
                finally:
                    cache.delete(lock)
                return
            time.sleep(LOCK_PAUSE)
        yield False


def _place_of(request) -> str:
    # The network address; of IPv6 the part that belongs to one connection.
    given = get_adapter(request).get_client_ip(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)
