"""What can be done with a meeting, its agenda and its Rückblick. Nothing else writes them."""

from meetings.actions.agenda import (
    add_item,
    add_topics,
    edit_item,
    fix_numbers,
    reinstate_item,
    remove_item,
    reorder,
    set_duration,
    shift,
)
from meetings.actions.attendance import add_guest, edit_guest, mark, record_attendance, remove_guest
from meetings.actions.meetings import cancel, create, edit, hold, move, schedule
from meetings.actions.notes import write_note
from meetings.actions.putting_back import kept_of, put_back
from meetings.actions.report import publish_report, withdraw_report, write_report
from meetings.actions.running import (
    begin,
    correct_times,
    end,
    go_to,
    pause,
    resume,
    take_back_begin,
    take_back_end,
)
from meetings.actions.series import draft_for_quarter

__all__ = [
    "add_guest",
    "add_item",
    "add_topics",
    "begin",
    "cancel",
    "correct_times",
    "create",
    "draft_for_quarter",
    "edit",
    "edit_guest",
    "edit_item",
    "end",
    "fix_numbers",
    "go_to",
    "hold",
    "kept_of",
    "mark",
    "move",
    "pause",
    "publish_report",
    "put_back",
    "record_attendance",
    "reinstate_item",
    "remove_guest",
    "remove_item",
    "reorder",
    "resume",
    "schedule",
    "set_duration",
    "shift",
    "take_back_begin",
    "take_back_end",
    "withdraw_report",
    "write_note",
    "write_report",
]
