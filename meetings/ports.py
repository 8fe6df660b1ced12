"""What meetings ask of apps above them, and tell them: each fills in its part when it starts (apps.ready).

What a port answers may have a type of the app that fills it; meetings show it and pass it on.
"""

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[..., Any]] = {}


def fill(**functions: Callable[..., Any]) -> None:
    """`functions` are named as the ports below."""
    _filled.update(functions)


# --- what has become of a meeting, told in the transaction that locks it -----------------------------------


def date_fixed(meeting) -> None:
    """The meeting has got its date, or another one: nobody needs to be asked for it any more."""
    _filled["date_fixed"](meeting)


def cancelled(meeting, *, by) -> None:
    """The meeting will not take place: whoever was asked for a date need not answer any more."""
    _filled["cancelled"](meeting, by=by)


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


# --- finding a date ---------------------------------------------------------------------------------------


def with_poll_on_page(rows, viewer) -> Any:
    """`rows` (meetings) with the Terminabstimmung that `poll_on_page` reads; no further query."""
    return _filled["with_poll_on_page"](rows, viewer)


def poll_on_page(meeting, viewer) -> Any:
    """The Terminabstimmung as `viewer` finds it on the page of `meeting` (polls.queries.page), or None."""
    return _filled["poll_on_page"](meeting, viewer)


def can_ask_for_date(user, meeting) -> Any:
    """The verdict whether `user` may ask everybody when they can."""
    return _filled["can_ask_for_date"](user, meeting)


def way_to_poll(user, meeting) -> Any:
    """Where an organiser goes on asking for a date, as a (label, address); or None."""
    return _filled["way_to_poll"](user, meeting)


def can_ask_for_other_date(user, meeting) -> Any:
    """The verdict whether `user` may ask for another date of a meeting that has one."""
    return _filled["can_ask_for_other_date"](user, meeting)


def propose_other_date(*, mailed, by) -> Any:
    """Offer everybody the time that somebody proposed by mail."""
    return _filled["propose_other_date"](mailed=mailed, by=by)


# --- the next step of a reader (queries.next_step) --------------------------------------------------------


def with_poll(rows, viewer) -> Any:
    """`rows` (meetings) with what the three steps below look at; no further query."""
    return _filled["with_poll"](rows, viewer)


def step_to_say_when(at) -> Any:
    """To answer the Terminabstimmung; `at` is a queries.next_step.Situation, the answer a Step or None."""
    return _filled["step_to_say_when"](at)


def step_to_find_date(at) -> Any:
    """To ask for a date, or to fix it."""
    return _filled["step_to_find_date"](at)


def step_to_decide(at) -> Any:
    """To choose the date, or to look at the answers meanwhile."""
    return _filled["step_to_decide"](at)


def record_step(user, meeting) -> Any:
    """What this reader does next with the minutes of `meeting` (queries.next_step.Step), or None."""
    return _filled["record_step"](user, meeting)


# --- unchanged pages --------------------------------------------------------------------------------------


def reader_token(user) -> str:
    """The change token, and when this person read minutes last, of which no event tells; one query."""
    return _filled["reader_token"](user)
