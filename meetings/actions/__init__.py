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
from meetings.actions.inviting import (
    invite,
    invite_guest,
    invite_more,
    renew_link,
    seed_replies,
    take_off,
    take_off_unseeing,
)
from meetings.actions.mailed import fetch, meetings_to_tell_of, take_in, tell_of_mails
from meetings.actions.meetings import cancel, create, edit, hold, move, schedule
from meetings.actions.notes import write_note
from meetings.actions.putting_back import kept_of, put_back
from meetings.actions.reminding import remind
from meetings.actions.replies import reply
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
from meetings.actions.settling import name_deputy, settle

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
    "fetch",
    "fix_numbers",
    "go_to",
    "hold",
    "invite",
    "invite_guest",
    "invite_more",
    "kept_of",
    "mark",
    "meetings_to_tell_of",
    "move",
    "name_deputy",
    "pause",
    "publish_report",
    "put_back",
    "record_attendance",
    "reinstate_item",
    "remind",
    "remove_guest",
    "remove_item",
    "renew_link",
    "reorder",
    "reply",
    "resume",
    "schedule",
    "seed_replies",
    "set_duration",
    "settle",
    "shift",
    "take_back_begin",
    "take_back_end",
    "take_in",
    "take_off",
    "take_off_unseeing",
    "tell_of_mails",
    "withdraw_report",
    "write_note",
    "write_report",
]
