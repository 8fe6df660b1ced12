"""What Terminabstimmungen tell apps above them, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[..., Any]] = {}


def fill(**functions: Callable[..., Any]) -> None:
    """`functions` are named as the ports below."""
    _filled.update(functions)


def date_decided(meeting, choices) -> None:
    """The poll has brought the date: person (key) → what they said to it (enums.Choice). Both are locked."""
    _filled["date_decided"](meeting, choices)
