"""What meetings ask of apps above them, and tell them: each fills in its part when it starts (apps.ready).

What a port answers may have a type of the app that fills it; meetings show it and pass it on.
"""

from collections.abc import Callable
from typing import Any

from meetings.enums import RecordStatus

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


def audience_changed(meeting) -> None:
    """The meeting may be visible to fewer people: whoever may not see it any more is not asked to come."""
    _filled["audience_changed"](meeting=meeting)


def moved(meeting) -> None:
    """The meeting has another date: what was answered to the old one is no answer to the new one."""
    _filled["moved"](meeting)


def notify(meeting, *, by=None) -> None:
    """What a mail says of the meeting has changed: all whom it concerns are told, but the one who did it."""
    _filled["notify"](meeting, by=by)


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


def hold_record(meeting) -> None:
    """Lock the minutes of `meeting`, before the meeting is locked: what is being frozen stands still."""
    _filled["hold_record"](meeting)


def let_approval_go(item) -> None:
    """The TOP was dropped: it does not approve minutes any more."""
    _filled["let_approval_go"](item)


def let_tasks_go(item) -> None:
    """The TOP was dropped: it does not take up tasks of earlier meetings any more."""
    _filled["let_tasks_go"](item)


# --- the record -------------------------------------------------------------------------------------------


def record_status(meeting) -> RecordStatus:
    """How far the minutes of `meeting` are; one query, none where the row came by `with_record`."""
    return _filled["record_status"](meeting)


def is_record_approved() -> Any:
    """The condition that the minutes of a meeting are approved, for a filter of meetings."""
    return _filled["is_record_approved"]()


def with_record(rows, prefix="") -> Any:
    """`rows` with the minutes of their meetings, so that `record_status` needs no further query.

    `prefix` leads from a row to its meeting (»meeting__«).
    """
    return _filled["with_record"](rows, prefix)


def is_anything_written_since(meeting, moment) -> bool:
    """Whether minutes, decisions or tasks of `meeting` were written since `moment`."""
    return _filled["is_anything_written_since"](meeting, moment)


def is_anything_written_of() -> Any:
    """The condition that minutes, decisions or tasks speak of a TOP, for a filter of TOPs."""
    return _filled["is_anything_written_of"]()


def is_postponed() -> Any:
    """The condition that a decision has postponed a TOP, for a filter of TOPs."""
    return _filled["is_postponed"]()


def approves_minutes() -> Any:
    """The condition that minutes are to be approved at a TOP, for a filter of TOPs."""
    return _filled["approves_minutes"]()


def approves_visible_minutes(viewer) -> Any:
    """The same of minutes that `viewer` may read."""
    return _filled["approves_visible_minutes"](viewer)


def takes_up_tasks() -> Any:
    """The condition that a TOP takes up tasks of earlier meetings, for a filter of TOPs."""
    return _filled["takes_up_tasks"]()


def first_draft_of_report(meeting, user) -> str:
    """The decisions of `meeting` that all readers of its Rückblick may read, as Markdown; one query."""
    return _filled["first_draft_of_report"](meeting, user)


def tasks_taken_up(items, viewer) -> dict[int, list]:
    """TOP (its key) → the tasks that it takes up, as far as `viewer` sees them."""
    return _filled["tasks_taken_up"](items, viewer)


def add_approvals(agenda, user) -> Any:
    """Fill `row.approval` of the agenda's rows: what is to be approved there, and what speaks against it."""
    return _filled["add_approvals"](agenda, user)


def with_minutes_on_page(rows, viewer) -> Any:
    """`rows` (meetings) with what `minutes_on_page` reads; no further query."""
    return _filled["with_minutes_on_page"](rows, viewer)


def minutes_on_page(meeting) -> Any:
    """The minutes, if the viewer of `with_minutes_on_page` may read them; or None."""
    return _filled["minutes_on_page"](meeting)


def url_of_live_meeting(meeting) -> str:
    """The page of whoever takes the minutes, while the meeting runs."""
    return _filled["url_of_live_meeting"](meeting)


def way_to_writing(meeting) -> Any:
    """Where the minutes are written, as a (label, address); None once they have gone round."""
    return _filled["way_to_writing"](meeting)


