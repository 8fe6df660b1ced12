"""What Terminabstimmungen tell apps above them, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any


def fill(**functions: Callable[..., Any]) -> None:
    """Take the functions of an app above under the names that are declared below."""
    globals().update(functions)


# The poll has brought the date: person (key) → what they said to it (enums.Choice). Both are locked.
date_decided: Callable[[Any, dict], None]
