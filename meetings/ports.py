"""What meetings ask of apps above them, which fill it in when they start (apps.ready)."""

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[..., Any]] = {}


def fill(*, hold_approvals, hold_sections, record_step, reader_pulse):
    _filled.update(
        hold_approvals=hold_approvals, hold_sections=hold_sections, record_step=record_step,
        reader_pulse=reader_pulse,
    )  # fmt: skip


def hold_approvals() -> Callable[[], None]:
    """Hold what waits for a place on an agenda; the answer, called at the end of the action, finds the place.

    Needs a transaction, and comes before the lock on any meeting: whoever sends minutes round locks in that
    order.
    """
    return _filled["hold_approvals"]()


def hold_sections(meeting) -> Callable[..., None]:
    """Hold the minutes of `meeting`; the answer, called with `by` at the end of the action, lets its sections
    say no longer of a TOP that it was left out, where that is not so any more.

    Needs a transaction, and comes before the lock on the meeting, as with `hold_approvals`.
    """
    return _filled["hold_sections"](meeting)


def record_step(user, meeting) -> Any:
    """What this reader does next with the minutes of `meeting` (queries.next_step.Step), or None."""
    return _filled["record_step"](user, meeting)


def reader_pulse(user) -> str:
    """The pulse of the portal, and when this person read minutes last, of which no event tells; one query."""
    return _filled["reader_pulse"](user)