# --- finding a date ---------------------------------------------------------------------------------------


def with_poll_on_page(rows, viewer) -> Any:
    """`rows` (meetings) with the Terminabstimmung that `poll_on_page` reads; no further query."""
    return _filled["with_poll_on_page"](rows, viewer)


def poll_on_page(meeting, viewer) -> Any:
    """The Terminabstimmung as `viewer` finds it at `meeting` (polls.presenters.polls), or None."""
    return _filled["poll_on_page"](meeting, viewer)


def can_ask_for_date(user, meeting) -> Any:
    """The verdict whether `user` may ask everybody when they can."""
    return _filled["can_ask_for_date"](user, meeting)


def way_to_poll(user, meeting) -> Any:
    """Where an organiser goes on asking for a date, as a (label, address); or None."""
    return _filled["way_to_poll"](user, meeting)


# --- asking people to come --------------------------------------------------------------------------------


def coming(meeting, user) -> Any:
    """How the answers to the invitation stand for `user` (invitations.presenters.invitations.Coming)."""
    return _filled["coming"](meeting, user)


def takes_replies(meeting) -> Any:
    """The verdict whether an answer to the invitation still counts."""
    return _filled["takes_replies"](meeting)


def invitations_to(meeting, user) -> list:
    """Who is asked to come, each with the answer, as far as `user` sees it; one query."""
    return _filled["invitations_to"](meeting, user)


def deputy_named_by(meeting, person) -> Any:
    """(deputy, deputy_name) as this person (its key) has named them when answering; or None."""
    return _filled["deputy_named_by"](meeting, person)


def way_to_invite(user, meeting) -> Any:
    """Where `user` invites people, as a (label, address); or None."""
    return _filled["way_to_invite"](user, meeting)


def way_to_replies(user, meeting) -> Any:
    """Where `user` reads the answers one by one, as a (label, address); or None."""
    return _filled["way_to_replies"](user, meeting)


def who_is_notified(meeting, by) -> str:
    """For the one who changed it: to whom a mail goes, as things stand."""
    return _filled["who_is_notified"](meeting, by)


# --- the next step of a reader (presenters.next_step) -----------------------------------------------------


def with_poll(rows, viewer) -> Any:
    """`rows` (meetings) with what the three steps below look at; no further query."""
    return _filled["with_poll"](rows, viewer)


def step_to_say_when(at) -> Any:
    """To answer the Terminabstimmung; `at` is a presenters.next_step.Situation, the answer a Step or None."""
    return _filled["step_to_say_when"](at)


def step_to_find_date(at) -> Any:
    """To ask for a date, or to fix it."""
    return _filled["step_to_find_date"](at)


def step_to_decide(at) -> Any:
    """To choose the date, or to look at the answers meanwhile."""
    return _filled["step_to_decide"](at)


def with_own_reply(rows, viewer) -> Any:
    """`rows` (meetings) with what `step_to_reply` looks at; no further query."""
    return _filled["with_own_reply"](rows, viewer)


def step_to_reply(at) -> Any:
    """To answer the invitation."""
    return _filled["step_to_reply"](at)


def step_to_invite(at) -> Any:
    """To ask people to come."""
    return _filled["step_to_invite"](at)


def step_to_see_replies(at) -> Any:
    """To look who comes."""
    return _filled["step_to_see_replies"](at)


def record_step(user, meeting) -> Any:
    """What this reader does next with the minutes of `meeting` (presenters.next_step.Step), or None."""
    return _filled["record_step"](user, meeting)


# --- unchanged pages --------------------------------------------------------------------------------------


def reader_token(user) -> Any:
    """The change token, `plain` and with when this person read minutes last (`own`), of which no event tells.

    One query.
    """
    return _filled["reader_token"](user)


# --- pages made once for many readers ---------------------------------------------------------------------


def version_of(change_token) -> Any:
    """The token, and the next moment at which something begins, ends or runs out without an event."""
    return _filled["version_of"](change_token)


def version_and_audience(viewer, change_token) -> Any:
    """Until when a page of this reader stays as it is, and with whom they share it: for core.page_cache."""
    return _filled["version_and_audience"](viewer, change_token)
