"""What decisions and tasks ask of the minutes, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[..., Any]] = {}


def fill(**functions: Callable[..., Any]) -> None:
    """`functions` are named as the ports below."""
    _filled.update(functions)


def has_gone_round(meeting) -> bool:
    """Whether the minutes of `meeting` were sent round once; one query, none after ports.with_record."""
    return _filled["has_gone_round"](meeting)


def has_approved_minutes(outcome) -> bool:
    """Whether minutes were approved by this decision."""
    return _filled["has_approved_minutes"](outcome)


def audience_of_section() -> str:
    """The path from a TOP to the audience of its section, for a filter."""
    return _filled["audience_of_section"]()


def is_record_published() -> Any:
    """The condition that the minutes are published, for a filter of decisions or tasks."""
    return _filled["is_record_published"]()


def url_of_record(meeting) -> str:
    """The page of the minutes; nothing where there are none."""
    return _filled["url_of_record"](meeting)


def url_of_section(item, user) -> str:
    """Where the minutes tell of this TOP, as far as `user` may go there; or nothing."""
    return _filled["url_of_section"](item, user)
