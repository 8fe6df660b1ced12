"""What meetings ask of apps above them, and tell them: each fills in its part when it starts (apps.ready).

Call them through the module (`ports.notify(meeting, by=by)`): before all apps are ready there is nothing to
import. What a port answers may have a type of the app that fills it; meetings show it and pass it on.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from meetings.enums import RecordStatus

# Of models, which stand above this module.
Meeting = Any
Item = Any
User = Any
Viewer = Any
Rows = Any


def fill(**functions: Callable[..., Any]) -> None:
    """Take the functions of an app above under the names that are declared below."""
    globals().update(functions)


# --- what has become of a meeting, told in the transaction that locks it -----------------------------------

# The meeting has got its date, or another one: nobody needs to be asked for it any more.
date_fixed: Callable[[Meeting], None]
# The meeting will not take place: whoever was asked for a date need not answer any more.
# Called as cancelled(meeting, by=…).
cancelled: Callable[..., None]
# The meeting may be visible to fewer people: whoever may not see it any more is not asked to come.
# Called as audience_changed(meeting=…).
audience_changed: Callable[..., Any]
# The meeting has another date: what was answered to the old one is no answer to the new one.
moved: Callable[[Meeting], None]
# What a mail says of the meeting has changed: all whom it concerns are told, but the one who did it.
# Called as notify(meeting, by=None).
notify: Callable[..., None]
# Hold what waits for a place on an agenda; the answer, called at the end of the action, finds the place.
# Needs a transaction, and comes before the lock on any meeting: whoever sends minutes round locks in that
# order.
hold_approvals: Callable[[], Callable[[], None]]
# Hold the minutes of `meeting`; the answer, called with `by` at the end of the action, lets its sections
# say no longer of a TOP that it was left out, where that is not so any more. Needs a transaction, and
# comes before the lock on the meeting, as with `hold_approvals`.
hold_sections: Callable[[Meeting], Callable[..., None]]
# Lock the minutes of `meeting`, before the meeting is locked: what is being frozen stands still.
hold_record: Callable[[Meeting], None]
# The TOP was dropped: it does not approve minutes any more.
let_approval_go: Callable[[Item], None]
# The TOP was dropped: it does not take up tasks of earlier meetings any more.
let_tasks_go: Callable[[Item], None]

# --- the record -------------------------------------------------------------------------------------------

# How far the minutes of `meeting` are; one query, none where the row came by `with_record`.
record_status: Callable[[Meeting], RecordStatus]
# The condition that the minutes of a meeting are approved, for a filter of meetings.
is_record_approved: Callable[[], Any]
# `rows` with the minutes of their meetings, so that `record_status` needs no further query. `prefix`
# leads from a row to its meeting (»meeting__«).
# Called as with_record(rows, prefix="").
with_record: Callable[..., Any]
# Whether minutes, decisions or tasks of `meeting` were written since `moment`.
is_anything_written_since: Callable[[Meeting, dt.datetime], bool]
# The condition that minutes, decisions or tasks speak of a TOP, for a filter of TOPs.
is_anything_written_of: Callable[[], Any]
# The condition that a decision has postponed a TOP, for a filter of TOPs.
is_postponed: Callable[[], Any]
# The condition that minutes are to be approved at a TOP, for a filter of TOPs.
approves_minutes: Callable[[], Any]
# The same of minutes that `viewer` may read.
approves_visible_minutes: Callable[[Viewer], Any]
# The condition that a TOP takes up tasks of earlier meetings, for a filter of TOPs.
takes_up_tasks: Callable[[], Any]
# The decisions of `meeting` that all readers of its Rückblick may read, as Markdown; one query.
first_draft_of_report: Callable[[Meeting, User], str]
# TOP (its key) → the tasks that it takes up, as far as `viewer` sees them.
tasks_taken_up: Callable[[list[Item], Viewer], dict[int, list]]
# Fill `row.approval` of the agenda's rows: what is to be approved there, and what speaks against it.
add_approvals: Callable[[Any, User], Any]
# `rows` (meetings) with what `minutes_on_page` reads; no further query.
with_minutes_on_page: Callable[[Rows, Viewer], Any]
# The minutes, if the viewer of `with_minutes_on_page` may read them; or None.
minutes_on_page: Callable[[Meeting], Any]
# The page of whoever takes the minutes, while the meeting runs.
url_of_live_meeting: Callable[[Meeting], str]
# Where the minutes are written, as a (label, address); None once they have gone round.
way_to_writing: Callable[[Meeting], Any]

# --- finding a date ---------------------------------------------------------------------------------------

# `rows` (meetings) with what `poll_on_page` and the three steps below read; no further query.
with_poll: Callable[[Rows, Viewer], Any]
# The Terminabstimmung as `viewer` finds it at `meeting` (polls.presenters.polls), or None.
poll_on_page: Callable[[Meeting, Viewer], Any]
# The verdict whether `user` may ask everybody when they can.
can_ask_for_date: Callable[[User, Meeting], Any]
# Where an organiser goes on asking for a date, as a (label, address); or None.
way_to_poll: Callable[[User, Meeting], Any]

# --- asking people to come --------------------------------------------------------------------------------

# How the answers to the invitation stand for `user` (invitations.presenters.invitations.Coming).
coming: Callable[[Meeting, User], Any]
# The verdict whether an answer to the invitation still counts.
takes_replies: Callable[[Meeting], Any]
# Who is asked to come, each with the answer, as far as `user` sees it; one query.
invitations_to: Callable[[Meeting, User], list]
# (deputy, deputy_name) as this person (its key) has named them when answering; or None.
deputy_named_by: Callable[[Meeting, Any], Any]
# Where `user` invites people, as a (label, address); or None.
way_to_invite: Callable[[User, Meeting], Any]
# Where `user` reads the answers one by one, as a (label, address); or None.
way_to_replies: Callable[[User, Meeting], Any]
# For the one who changed it: to whom a mail goes, as things stand.
who_is_notified: Callable[[Meeting, User], str]

# --- the next step of a reader (presenters.next_step) -----------------------------------------------------

# To answer the Terminabstimmung; `at` is a presenters.next_step.Situation, the answer a Step or None.
step_to_say_when: Callable[[Any], Any]
# To ask for a date, or to fix it.
step_to_find_date: Callable[[Any], Any]
# To choose the date, or to look at the answers meanwhile.
step_to_decide: Callable[[Any], Any]
# `rows` (meetings) with what `step_to_reply` looks at; no further query.
with_own_reply: Callable[[Rows, Viewer], Any]
# To answer the invitation.
step_to_reply: Callable[[Any], Any]
# To ask people to come.
step_to_invite: Callable[[Any], Any]
# To look who comes.
step_to_see_replies: Callable[[Any], Any]
# What this reader does next with the minutes of `meeting` (presenters.next_step.Step), or None.
record_step: Callable[[User, Meeting], Any]

# --- unchanged pages --------------------------------------------------------------------------------------

# The change token, `plain` and with when this person read minutes last (`own`), of which no event tells.
# One query.
reader_token: Callable[[User], Any]

# --- pages made once for many readers ---------------------------------------------------------------------

# The token, and the next moment at which something begins, ends or runs out without an event.
version_of: Callable[[str], Any]
# Until when a page of this reader stays as it is, and with whom they share it: for core.page_cache.
version_and_audience: Callable[[Viewer, str], Any]
