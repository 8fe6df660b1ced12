"""What meetings ask of apps above them, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[[], Any]] = {}


def fill(*, hold_approvals):
    _filled["hold_approvals"] = hold_approvals


def hold_approvals() -> Callable[[], None]:
    """Hold what waits for a place on an agenda; the answer, called at the end of the action, finds the place.

    Needs a transaction, and comes before the lock on any meeting: whoever sends minutes round locks in that
    order.
    """
    return _filled["hold_approvals"]()
